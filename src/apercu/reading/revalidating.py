"""Answers that are asked for again and again: whoever has the present one is told so, with 304."""

from __future__ import annotations

import hashlib
from collections.abc import Callable
from functools import partial, wraps
from http import HTTPStatus
from typing import Concatenate, ParamSpec

from django.conf import settings
from django.http import HttpRequest, HttpResponse, HttpResponseNotModified
from django.utils.http import parse_etags

from apercu import __version__
from apercu.content import following
from apercu.reading.keeping import edition

P = ParamSpec("P")
View = Callable[Concatenate[HttpRequest, P], HttpResponse]


def unless_held(request: HttpRequest, make: Callable[[], HttpResponse]) -> HttpResponse:
    """What `make` answers, with its ETag; 304 for a client that named this tag, weak or strong, or `*`.

    The tag is made before the records are read, so that an answer is never newer than its tag says and then
    kept: at worst it is fetched once more (RFC 9110 §8.8.3, §13.1.2).
    """
    tag = _tag(request)
    held = parse_etags(request.headers.get("If-None-Match", ""))
    if tag in held or f"W/{tag}" in held:
        return HttpResponseNotModified(headers={"ETag": tag})
    response = make()
    if response.status_code != HTTPStatus.OK:
        return response
    if held == ["*"]:  # any answer will do, but only here it is known that there is one
        return HttpResponseNotModified(headers={"ETag": tag})
    response.headers["ETag"] = tag
    return response


def revalidated(view: View[P]) -> View[P]:
    """Give a view's answer an ETag, and have whoever keeps it ask before it is shown again."""

    @wraps(view)
    def answered(request: HttpRequest, /, *args: P.args, **kwargs: P.kwargs) -> HttpResponse:
        response = unless_held(request, partial(view, request, *args, **kwargs))
        if "ETag" in response.headers:
            response.headers["Cache-Control"] = "no-cache"  # may be kept, but ask first (RFC 9111 §5.2.2.4)
        return response

    return answered


def _tag(request: HttpRequest) -> str:
    """A tag of all an answer depends on: the edition, what was derived from it, address, site, release."""
    depends_on = (edition(), following.marks(), request.get_full_path(), settings.SITE_URL, __version__)
    return f'"{hashlib.sha256(repr(depends_on).encode()).hexdigest()[:32]}"'
