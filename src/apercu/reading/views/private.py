"""Pages that belong to whoever has their link: kept by nobody, told to nobody."""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps

from django.http import HttpRequest, HttpResponse

from apercu.reading.reporting.form import NoFiles

View = Callable[..., HttpResponse]
HEADERS = {
    "Cache-Control": "private, no-store",
    "Referrer-Policy": "no-referrer",  # the address is the key: no other site may learn it
    "X-Robots-Tag": "noindex, nofollow",
}


def own_link(view: View) -> View:
    """A view whose address holds a token."""

    @wraps(view)
    def answered(request: HttpRequest, token: str) -> HttpResponse:
        request.upload_handlers = [NoFiles(request)]
        response = view(request, token)
        for name, value in HEADERS.items():
            response.headers[name] = value
        return response

    return answered
