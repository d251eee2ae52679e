"""Every address of the desk, as somebody who is there: what it answers, in one word."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from http import HTTPStatus
from http.cookies import SimpleCookie
from typing import Any

from django.db import transaction
from django.http import FileResponse, HttpResponse
from django.test import Client
from django.urls import URLPattern, URLResolver, get_resolver

PARAMETER = re.compile(r"<(?:\w+:)?(\w+)>")
REGULAR = re.compile(r"\(\?P<(\w+)>[^)]*\)")


def routes() -> Iterator[str]:
    """Every route below /desk/, once, as the address configuration writes it."""
    seen: set[str] = set()
    for route in _below(get_resolver(), ""):
        if route.startswith("desk/") and route not in seen:
            seen.add(route)
            yield route


def _below(resolver: URLResolver, prefix: str) -> Iterator[str]:
    for pattern in resolver.url_patterns:
        route = prefix + str(pattern.pattern)
        if isinstance(pattern, URLResolver):
            yield from _below(pattern, route)
        elif isinstance(pattern, URLPattern):
            yield route


def address(route: str, value_of: Callable[[str, str], Any]) -> str:
    """The route with sample objects for its parameters."""
    if route == "desk/^.*/$":
        return "/desk/no-such-address/"
    plain = REGULAR.sub(lambda found: str(value_of(route, found[1])), route)
    plain = PARAMETER.sub(lambda found: str(value_of(route, found[1])), plain)
    return "/" + plain.replace("^", "").replace("$", "").replace("\\.", ".")


def answer_of(client: Client, method: str, where: str) -> str:
    """What this client is told there; whatever it did is undone."""
    cookies = {name: cookie.value for name, cookie in client.cookies.items()}
    with transaction.atomic():
        try:
            response: HttpResponse = getattr(client, method.lower())(where)
        finally:
            transaction.set_rollback(True)
            client.cookies = SimpleCookie(cookies)
    if isinstance(response, FileResponse):
        for (
            close
        ) in response._resource_closers:  # the file's; `response.close` would end the test's connection
            close()
    assert "private" in response.headers.get("Cache-Control", ""), f"{where} may be kept by a proxy"
    return _word(response)


def _word(response: HttpResponse) -> str:
    if response.status_code not in {HTTPStatus.FOUND, HTTPStatus.MOVED_PERMANENTLY}:
        return str(response.status_code)
    there = response.headers["Location"]
    if there.startswith("/desk/login/?next="):
        return "login"
    return "home" if there == "/desk/" else "->"
