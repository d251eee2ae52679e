"""Headers on every answer, and the desk's own middleware kept off public pages."""

from __future__ import annotations

from collections.abc import Callable
from http import HTTPStatus
from typing import Any

from django.contrib.auth.middleware import AuthenticationMiddleware
from django.contrib.messages.middleware import MessageMiddleware
from django.contrib.sessions.middleware import SessionMiddleware
from django.db import DatabaseError
from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.middleware.csrf import CsrfViewMiddleware
from django.middleware.gzip import GZipMiddleware
from django.utils import translation

from apercu.config import nothing_saved
from apercu.config.database_troubles import trouble_of
from apercu.reading import addresses
from apercu.reading.keeping import one_edition

GetResponse = Callable[[HttpRequest], HttpResponseBase]

PUBLIC_POLICY = (
    "default-src 'self'; base-uri 'none'; form-action 'self'; frame-ancestors 'none'; object-src 'none'; "
    "img-src 'self' data:"
)
# The desk runs no inline script and nothing made of text (docs/security/desk-csp.md lists what it needs, and
# where).
DESK_POLICY = (
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data: blob:; font-src 'self'; "
    "connect-src 'self'; frame-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'self'"
)
# The one relaxation: the rich-text editor writes <style> elements and keeps what is pasted in style
# attributes.
RICH_TEXT_EDITOR = b"data-draftail-input"  # what wagtailadmin/widgets/draftail_rich_text_area.html writes
RICH_TEXT_POLICY = DESK_POLICY.replace("style-src 'self'", "style-src 'self' 'unsafe-inline'")
DESK = "/desk/"


class SecurityHeaders:
    """Sets the content security policy and what else a browser should refuse."""

    def __init__(self, get_response: GetResponse) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        response = self.get_response(request)
        response.headers["Content-Security-Policy"] = _policy(request, response)
        response.headers.setdefault("Permissions-Policy", "camera=(), geolocation=(), microphone=()")
        if request.path.startswith(DESK) and "private" not in response.headers.get("Cache-Control", ""):
            response.headers["Cache-Control"] = "private, no-store"  # refusals and errors too
        return response


def _policy(request: HttpRequest, response: HttpResponseBase) -> str:
    """A preview is a public page with its own policy already, shown in a frame of the desk."""
    if not request.path.startswith(DESK):
        return PUBLIC_POLICY
    own = response.headers.get("Content-Security-Policy") or _of_the_desk(response)
    return own.replace("frame-ancestors 'none'", "frame-ancestors 'self'")


def _of_the_desk(response: HttpResponseBase) -> str:
    content = getattr(response, "content", b"")  # a file has none, and no editor
    return RICH_TEXT_POLICY if RICH_TEXT_EDITOR in content else DESK_POLICY


class CompressPublicPages(GZipMiddleware):
    """Compresses public answers. The desk's stay as they are, and so do one person's pages: they carry a
    token that compression could help to guess (BREACH); any other page holds no secret, so it needs no
    random padding either.
    """

    max_random_bytes = 0

    def process_response(self, request: HttpRequest, response: HttpResponseBase) -> HttpResponseBase:
        if request.path.startswith(DESK) or "no-store" in response.headers.get("Cache-Control", ""):
            return response
        return super().process_response(request, response)


class LanguageOfAddress:
    """A public page is in the language its address names, whatever the browser asks for.

    Django's own middleware would ask cookies and headers too, and one address would be several pages.
    """

    def __init__(self, get_response: GetResponse) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        if request.path.startswith(DESK):
            return self.get_response(request)  # Wagtail speaks the language of who is logged in
        code = addresses.language_of(request.path)
        with translation.override(code):
            response = self.get_response(request)
        response.headers.setdefault("Content-Language", code)
        return response


class OneEdition:
    """A public page is answered from one edition, asked for once: what it shares with others is kept by that.

    Not what writes: it may go on to show what it has just changed.
    """

    def __init__(self, get_response: GetResponse) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        if request.method not in {"GET", "HEAD"} or request.path.startswith(DESK):
            return self.get_response(request)
        with one_edition():
            return self.get_response(request)


class _OnTheDesk:
    """Keeps a middleware off public pages: those read and set no cookie, and depend on nothing else."""

    get_response: Any

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        if not request.path.startswith(DESK):
            return self.get_response(request)  # type: ignore[no-any-return]
        return super().__call__(request)  # type: ignore[misc,no-any-return]

    def process_view(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase | None:
        inherited = getattr(super(), "process_view", None)
        if inherited is None or not request.path.startswith(DESK):
            return None
        return inherited(request, *args, **kwargs)  # type: ignore[no-any-return]


class DeskSessions(_OnTheDesk, SessionMiddleware):
    """Sessions, on the desk only. One that cannot be saved spoils no page that was only looked at."""

    def process_response(self, request: HttpRequest, response: HttpResponse) -> HttpResponse:
        try:
            return super().process_response(request, response)
        except DatabaseError as error:
            trouble = trouble_of(error)
            if trouble is None:
                raise
            if request.method == "GET" and response.status_code == HTTPStatus.OK:
                return response
            return nothing_saved.answer(request, trouble, error)


class DeskForms(_OnTheDesk, CsrfViewMiddleware):  # type: ignore[misc]
    """Protection against forged forms, on the desk only: public forms carry no cookie to forge with."""


class DeskLogins(_OnTheDesk, AuthenticationMiddleware):
    """Who is logged in, on the desk only."""


class DeskMessages(_OnTheDesk, MessageMiddleware):
    """Messages to editors, on the desk only."""
