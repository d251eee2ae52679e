"""How long a session lasts, and what ends it: time, another mark on the account, a code that is due."""

from __future__ import annotations

import datetime
from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.contrib.auth import logout
from django.contrib.auth.views import redirect_to_login
from django.http import HttpRequest
from django.http.response import HttpResponseBase, HttpResponseForbidden
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from apercu.editing.second_factor import guarding

DESK = "/desk/"
HOUR = datetime.timedelta(hours=1)
IDLE, LONGEST = 2 * HOUR, 12 * HOUR
REMEMBERED_IDLE, REMEMBERED_LONGEST = 7 * 24 * HOUR, 14 * 24 * HOUR
NOTED_EVERY = datetime.timedelta(minutes=5)  # not every click is a write to the database

# What the session knows of itself.
BEGUN, SEEN, REMEMBERED, MARK, CODE_GIVEN = "begun", "seen", "remembered", "mark", "code-given"

# Pages anybody may ask for; a session that is over must still reach them.
_OPEN = ("login/", "logout/", "password_reset/", "jsi18n/", "sprite/")
# A page left open asks for these by itself: nobody need be sitting there.
_BY_ITSELF = ("editing-sessions/",)


def begin(request: HttpRequest, user: Any, **_rest: Any) -> None:
    """A session begins when somebody signs in (Django has given it a new key)."""
    now = timezone.now().timestamp()  # noqa: TID251 a signal of Django's, which tells no time
    guard = guarding.guard_of(user)
    request.session[BEGUN] = request.session[SEEN] = now
    request.session[MARK] = guard.sessions if guard else ""
    request.session[CODE_GIVEN] = bool(getattr(request, "code_given", False))


def remember(request: HttpRequest, *, on_this_device: bool) -> None:
    """Keep the session's cookie for two weeks, or until the browser is closed."""
    request.session[REMEMBERED] = on_this_device
    request.session.set_expiry(int(REMEMBERED_LONGEST.total_seconds()) if on_this_device else 0)


class EndSessionsInTime:
    """Ends a session that is too old, unused, or of before a change of the account's guard."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        if request.path.startswith(DESK) and not self._is_open(request) and request.user.is_authenticated:
            now = timezone.now()  # noqa: TID251 a request's own time
            guard = guarding.guard_of(request.user)
            if reason := _over(request, guard, at=now):
                logout(request)
                return _away(request, "wagtailadmin_login", reason)
            _note(request, at=now)
            wanted = guarding.is_required(request.user) and not (guard and guard.key)
            if wanted and not request.path.startswith(reverse("second_factor")):
                reason = _("A second factor is required here. Please set yours up first.")
                return _away(request, "second_factor", reason)
        return self.get_response(request)

    @staticmethod
    def _is_open(request: HttpRequest) -> bool:
        return request.path.startswith(tuple(DESK + name for name in _OPEN))


def _over(request: HttpRequest, guard: Any, *, at: datetime.datetime) -> str:
    """Why this session is over; "" while it is not."""
    session = request.session
    remembered = bool(session.get(REMEMBERED))
    longest, idle = (REMEMBERED_LONGEST, REMEMBERED_IDLE) if remembered else (LONGEST, IDLE)
    now = at.timestamp()
    if now - session.get(BEGUN, 0) > longest.total_seconds():
        return _("You were signed in for a long time. Please sign in again.")
    if now - session.get(SEEN, 0) > idle.total_seconds():
        return _("You were away for a while. Please sign in again.")
    if session.get(MARK, "") != (guard.sessions if guard else ""):
        return _("This session was ended from elsewhere. Please sign in again.")
    if guarding.is_asked(guard) and not session.get(CODE_GIVEN):
        return _("Please sign in again, with the code of your second factor.")
    return ""


def _note(request: HttpRequest, *, at: datetime.datetime) -> None:
    """Note that somebody is there, now and then."""
    if request.path.startswith(tuple(DESK + name for name in _BY_ITSELF)):
        return
    if at.timestamp() - request.session[SEEN] > NOTED_EVERY.total_seconds():
        request.session[SEEN] = at.timestamp()


def _away(request: HttpRequest, name: str, reason: str) -> HttpResponseBase:
    """To another page with a reason; a script is told that it may not."""
    wants_data = request.headers.get("x-requested-with") == "XMLHttpRequest"
    if wants_data or "application/json" in request.headers.get("Accept", ""):
        return HttpResponseForbidden(reason)
    messages.error(request, reason)
    address = reverse(name)
    if name == "wagtailadmin_login" and request.method == "GET":
        return redirect_to_login(request.get_full_path(), login_url=address)
    return redirect(address)
