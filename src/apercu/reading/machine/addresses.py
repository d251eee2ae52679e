"""The addresses of what programs read. Feeds speak a language, records of articles speak none."""

from __future__ import annotations

import datetime

from apercu.content import addresses as records
from apercu.reading import addresses
from apercu.reading.asking import Asked

SUMMARIES = "feeds/summaries"
DIGESTS = "feeds/digests"


def summaries_feed(form: str = "atom") -> str:
    return addresses.here(f"/{SUMMARIES}.{form}")


def digests_feed(form: str = "atom") -> str:
    return addresses.here(f"/{DIGESTS}.{form}")


def changes_feed() -> str:
    return addresses.here("/changes.atom")


def topic_feed(slug: str, form: str = "atom") -> str:
    return f"{addresses.topic(slug)}feed.{form}"


def type_feed(slug: str, form: str = "atom") -> str:
    return f"{addresses.research_type(slug)}feed.{form}"


def browse_feed(asked: Asked, form: str = "atom") -> str:
    """The feed of the summaries these words and choices find."""
    return _asking(f"{addresses.browse()}feed.{form}", asked)


def digest_citations(month: datetime.date, form: str) -> str:
    return f"{records.digest(month)}citations.{form}"


def topic_citations(slug: str, form: str) -> str:
    return f"{records.topic(slug)}citations.{form}"


def type_citations(slug: str, form: str) -> str:
    return f"{records.research_type(slug)}citations.{form}"


def browse_citations(asked: Asked, form: str) -> str:
    """The articles of the summaries these words and choices find."""
    return _asking(f"/summaries/citations.{form}", asked)


def _asking(path: str, asked: Asked) -> str:
    query = asked.sorted_by("").query
    return f"{path}?{query}" if query else path
