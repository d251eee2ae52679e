"""What our templates say that Django's own tags cannot."""

from __future__ import annotations

import datetime
from functools import lru_cache

from django import template
from django.template.loader import render_to_string
from django.utils.formats import date_format, number_format
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import get_language, ngettext

from apercu.content.models import InformationPage
from apercu.reading import addresses, texts
from apercu.reading.viewdata.information import free_page
from apercu.search.marking import Pieces

register = template.Library()


@register.filter
def grouped(number: int) -> str:
    """A number with its thousands set apart as the language does it."""
    return number_format(number, force_grouping=True)


@register.filter
def in_words(day: datetime.date) -> str:
    """A day as the language prints it: 2 June 2021, 2 juin 2021.

    French counts the first of a month and no other day: 1er juin 2021 (Banque de dépannage linguistique).
    """
    printed = date_format(day, "DATE_FORMAT")
    is_first_in_french = day.day == 1 and addresses.spoken() == "fr"
    return f"1er{printed.removeprefix('1')}" if is_first_in_french else printed


@register.filter
def marked(pieces: Pieces) -> SafeString:
    """What a search found, with what was asked marked in it."""
    return texts.marked(pieces)


@register.filter
def counted(number: int) -> SafeString:
    """How many summaries: the number alone to the eye, with its noun to a screen reader.

    A listing prints hundreds of these, most of them alike, so each is made once a language.
    """
    return _counted(number, get_language() or "")


@lru_cache(maxsize=2048)
def _counted(number: int, _language: str) -> SafeString:
    noun = ngettext("summary", "summaries", number)
    return format_html('{}<span class="visually-hidden"> {}</span>', grouped(number), noun)


@register.simple_tag(takes_context=True)
def information_page(context: template.Context, record: InformationPage) -> SafeString:
    """A free-form page: Wagtail hands its template the record, ours takes the dataclass made of it."""
    is_preview = bool(getattr(context.get("request"), "is_preview", False))
    page = free_page(record, is_preview=is_preview)
    return render_to_string("reading/free_page.html", {"page": page})
