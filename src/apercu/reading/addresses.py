"""The canonical address of every page readers see, in the language being spoken.

A record's own path is `content.addresses`; here it gets its language: English at the root, French under /fr/.
"""

from __future__ import annotations

import datetime
from urllib.parse import urlencode

from django.utils.translation import get_language

from apercu.content import addresses as records
from apercu.content.addresses import LANGUAGES as LANGUAGES
from apercu.content.addresses import ROOT_LANGUAGE as ROOT_LANGUAGE
from apercu.content.addresses import absolute as absolute
from apercu.content.addresses import in_language as in_language
from apercu.content.addresses import language_of as language_of
from apercu.content.addresses import without_language as without_language
from apercu.reading.asking import TOPIC, TYPE, Asked


def spoken() -> str:
    """The code of the language being spoken; the root's where it is none of ours."""
    code = get_language() or ROOT_LANGUAGE
    if code in LANGUAGES:
        return code
    code = code.split("-")[0]
    return code if code in LANGUAGES else ROOT_LANGUAGE


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


def subscribe() -> str:
    """Where somebody asks for the mail."""
    return here(records.subscribe())


def subscribe_sent() -> str:
    """Where they are led then."""
    return here(records.subscribe_sent())


def forgotten() -> str:
    """Where somebody is led whose data was deleted."""
    return here(records.forgotten())


def confirm(token: str) -> str:
    """Where the mail that asks to confirm leads."""
    return here(records.confirm(token))


def preferences(token: str, deed: str = "") -> str:
    """Somebody's choices; with a deed, where it is done or said that it was."""
    return here(records.of_preferences(token, deed) if deed else records.preferences(token))


def mail(name: str) -> str:
    """A mailing that was sent, for the browser."""
    return here(records.mail(name))


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
