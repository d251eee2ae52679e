from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.views.decorators.http import require_safe

from apercu.reading.viewdata.home import home_page
from apercu.reading.views.answering import answer
from apercu.reading.views.old_addresses import summary_that_stood_at


@require_safe
def home(request: HttpRequest) -> HttpResponse:
    """This month, recent months, ways in; `/?p=123` is where WordPress had a post."""
    if "p" in request.GET and (heir := summary_that_stood_at(request)):
        return heir
    return answer("reading/home.html", home_page())
