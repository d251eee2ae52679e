"""What our templates say that Django's own tags cannot."""

from __future__ import annotations

import datetime
from collections.abc import Iterable

from django import template
from django.template.loader import render_to_string
from django.utils.formats import date_format
from django.utils.safestring import SafeString

from apercu.content.models import InformationPage
from apercu.reading import addresses, framing, printing
from apercu.reading.viewdata.information import free_page
from apercu.reading.viewdata.parts import Line

register = template.Library()


register.filter("grouped", printing.grouped)
register.filter("counted", printing.counted)
register.simple_tag(printing.choices, name="choices")
register.simple_tag(printing.months, name="months")
register.simple_tag(printing.results, name="results")
register.simple_tag(printing.facts, name="facts")
register.simple_tag(printing.features, name="features")
register.simple_tag(printing.titles, name="titles")
register.simple_tag(printing.head, name="head")
register.simple_tag(framing.framed, name="framed")


@register.simple_tag
def lines(these: Iterable[Line], level: str, with_months: bool | str) -> SafeString:
    """Summaries in a list, with their months where it says so."""
    return printing.lines(these, level=level, with_months=bool(with_months))


@register.filter
def in_words(day: datetime.date) -> str:
    """A day as the language prints it: 2 June 2021, 2 juin 2021.

    French counts the first of a month and no other day: 1er juin 2021 (Banque de dépannage linguistique).
    """
    printed = date_format(day, "DATE_FORMAT")
    is_first_in_french = day.day == 1 and addresses.spoken() == "fr"
    return f"1er{printed.removeprefix('1')}" if is_first_in_french else printed


@register.simple_tag(takes_context=True)
def information_page(context: template.Context, record: InformationPage) -> SafeString:
    """A free-form page: Wagtail hands its template the record, ours takes the dataclass made of it."""
    is_preview = bool(getattr(context.get("request"), "is_preview", False))
    page = free_page(record, is_preview=is_preview)
    return render_to_string("reading/free_page.html", {"page": page})
