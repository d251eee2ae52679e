"""A free-form page: About, Privacy, Contact."""

from __future__ import annotations

import re
from dataclasses import dataclass

from django.utils.safestring import SafeString, mark_safe

from apercu.content.models import InformationPage
from apercu.reading import addresses, texts
from apercu.reading.machine import heads
from apercu.reading.viewdata.page import Page, Site, site
from apercu.sources.cleaning import text_of

_SECTION = re.compile(r"<h2\b[^<>]*>(.*?)</h2\s*>", re.DOTALL | re.IGNORECASE)
_H3 = re.compile(r"(</?)h3>")


@dataclass(frozen=True, kw_only=True)
class Contact:
    """How to reach those who publish the site; at least one of these is known."""

    publisher: str
    publisher_address: str
    email: str
    postal_lines: tuple[str, ...]


@dataclass(frozen=True, kw_only=True)
class FreePage(Page):
    """A page editors write as they like."""

    body: SafeString
    title_language: str  # the `lang` of the title where that differs from the page's, else empty
    language: str  # the same for the text
    language_name: str
    contact: Contact | None


def free_page(record: InformationPage, *, is_preview: bool = False) -> FreePage:
    """A free-form page: 1 query once it is at hand, and Wagtail's own for its address."""
    language = _language_of_text(record)
    foreign = texts.foreign(language)
    has_own_title = addresses.spoken() == "en" or bool(record.title_fr)
    said = site()
    title = record.title_fr if addresses.spoken() == "fr" and has_own_title else record.title
    path = "" if is_preview else (record.get_url() or "")
    return FreePage(
        site=said,
        title=title,
        title_language="" if has_own_title else "en",
        path=path,
        description=record.search_description if addresses.spoken() == "en" else "",
        is_preview=is_preview,
        head=heads.of_page(said, title=title, path=path),
        body=with_sections(record.body_fr if language == "fr" else record.body),
        language=foreign,
        language_name=texts.language_name(foreign) if foreign else "",
        contact=_contact(said) if record.shows_contact else None,
    )


def _language_of_text(record: InformationPage) -> str:
    """The language being spoken where there is a text in it, else the one there is a text in."""
    written = {"en": _says_something(record.body), "fr": _says_something(record.body_fr)}
    spoken = addresses.spoken()
    return next((code for code in (spoken, *written) if written.get(code)), spoken)


def _says_something(html: str) -> bool:
    return bool(text_of(html).strip())


def with_sections(html: str) -> SafeString:
    """The text with headings of two levels: a page of its own has sections, where a summary has parts.

    `texts.rich` knows the lower level alone, and each part goes through it. Below the page's title no level
    may be left out, so that parts that stand in no section are sections themselves.
    """
    first, *rest = _SECTION.split(html)
    printed: list[str] = [texts.rich(first)]
    for heading, text in zip(rest[::2], rest[1::2], strict=True):
        printed += [_raised(texts.rich(f"<h3>{heading}</h3>")), texts.rich(text)]
    whole = "\n".join(part for part in printed if part)
    before, section, after = whole.partition("<h2>")
    return mark_safe(f"{_raised(before)}{section}{after}")  # noqa: S308 each part was cleaned


def _raised(html: str) -> str:
    return _H3.sub(r"\1h2>", html)


def _contact(said: Site) -> Contact | None:
    if not (said.publisher or said.contact_email or said.postal_address):
        return None
    return Contact(
        publisher=said.publisher,
        publisher_address=said.publisher_address,
        email=said.contact_email,
        postal_lines=tuple(line.strip() for line in said.postal_address.splitlines() if line.strip()),
    )
