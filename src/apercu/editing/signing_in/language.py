"""The pages at the door speak the language the browser asks for: nobody is known there yet."""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from typing import Any

from django.http import HttpRequest
from django.http.response import HttpResponseBase
from django.utils import translation
from django.utils.cache import patch_vary_headers

View = Callable[..., HttpResponseBase]


def in_language_of_browser(view: View) -> View:
    """The view in one of the desk's languages, by the browser's preference."""

    @wraps(view)
    def spoken(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        with translation.override(translation.get_language_from_request(request)):
            response = view(request, *args, **kwargs)
            if not getattr(response, "is_rendered", True):
                response = response.render()  # type: ignore[attr-defined]
        patch_vary_headers(response, ("Accept-Language",))
        return response

    return spoken
