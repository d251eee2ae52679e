"""One headless Chromium a session; a fresh context (no cookies, no cache) for every test."""

from __future__ import annotations

import os
import shutil
from collections.abc import Callable, Iterator
from typing import Any

import pytest
from django.core.management import call_command
from django.db import transaction
from playwright.sync_api import Browser, BrowserContext, Page, expect, sync_playwright
from pytest_django.live_server_helper import LiveServer

from tests.chromium import FLAGS
from tests.conftest import keep_contents, put_contents_back

# Playwright's synchronous interface runs an event loop of its own in this thread; Django would refuse to
# touch the database beside it.
os.environ.setdefault("DJANGO_ALLOW_ASYNC_UNSAFE", "true")

PATIENCE = 60_000  # milliseconds: a generous deadline on a busy machine, not a measurement
expect.set_options(timeout=PATIENCE)


@pytest.fixture(scope="session")
def browser(django_db_setup: None) -> Iterator[Browser]:
    """Debian's Chromium, started once."""
    keep_contents()
    path = shutil.which("chromium") or shutil.which("chromium-browser")
    if path is None:
        pytest.fail(
            "The journeys need Chromium, and none was found: install it with `apt-get install chromium`."
        )
    with sync_playwright() as playwright:
        keep_contents()
        chromium = playwright.chromium.launch(executable_path=path, args=FLAGS)
        yield chromium
        chromium.close()


@pytest.fixture(scope="session")
def server_of_modules(django_db_setup: None) -> Iterator[LiveServer]:
    """As `live_server`, but its presence empties no database before every test."""
    server = LiveServer("localhost")
    yield server
    server.stop()


@pytest.fixture(scope="module")
def module_site(browser: Browser, server_of_modules: LiveServer, django_db_blocker: Any) -> Iterator[str]:
    """The address of a site whose contents a module makes once: its tests only read, and are not marked."""
    with django_db_blocker.unblock():
        keep_contents()
        yield server_of_modules.url
        # At once, for a request may still be under way; and the next rows' numbers go on after those put back.
        with transaction.atomic():
            call_command(
                "flush", verbosity=0, interactive=False, inhibit_post_migrate=True, reset_sequences=False
            )
            put_contents_back()


@pytest.fixture
def open_page(browser: Browser) -> Iterator[Callable[..., Page]]:
    """Opens a page in a context of its own: `open_page(width=390, java_script_enabled=False, …)`."""
    contexts: list[BrowserContext] = []

    def opened(*, width: int = 1280, height: int = 900, **options: Any) -> Page:
        context = browser.new_context(viewport={"width": width, "height": height}, **options)
        context.set_default_timeout(PATIENCE)
        contexts.append(context)
        return context.new_page()

    yield opened
    for context in contexts:
        context.close()


@pytest.fixture
def plain_page(open_page: Callable[..., Page]) -> Page:
    """A page with JavaScript switched off, as every journey of a reader must work."""
    return open_page(java_script_enabled=False)
