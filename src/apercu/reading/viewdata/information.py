"""A free-form page: About, Privacy, Contact."""

from __future__ import annotations

from dataclasses import dataclass

from django.utils.safestring import SafeString

from apercu.content.models import InformationPage
from apercu.reading import addresses, texts
from apercu.reading.viewdata.page import Page, site


@dataclass(frozen=True, kw_only=True)
class FreePage(Page):
    """A page editors write as they like."""

    body: SafeString
    language: str  # the `lang` of the text where that differs from the page's, else empty
    language_name: str


def free_page(record: InformationPage, *, is_preview: bool = False) -> FreePage:
    """A free-form page: 1 query once it is at hand, and Wagtail's own for its address."""
    french = addresses.spoken() == "fr"
    is_translated = bool(record.body_fr) or not record.body
    language = "fr" if french and is_translated else "en"
    foreign = texts.foreign(language)
    return FreePage(
        site=site(),
        title=(record.title_fr if language == "fr" else "") or record.title,
        path="" if is_preview else (record.get_url() or ""),
        description=record.search_description if language == "en" else "",
        is_preview=is_preview,
        body=texts.rich(record.body_fr if language == "fr" else record.body),
        language=foreign,
        language_name=texts.language_name(foreign) if foreign else "",
    )
