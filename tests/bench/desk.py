"""An editor without a browser: signs in, and publishes by the desk's own form."""

from __future__ import annotations

import secrets
import subprocess
from http.cookiejar import CookieJar
from urllib.parse import urlencode
from urllib.request import HTTPCookieProcessor, Request, build_opener

from selectolax.lexbor import LexborHTMLParser

from tests.bench.measuring import APERCU
from tests.bench.served import Served
from tests.desk_forms import Controls, controls

NAME = "bench"


class Refused(Exception):
    """The desk did not do what it was asked."""


def add_editor(environment: dict[str, str]) -> str:
    """Somebody who may do everything, and the password; only in a site made to be measured."""
    password = secrets.token_urlsafe(16)
    given = environment | {
        "DJANGO_SUPERUSER_USERNAME": NAME,
        "DJANGO_SUPERUSER_PASSWORD": password,
        "DJANGO_SUPERUSER_EMAIL": "bench@example.org",
    }
    subprocess.run(
        [APERCU, "createsuperuser", "--noinput"], env=given, check=True, capture_output=True, text=True
    )
    return password


class Editor:
    """A signed-in editor at one node."""

    def __init__(self, node: Served, password: str) -> None:
        self._node = node
        self._opener = build_opener(HTTPCookieProcessor(CookieJar()))
        form = self._form("/desk/login/", lambda one: one.css_first("input[name=password]") is not None)
        answer = self._post("/desk/login/", form | {"username": NAME, "password": password})
        if "/desk/login" in answer:
            raise Refused("The desk refused the editor that was just made.")

    def form_of(self, key: int) -> Controls:
        """What a browser would send of the form of a summary nobody touched."""
        address = _edit(key)
        return self._form(address, lambda one: one.css_first("[name=title]") is not None)

    def publish(self, key: int, form: Controls) -> None:
        """Send the form with the button Publish, or raise Refused."""
        answer = self._post(_edit(key), form | {"action-publish": "action-publish"})
        if answer.rstrip("/").endswith(f"/edit/{key}"):
            raise Refused("The desk showed the form again instead of publishing.")

    def _form(self, address: str, is_it: object) -> Controls:
        assert callable(is_it)
        with self._opener.open(self._node.url + address, timeout=120) as response:
            page = LexborHTMLParser(response.read().decode())
        form = next((one for one in page.css("form") if is_it(one)), None)
        if form is None:
            raise Refused(f"The desk shows no form at {address}.")
        return controls(form)

    def _post(self, address: str, form: Controls) -> str:
        """The address one ends at."""
        request = Request(self._node.url + address, data=urlencode(form, doseq=True).encode())
        request.add_header("Referer", self._node.url + address)
        with self._opener.open(request, timeout=120) as response:
            response.read()
            return str(response.geturl())


def _edit(key: int) -> str:
    return f"/desk/snippets/content/summary/edit/{key}/"
