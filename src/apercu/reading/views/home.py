from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.views.decorators.http import require_safe

from apercu.reading.viewdata.home import home_page
from apercu.reading.views.answering import answer


@require_safe
def home(_request: HttpRequest) -> HttpResponse:
    """This month, recent months, ways in."""
    return answer("reading/home.html", home_page())
