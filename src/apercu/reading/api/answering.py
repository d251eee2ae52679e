"""What every address of the API has in common: reading only, for any page's script, fresh or not modified."""

from __future__ import annotations

import logging
from collections.abc import Callable, Collection
from functools import partial, wraps
from http import HTTPStatus
from typing import Any

from django.http import HttpRequest, HttpResponse, HttpResponsePermanentRedirect

from apercu.content.database_away import is_away
from apercu.reading.api.places import ROOT
from apercu.reading.api.problems import problem, unreadable
from apercu.reading.api.schemas import Fault
from apercu.reading.revalidating import unless_held

logger = logging.getLogger(__name__)

View = Callable[..., HttpResponse]
METHODS = ("GET", "HEAD")
HEADERS = {
    "Access-Control-Allow-Origin": "*",  # public, and without cookies: any page may read it
    "Access-Control-Expose-Headers": "ETag, Link",
    "Content-Language": "en, fr",  # Accept-Language is not asked: an answer has both
}
FRESH = "public, max-age=60"  # seconds a cache may answer without asking


def answered(view: View, *, takes: Collection[str] | None = ()) -> View:
    """The view with all this around it; `takes` names the parameters its address knows, None for any."""

    @wraps(view)
    def answer(request: HttpRequest, **names: Any) -> HttpResponse:
        response = _answer(view, request, takes, names)
        for name, value in HEADERS.items():
            response.headers[name] = value
        response.headers.setdefault("Cache-Control", FRESH)
        return response

    return answer


def _answer(
    view: View, request: HttpRequest, takes: Collection[str] | None, names: dict[str, Any]
) -> HttpResponse:
    if request.method not in METHODS:
        refusal = problem(HTTPStatus.METHOD_NOT_ALLOWED, "This API only reads: GET and HEAD.")
        refusal.headers["Allow"] = ", ".join(METHODS)
        return refusal
    if takes is not None and (unknown := [name for name in request.GET if name not in takes]):
        known = f"it takes {', '.join(takes)}" if takes else "it takes none"
        return unreadable(
            Fault(parameter=name, message=f"no parameter of this address; {known}") for name in unknown
        )
    return unless_held(request, partial(view, request, **names))


def broken(request: HttpRequest, error: Exception | type[Exception]) -> HttpResponse:
    """Something of ours broke: told as a problem, with the trace in the log."""
    if isinstance(error, Exception) and is_away(error):
        raise error  # told by who tells it of every address
    logger.error("%s broke", request.path, exc_info=error if isinstance(error, Exception) else None)
    response = problem(HTTPStatus.INTERNAL_SERVER_ERROR, "Something went wrong on our side.")
    response.headers["Cache-Control"] = "no-store"
    return response


def away() -> HttpResponse:
    """The database is away."""
    return problem(HTTPStatus.SERVICE_UNAVAILABLE, "The database does not answer; try again in a minute.")


def no_such_address(request: HttpRequest) -> HttpResponse:
    """What is at no address: a slash too many leads to the address without, the bare root to the manual."""
    bare = request.path.rstrip("/")
    if bare == ROOT:
        return HttpResponsePermanentRedirect(f"{ROOT}/docs", preserve_request=True)
    if bare != request.path:
        query = request.META.get("QUERY_STRING", "")
        return HttpResponsePermanentRedirect(f"{bare}?{query}" if query else bare, preserve_request=True)
    return problem(HTTPStatus.NOT_FOUND, f"The API has no such address. They are listed at {ROOT}/docs.")
