"""How every public page is answered: one template, one dataclass, no request in the template."""

from __future__ import annotations

from collections.abc import Callable
from http import HTTPStatus

from django.http import Http404, HttpResponse, HttpResponsePermanentRedirect, HttpResponseRedirect
from django.template.loader import render_to_string

from apercu.content.models import ResearchType, Summary, Topic
from apercu.reading import selecting
from apercu.reading.viewdata.page import Page


def answer(template: str, page: Page, *, status: int = 200) -> HttpResponse:
    """The page as its template prints it."""
    return HttpResponse(render_to_string(template, {"page": page}), status=status)


def moved(path: str) -> HttpResponsePermanentRedirect:
    """A redirect (308) to the one canonical address."""
    return HttpResponsePermanentRedirect(path, preserve_request=True)


class SeeOther(HttpResponseRedirect):
    """After a form was taken: the next page is fetched with GET, and reloading it sends nothing again."""

    status_code = HTTPStatus.SEE_OTHER


def moved_to_heir(
    model: type[Summary | Topic | ResearchType], slug: str, address: Callable[[str], str]
) -> HttpResponse:
    """A slug that a record once had leads to the same under its present one; Http404 where none had it."""
    if heir := selecting.heir(model, slug):
        return moved(address(heir.slug))
    raise Http404
