"""A draft as readers would see it; the desk calls these through `content.previewing`."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse

from apercu.content.models import Digest, Summary
from apercu.reading.viewdata.month import preview_of_month
from apercu.reading.viewdata.summary import summary_page
from apercu.reading.views.answering import answer


def summary(_request: HttpRequest, record: Summary, _mode: str) -> HttpResponse:
    """A summary's draft."""
    return answer("reading/summary.html", summary_page(record, is_preview=True))


def digest(_request: HttpRequest, record: Digest, _mode: str) -> HttpResponse:
    """A month's draft, with the summaries that would go public with it."""
    return answer("reading/month.html", preview_of_month(record))
