"""An editor's evening, in a real browser: log in, find a draft, publish too early, mend it, publish, read it."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from django.contrib.auth import get_user_model
from playwright.sync_api import Page, expect
from pytest_django.live_server_helper import LiveServer

from apercu.content.models import Summary
from tests.builders import make_digest, make_summary
from tests.journeys.desk import PASSWORD, give_the_password

pytestmark = [pytest.mark.journey, pytest.mark.django_db(transaction=True, serialized_rollback=True)]


def test_a_draft_is_refused_mended_and_published(
    open_page: Callable[..., Page], live_server: LiveServer
) -> None:
    get_user_model().objects.create_superuser("editor", password=PASSWORD)
    digest = make_digest(publish=True)
    make_summary(title="A walk before the session", digest=digest, gist="", publish=False)
    page = open_page(width=1280)

    give_the_password(page, live_server.url)
    page.wait_for_url(f"{live_server.url}/desk/")

    page.goto(f"{live_server.url}/desk/snippets/content/summary/")
    page.get_by_role("link", name="A walk before the session").first.click()
    publish(page)
    expect(page.get_by_text("is saved as a draft, but not published yet")).to_be_visible()
    expect(page.get_by_role("status").get_by_text("Write the gist: one sentence")).to_be_visible()
    assert not Summary.objects.get().live

    page.get_by_role("textbox", name="Gist").fill("Clients who walk before a session begin to talk sooner.")
    publish(page)
    expect(page.get_by_text("updated and published")).to_be_visible()
    assert Summary.objects.get().live

    page.goto(f"{live_server.url}/summaries/a-walk-before-the-session/")
    expect(page.get_by_role("heading", level=1)).to_have_text("A walk before the session")
    expect(page.get_by_text("Clients who walk before a session begin to talk sooner.")).to_be_visible()


def publish(page: Page) -> None:
    """Choose Publish from the desk's menu of actions."""
    page.get_by_role("button", name="More actions").click()
    page.get_by_role("button", name="Publish").click()
