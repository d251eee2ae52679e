"""One headless Chromium a session; a fresh context (no cookies, no cache) for every test."""

from __future__ import annotations

import os
import shutil
from collections.abc import Callable, Iterator
from typing import Any

import pytest
from playwright.sync_api import Browser, BrowserContext, Page, expect, sync_playwright

from tests.chromium import FLAGS
from tests.conftest import keep_contents

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
