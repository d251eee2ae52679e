"""The canonical address of every page readers see, in the language being spoken.

A record's own path is `content.addresses`; here it gets its language: English at the root, French under /fr/.
"""

from __future__ import annotations

import datetime
from urllib.parse import urlencode

from django.conf import settings
from django.utils.translation import get_language

from apercu.content import addresses as records
from apercu.reading.asking import TOPIC, TYPE, Asked

LANGUAGES = tuple(code for code, _name in settings.LANGUAGES)
ROOT_LANGUAGE = settings.LANGUAGE_CODE


def spoken() -> str:
    """The code of the language being spoken; the root's where it is none of ours."""
    code = get_language() or ROOT_LANGUAGE
    if code in LANGUAGES:
        return code
    code = code.split("-")[0]
    return code if code in LANGUAGES else ROOT_LANGUAGE


def in_language(path: str, code: str) -> str:
    """The same page in another language."""
    bare = without_language(path)
    return bare if code == ROOT_LANGUAGE else f"/{code}{bare}"


def language_of(path: str) -> str:
    """The code of the language an address is in."""
    first = path.split("/", 2)[1] if path.startswith("/") else ""
    return first if first in LANGUAGES and first != ROOT_LANGUAGE else ROOT_LANGUAGE


def without_language(path: str) -> str:
    """The path as its record or page names it."""
    for code in LANGUAGES:
        if path.startswith(f"/{code}/"):
            return path.removeprefix(f"/{code}")
    return path


def here(path: str) -> str:
    """The page in the language being spoken."""
    return in_language(path, spoken())


def home() -> str:
    return here("/")


def archive() -> str:
    return here("/digests/")


def topics() -> str:
    return here("/topics/")


def types() -> str:
    return here("/types/")


def summary(slug: str) -> str:
    return here(records.summary(slug))


def report(slug: str) -> str:
    """Where a reader says that something in a summary is wrong."""
    return here(f"{records.summary(slug)}report/")


def report_thanks(slug: str) -> str:
    """Where they are led once it is sent."""
    return f"{report(slug)}thanks/"


def logo(key: str) -> str:
    """The site's logo as pages show it; another picture has another address."""
    return f"/logo/{key}.webp"


def summary_as(slug: str, form: str) -> str:
    """The summary in another form (`md`, `json`), which is in no interface language."""
    return f"{records.summary(slug).rstrip('/')}.{form}"


def citation(slug: str, form: str) -> str:
    """The records of a summary's articles (`ris`, `bib`, `json`) or their citations (`txt`)."""
    return f"{records.summary(slug)}citation.{form}"


def digest(month: datetime.date) -> str:
    return here(records.digest(month))


def year(number: int) -> str:
    return here(records.year(number))


def topic(slug: str) -> str:
    return here(records.topic(slug))


def research_type(slug: str) -> str:
    return here(records.research_type(slug))


def browse(asked: Asked | None = None) -> str:
    """The browse page with these choices."""
    path = here("/summaries/")
    return f"{path}?{asked.query}" if asked and asked.query else path


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
