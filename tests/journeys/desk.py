"""How journeys use the desk: signing in, and waiting for what its forms do by themselves."""

from __future__ import annotations

import time

from django.conf import settings
from django.contrib.auth import get_user_model
from django.test import Client
from playwright.sync_api import Page
from pytest_django.live_server_helper import LiveServer

PASSWORD = "a long password"
PATIENCE = 60  # seconds: a generous deadline, not a measurement

# When Wagtail has noted what the form begins with, when it began to save, when it had saved.
NOTES = """
    window.saving = 0;
    addEventListener("w-unsaved:watch-edits", () => { window.watched = true });
    addEventListener("w-autosave:save", () => { window.saving += 1; window.last = performance.now() });
    addEventListener("w-autosave:success", () => { window.saving -= 1; window.last = performance.now() });
"""


def give_the_password(page: Page, site: str, name: str = "editor") -> None:
    """Say at the desk's door who one is; what comes then is the test's to see."""
    page.goto(f"{site}/desk/")
    page.get_by_label("Username").fill(name)
    page.get_by_label("Password").fill(PASSWORD)
    page.get_by_role("button", name="Sign in").click()


def signed_in(page: Page, live_server: LiveServer, name: str = "editor") -> Page:
    """The page, of somebody who has signed in before."""
    page.add_init_script(NOTES)
    client = Client()
    client.force_login(get_user_model().objects.get(username=name))
    kept = client.cookies[settings.SESSION_COOKIE_NAME].value
    page.context.add_cookies(
        [{"name": settings.SESSION_COOKIE_NAME, "value": kept, "url": f"{live_server.url}/desk/"}]
    )
    return page


def log_in(page: Page, live_server: LiveServer, name: str = "editor") -> Page:
    """The page of somebody who has signed in before, at the desk's first page."""
    signed_in(page, live_server, name).goto(f"{live_server.url}/desk/")
    return page


def watched(page: Page) -> Page:
    """The page once Wagtail has noted what its form begins with: what is typed before is no change to it."""
    _wait_until(page, "window.watched")
    return page


def all_saved(page: Page) -> Page:
    """The page when autosave has come to rest: what is typed while it saves, Wagtail may take for saved."""
    _wait_until(page, "window.last && window.saving === 0 && performance.now() - window.last > 2000")
    return page


def _wait_until(page: Page, condition: str) -> None:
    """Asked again and again from outside: the desk's policy lets no page evaluate a text by itself."""
    deadline = time.monotonic() + PATIENCE
    while not page.evaluate(condition):
        assert time.monotonic() < deadline, f"{condition} did not come true"
        page.wait_for_timeout(100)
