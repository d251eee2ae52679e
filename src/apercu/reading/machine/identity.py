"""Names of what we publish that outlive its address: a slug may change, such a name never does."""

from __future__ import annotations

import datetime
import uuid
from urllib.parse import urlsplit

from django.conf import settings

from apercu.content.models import Digest, Summary
from apercu.reading import addresses


def of_record(record: Summary | Digest) -> str:
    """The name of a published record: a tag of our host, the day of its first publication, and its number."""
    assert record.first_published_at is not None, "a live record was published once"
    kind = "summary" if isinstance(record, Summary) else "digest"
    return tag(f"{kind}/{record.pk}", on=record.first_published_at)


def tag(specific: str, *, on: datetime.datetime) -> str:
    """A tag URI (RFC 4151): `tag:` host, a day on which the host was ours, and what it names."""
    host = urlsplit(settings.SITE_URL).hostname or "localhost"
    return f"tag:{host},{on.astimezone(datetime.UTC):%Y-%m-%d}:{specific}"


def of_feed(name: str) -> str:
    """The name of a feed (RFC 4122, version 5), which has no day to be tagged with."""
    return uuid.uuid5(uuid.NAMESPACE_URL, f"{settings.SITE_URL}/{name}").urn


def permalink(record: Summary) -> str:
    """The one address to cite a summary by: its page in its own language."""
    code = record.language if record.language in addresses.LANGUAGES else addresses.ROOT_LANGUAGE
    return addresses.absolute(addresses.in_language(record.get_absolute_url(), code))
