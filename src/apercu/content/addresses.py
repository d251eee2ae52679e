"""The path of every public record and of what mails lead to, in one place, and what a language adds to it:
English stands at the root, French under /fr/.
"""

from __future__ import annotations

import datetime

from django.conf import settings

LANGUAGES = tuple(code for code, _name in settings.LANGUAGES)
ROOT_LANGUAGE = settings.LANGUAGE_CODE


def summary(slug: str) -> str:
    return f"/summaries/{slug}/"


def digest(month: datetime.date) -> str:
    return f"/digests/{month.year:04d}/{month.month:02d}/"


def year(number: int) -> str:
    return f"/digests/{number:04d}/"


def topic(slug: str) -> str:
    return f"/topics/{slug}/"


def research_type(slug: str) -> str:
    return f"/types/{slug}/"


def subscribe() -> str:
    return "/subscribe/"


def subscribe_sent() -> str:
    """What happens next, once somebody has asked for the mail."""
    return "/subscribe/sent/"


def forgotten() -> str:
    """Where somebody is led whose data was deleted."""
    return "/subscribe/forgotten/"


def confirm(token: str) -> str:
    """Where the mail that asks to confirm leads."""
    return f"/subscribe/confirm/{token}/"


def preferences(token: str) -> str:
    """Somebody's choices, and the way to leave: a POST to it leaves at once."""
    return f"/u/{token}/"


def of_preferences(token: str, deed: str) -> str:
    """One thing to be done there: `choices`, `leave`, `return`, `data`, `erase`; or what was done."""
    return f"{preferences(token)}{deed}/"


def mail(name: str) -> str:
    """A mailing that was sent, for the browser."""
    return f"/mail/{name}/"


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


def absolute(path: str) -> str:
    """The address with the site's own scheme and host."""
    return f"{settings.SITE_URL}{path}"
