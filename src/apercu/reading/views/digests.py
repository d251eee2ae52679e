from __future__ import annotations

import datetime

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.views.decorators.http import require_safe

from apercu.reading import addresses, selecting
from apercu.reading.viewdata.archive import NoSuchYear, archive_page, year_page
from apercu.reading.viewdata.month import month_page
from apercu.reading.views.answering import answer, moved


@require_safe
def archive(_request: HttpRequest) -> HttpResponse:
    """All years."""
    return answer("reading/archive.html", archive_page())


@require_safe
def year(_request: HttpRequest, number: str) -> HttpResponse:
    """One year's months."""
    try:
        return answer("reading/year.html", year_page(int(number)))
    except NoSuchYear as error:
        raise Http404 from error


@require_safe
def month(_request: HttpRequest, number: str, month: str) -> HttpResponse:
    """One month's summaries; a month spelled `6` leads to `06`."""
    first = datetime.date(int(number), int(month), 1)
    digest = get_object_or_404(selecting.public_digests(), month=first)
    if len(month) < 2:
        return moved(addresses.digest(first))
    return answer("reading/month.html", month_page(digest))
