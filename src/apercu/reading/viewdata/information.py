"""A free-form page: About, Privacy, Contact."""

from __future__ import annotations

from dataclasses import dataclass

from django.utils.safestring import SafeString

from apercu.content.models import InformationPage
from apercu.reading import texts
from apercu.reading.viewdata.page import Page, site


@dataclass(frozen=True, kw_only=True)
class FreePage(Page):
    """A page editors write as they like."""

    body: SafeString


def free_page(record: InformationPage, *, is_preview: bool = False) -> FreePage:
    """A free-form page: 1 query once it is at hand, and Wagtail's own for its address."""
    return FreePage(
        site=site(),
        title=record.title,
        path="" if is_preview else (record.get_url() or ""),
        description=record.search_description,
        is_preview=is_preview,
        body=texts.rich(record.body),
    )
