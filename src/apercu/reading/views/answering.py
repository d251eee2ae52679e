"""How every public page is answered: one template, one dataclass, no request in the template."""

from __future__ import annotations

from django.http import HttpResponse, HttpResponsePermanentRedirect
from django.template.loader import render_to_string

from apercu.reading.viewdata.page import Page


def answer(template: str, page: Page, *, status: int = 200) -> HttpResponse:
    """The page as its template prints it."""
    return HttpResponse(render_to_string(template, {"page": page}), status=status)


def moved(path: str) -> HttpResponsePermanentRedirect:
    """A redirect (308) to the one canonical address."""
    return HttpResponsePermanentRedirect(path, preserve_request=True)
