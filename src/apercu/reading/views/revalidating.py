"""Answers that are asked for again and again: whoever has the present one is told so, with 304."""

from __future__ import annotations

import hashlib
from collections.abc import Callable
from functools import wraps
from typing import Concatenate, ParamSpec

from django.conf import settings
from django.http import HttpRequest, HttpResponse, HttpResponseNotModified
from django.utils.http import parse_etags

from apercu import __version__
from apercu.content import changes
from apercu.content.models import FollowerMark

P = ParamSpec("P")
View = Callable[Concatenate[HttpRequest, P], HttpResponse]


def revalidated(view: View[P]) -> View[P]:
    """Give an answer an ETag of all it depends on: the edition, what was derived from it, address, release.

    The tag is made before the records are read, so that an answer is never newer than its tag says and then
    kept: at worst it is fetched once more (RFC 9110 §8.8.3, §13.1.2).
    """

    @wraps(view)
    def answered(request: HttpRequest, /, *args: P.args, **kwargs: P.kwargs) -> HttpResponse:
        tag = _tag(request)
        if tag in (
            given.removeprefix("W/") for given in parse_etags(request.headers.get("If-None-Match", ""))
        ):
            return _tagged(HttpResponseNotModified(), tag)
        response = view(request, *args, **kwargs)
        return _tagged(response, tag) if response.status_code == 200 else response

    return answered


def _tag(request: HttpRequest) -> str:
    marks = FollowerMark.objects.order_by("name").values_list("name", "mark")
    depends_on = (changes.stamp(), list(marks), request.get_full_path(), settings.SITE_URL, __version__)
    return f'"{hashlib.sha256(repr(depends_on).encode()).hexdigest()[:32]}"'


def _tagged(response: HttpResponse, tag: str) -> HttpResponse:
    response.headers["ETag"] = tag
    response.headers["Cache-Control"] = "no-cache"  # may be kept, but ask first (RFC 9111 §5.2.2.4)
    return response
