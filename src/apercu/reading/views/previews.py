"""A draft as readers would see it; the desk calls these through `content.previewing`."""

from __future__ import annotations

from dataclasses import replace

from django.http import HttpRequest, HttpResponse

from apercu.content.models import Digest, Summary
from apercu.content.previewing import CARD, PAPER
from apercu.reading.viewdata.card import card_page
from apercu.reading.viewdata.month import preview_of_month
from apercu.reading.viewdata.summary import summary_page
from apercu.reading.views.answering import answer


def summary(_request: HttpRequest, record: Summary, mode: str) -> HttpResponse:
    """A summary's draft: its page, its place in lists, or its page on paper."""
    if mode == CARD:
        return answer("reading/card.html", card_page(record))
    page = replace(summary_page(record, is_preview=True), on_paper=mode == PAPER)
    return answer("reading/summary.html", page)


def digest(_request: HttpRequest, record: Digest, mode: str) -> HttpResponse:
    """A month's draft, with the summaries that would go public with it: its page, or that on paper."""
    return answer("reading/month.html", replace(preview_of_month(record), on_paper=mode == PAPER))
