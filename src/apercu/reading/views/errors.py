from __future__ import annotations

from django.http import HttpRequest, HttpResponse

from apercu.reading.viewdata.errors import broken_page, missing_page, unavailable_page
from apercu.reading.views.answering import answer
from apercu.reading.views.old_addresses import summary_that_stood_at


def not_found(request: HttpRequest, exception: Exception) -> HttpResponse:  # noqa: ARG001 Django names it
    """Nothing is at this address: where to look instead, or where what once stood there is now."""
    if heir := summary_that_stood_at(request):
        return heir
    return answer("reading/not_found.html", missing_page(), status=404)


def broken(request: HttpRequest) -> HttpResponse:
    """Something broke: said without asking the database, which may be what broke.

    The number is the one the log has for this request; the web process put it there.
    """
    return answer("reading/broken.html", broken_page(number=_number(request)), status=500)


def unavailable(request: HttpRequest) -> HttpResponse:
    """The database is away or has no room, and this page is not one of those that are kept."""
    page = unavailable_page(number=_number(request), is_a_form=request.method == "POST")
    return answer("reading/unavailable.html", page, status=503)


def _number(request: HttpRequest) -> str:
    return str(request.META.get("apercu.request_id", ""))
