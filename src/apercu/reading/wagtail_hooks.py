"""What Wagtail asks of readers' pages."""

from __future__ import annotations

from typing import Any

from django.http import Http404, HttpRequest
from wagtail import hooks
from wagtail.models import Page


@hooks.register("before_serve_page")  # type: ignore[untyped-decorator]
def keep_private_pages_to_the_desk(page: Page, _request: HttpRequest, _args: Any, _kwargs: Any) -> None:
    """A page somebody made private, itself or with a page above it, is at no public address.

    Wagtail would ask for a login or a password; a public address has no session to remember either.
    """
    if page.get_view_restrictions():
        raise Http404
