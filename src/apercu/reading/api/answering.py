"""What every address of the API has in common: reading only, for any page's script, fresh or not modified.

An answer is a function of its address, the edition, what the followers have made of it, the release and the
site's own address: those are its ETag (RFC 9110, 8.8.3).
"""

from __future__ import annotations

import hashlib
import logging
from collections.abc import Callable, Collection
from functools import wraps
from http import HTTPStatus
from typing import Any

from django.conf import settings
from django.http import HttpRequest, HttpResponse, HttpResponseNotModified, HttpResponsePermanentRedirect
from django.utils.http import parse_etags

from apercu import __version__
from apercu.content import changes
from apercu.content.models import FollowerMark
from apercu.reading.api.places import ROOT
from apercu.reading.api.problems import problem, unreadable
from apercu.reading.api.schemas import Fault

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
    tag = _tag(request.get_full_path())  # before the records: an answer is never newer than it says
    wanted = parse_etags(request.headers.get("If-None-Match", ""))
    if tag in wanted or f"W/{tag}" in wanted:
        return _not_modified(tag)
    response = view(request, **names)
    if response.status_code == HTTPStatus.OK:
        if wanted == ["*"]:
            return _not_modified(tag)
        response.headers["ETag"] = tag
    return response


def broken(request: HttpRequest, error: Exception | type[Exception]) -> HttpResponse:
    """Something of ours broke: told as a problem, with the trace in the log."""
    logger.error("%s broke", request.path, exc_info=error if isinstance(error, Exception) else None)
    response = problem(HTTPStatus.INTERNAL_SERVER_ERROR, "Something went wrong on our side.")
    response.headers["Cache-Control"] = "no-store"
    return response


def no_such_address(request: HttpRequest) -> HttpResponse:
    """What is at no address: a slash too many leads to the address without, the bare root to the manual."""
    bare = request.path.rstrip("/")
    if bare == ROOT:
        return HttpResponsePermanentRedirect(f"{ROOT}/docs", preserve_request=True)
    if bare != request.path:
        query = request.META.get("QUERY_STRING", "")
        return HttpResponsePermanentRedirect(f"{bare}?{query}" if query else bare, preserve_request=True)
    return problem(HTTPStatus.NOT_FOUND, f"The API has no such address. They are listed at {ROOT}/docs.")


def _not_modified(tag: str) -> HttpResponse:
    return HttpResponseNotModified(headers={"ETag": tag})


def _tag(path: str) -> str:
    marks = sorted(FollowerMark.objects.values_list("name", "mark"))
    parts = (changes.stamp(), marks, __version__, settings.SITE_URL, path)
    return f'"{hashlib.sha256(repr(parts).encode()).hexdigest()[:32]}"'
