"""Somebody at the desk over HTTP: logs in, and sends what a browser would."""

from __future__ import annotations

import httpx2
from selectolax.lexbor import LexborHTMLParser

from tests.desk_forms import Controls, controls


def log_in(browser: httpx2.Client, name: str, password: str) -> None:
    """Log in by the form."""
    form = fields_of(browser.get("/desk/login/").text)
    form |= {"username": name, "password": password}
    answer = browser.post("/desk/login/", data=form, headers={"Referer": str(browser.base_url)})
    assert "/login/" not in str(answer.url), (
        f"{name} could not log in: {answer.status_code} {said(answer.text)}"
    )


def said(page: str) -> str:
    """The words of a page."""
    return " ".join(LexborHTMLParser(page).text(separator=" ").split())


def fields_of(page: str) -> Controls:
    """What a browser would send of the page's main form."""
    tree = LexborHTMLParser(page)
    form = tree.css_first("form[data-edit-form]") or tree.css_first("main form") or tree.css_first("form")
    assert form is not None
    return controls(form)
