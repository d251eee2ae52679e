"""Where things are in the API, and on the pages readers see: always absolute addresses."""

from __future__ import annotations

import datetime
from urllib.parse import urlencode

from apercu.reading import addresses
from apercu.reading.api import schemas

ROOT = "/api/v1"


def summaries(**filters: str) -> str:
    query = f"?{urlencode(filters)}" if filters else ""
    return addresses.absolute(f"{ROOT}/summaries{query}")


def summary(slug: str) -> str:
    return addresses.absolute(f"{ROOT}/summaries/{slug}")


def digest(month: datetime.date) -> str:
    return addresses.absolute(f"{ROOT}/digests/{month:%Y}/{month:%m}")


def article(number: int) -> str:
    return addresses.absolute(f"{ROOT}/articles/{number}")


def pages(path: str) -> schemas.Pages:
    """A page readers see, in both languages."""
    return schemas.Pages(
        en=addresses.absolute(addresses.in_language(path, "en")),
        fr=addresses.absolute(addresses.in_language(path, "fr")),
    )
