"""What stands in front of everything a web process answers: the probes, and a number for each request.

In front of the kept pages too, for the number differs from one request to the next and a page does not; and
in front of Django, for a probe may use any host name and asks for no language.
"""

from __future__ import annotations

import itertools
import json
import logging
import os
import re
import secrets
import time
from collections.abc import Callable, Iterable, Mapping
from typing import Any, Protocol

from apercu.config.logs import request_id
from apercu.ops import health

WSGI = Callable[[dict[str, Any], Callable[..., Any]], Iterable[bytes]]
Sent = tuple[int, list[tuple[str, str]], bytes]  # status, headers, body
ID = "apercu.request_id"  # where views find the number in `request.META`

logger = logging.getLogger("apercu.access")

SLOW = 1.0  # seconds from which a request gets a line of warning
_ACCEPTED = re.compile(r"[A-Za-z0-9._-]{8,64}")
# Addresses that are keys themselves: who reads the log must not be able to use them.
_SECRET = re.compile(r"^((?:/fr)?/(?:u|subscribe/confirm)|/desk/password_reset/confirm)/.+")


class Ready(Protocol):
    """An answer that only has to be sent."""

    @property
    def code(self) -> int: ...

    @property
    def headers(self) -> list[tuple[str, str]]:
        """Not the caller's to change."""

    @property
    def body(self) -> list[bytes]: ...


def nothing_at_once(_environ: dict[str, Any]) -> None:
    """Nothing is kept: every request is for the application."""


class InFront:
    """The application with probes, request numbers and access lines in front of it."""

    def __init__(
        self,
        application: WSGI,
        *,
        trusted_proxies: int,
        access: bool,
        at_once: Callable[[dict[str, Any]], Ready | None] = nothing_at_once,
    ) -> None:
        self._application = application
        self._trusted_proxies = trusted_proxies
        self._access = access
        self._kept = nothing_at_once if access else at_once

    def at_once(self, environ: dict[str, Any]) -> Sent | None:
        """What can be sent without waiting for anything; None where the application is to be called.

        It costs some microseconds, so nothing is measured or noted around it.
        """
        ready = self._kept(environ)
        if ready is None:
            return None
        number = _number(environ, trusted_proxies=self._trusted_proxies)
        return ready.code, [*ready.headers, ("X-Request-ID", number)], b"".join(ready.body)

    def __call__(self, environ: dict[str, Any], start_response: Callable[..., Any]) -> Iterable[bytes]:
        number = _number(environ, trusted_proxies=self._trusted_proxies)
        environ[ID] = number
        token = request_id.set(number)
        started = time.perf_counter()
        said = "500"

        def start(status: str, headers: list[tuple[str, str]], *rest: Any) -> Any:
            nonlocal said
            said = status[:3]
            return start_response(status, [*headers, ("X-Request-ID", number)], *rest)

        try:
            probe = PROBES.get(environ.get("PATH_INFO", ""))
            return probe(environ, start) if probe else self._application(environ, start)
        finally:
            took = time.perf_counter() - started
            if self._access or took >= SLOW:
                _say(environ, status=int(said), took=took)
            request_id.reset(token)


class _Numbers:
    """Numbers that no other process gives: chance once in a process, then counted.

    They are names, not keys, and asking the system for chance takes longer than answering a kept page.
    """

    def __init__(self) -> None:
        self._begin()
        os.register_at_fork(after_in_child=self._begin)

    def _begin(self) -> None:
        self._prefix = secrets.token_hex(5)
        self._next = itertools.count(1).__next__  # one step of the interpreter: threads need no lock

    def new(self) -> str:
        return f"{self._prefix}{self._next():06x}"


_numbers = _Numbers()


def _number(environ: Mapping[str, Any], *, trusted_proxies: int) -> str:
    """The number a proxy of ours gave, so that its log and ours tell of the same request; else a new one."""
    if trusted_proxies:
        given = str(environ.get("HTTP_X_REQUEST_ID", ""))
        if _ACCEPTED.fullmatch(given):
            return given
    return _numbers.new()


def _say(environ: Mapping[str, Any], *, status: int, took: float) -> None:
    path = _SECRET.sub(r"\1/…", str(environ.get("PATH_INFO", "")))
    told = {
        "method": environ.get("REQUEST_METHOD", ""),
        "path": path,
        "status": status,
        "milliseconds": round(took * 1000, 1),
    }
    level, word = (logging.WARNING, "Slow: ") if took >= SLOW else (logging.INFO, "")
    logger.log(level, "%s%s %s %s %.1f ms", word, *told.values(), extra=told)


def _alive(environ: dict[str, Any], start_response: Callable[..., Any]) -> Iterable[bytes]:
    return _answer_probe(environ, start_response, {"alive": True}, is_well=True)


def _ready(environ: dict[str, Any], start_response: Callable[..., Any]) -> Iterable[bytes]:
    found = health.readiness()
    return _answer_probe(environ, start_response, found.as_json(), is_well=found.is_ready)


def _answer_probe(
    environ: dict[str, Any], start_response: Callable[..., Any], said: dict[str, Any], *, is_well: bool
) -> Iterable[bytes]:
    if environ.get("REQUEST_METHOD") not in {"GET", "HEAD"}:
        start_response("405 Method Not Allowed", [("Allow", "GET, HEAD"), ("Content-Length", "0")])
        return []
    body = json.dumps(said).encode() + b"\n"
    headers = [
        ("Content-Type", "application/json"),
        ("Cache-Control", "no-store"),
        ("Content-Length", str(len(body))),
    ]
    start_response("200 OK" if is_well else "503 Service Unavailable", headers)
    return [] if environ.get("REQUEST_METHOD") == "HEAD" else [body]


PROBES: dict[str, WSGI] = {"/healthz": _alive, "/readyz": _ready}
