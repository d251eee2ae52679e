"""The canonical address of every page readers see; a record's own path is `content.addresses`."""

from __future__ import annotations

from urllib.parse import urlencode

from django.conf import settings

from apercu.reading.asking import TOPIC, TYPE, Asked

HOME = "/"
ARCHIVE = "/digests/"
BROWSE = "/summaries/"
TOPICS = "/topics/"
TYPES = "/types/"


def browse(asked: Asked) -> str:
    """The browse page with these choices."""
    return f"{BROWSE}?{asked.query}" if asked.query else BROWSE


def browse_topic(slug: str) -> str:
    """The browse page with one topic chosen."""
    return browse(Asked().choosing(TOPIC, [slug]))


def browse_type(slug: str) -> str:
    """The browse page with one research type chosen."""
    return browse(Asked().choosing(TYPE, [slug]))


def on_page(path: str, number: int) -> str:
    """A paged list at this page; the first has the bare path."""
    return f"{path}?{urlencode({'page': number})}" if number > 1 else path


def absolute(path: str) -> str:
    """The address with the site's own scheme and host."""
    return f"{settings.SITE_URL}{path}"
