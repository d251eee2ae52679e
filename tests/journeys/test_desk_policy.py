"""Writing on the desk under its content security policy, in a real browser: all of it works, nothing is refused."""

from __future__ import annotations

import re

import pytest
from django.contrib.auth import get_user_model
from playwright.sync_api import Page, expect
from pytest_django.live_server_helper import LiveServer

from apercu.content.models import Summary
from tests.builders import make_article
from tests.journeys.desk import PASSWORD, signed_in
from tests.journeys.watching import OpenPage, watch

pytestmark = [pytest.mark.journey, pytest.mark.django_db(transaction=True, serialized_rollback=True)]


def test_a_summary_is_written_and_nothing_is_refused(open_page: OpenPage, live_server: LiveServer) -> None:
    """Rows added, an article chosen, a date picked, rich text with a link, a preview: what scripts begin."""
    get_user_model().objects.create_superuser("editor", password=PASSWORD)
    make_article(title="An article to choose")
    page = open_page(width=1280)
    seen = watch(page.context, live_server.url)
    signed_in(page, live_server).goto(f"{live_server.url}/desk/snippets/content/summary/add/")
    page.get_by_role("textbox", name="Title").fill("Written under the policy")
    choose_an_article(page)
    page.get_by_role("button", name=re.compile("Add correction", re.IGNORECASE)).click()
    page.locator("#id_corrections-0-date").click()
    page.locator(".xdsoft_datetimepicker:visible .xdsoft_date:not(.xdsoft_other_month)").first.click()
    expect(page.locator("#id_corrections-0-date")).to_have_value(re.compile(r"\d{4}-\d\d-\d\d"))
    write_with_a_link(page)
    page.locator("[aria-label*=preview i]").first.click()
    frame = page.frame_locator("iframe").first
    expect(frame.get_by_role("heading", level=1)).to_have_text("Written under the policy")
    expect(frame.get_by_role("link", name="Bold and linked.")).to_be_visible()
    page.wait_for_url("**/edit/*/")  # the first autosave has made the record
    page.keyboard.press("Control+s")
    expect(
        page.get_by_text(re.compile("Written under the policy.*saved|created|updated")).first
    ).to_be_visible()
    kept = Summary.objects.get().get_latest_revision_as_object()
    assert 'href="https://example.org/"' in kept.body
    assert kept.summary_articles.get().article.title == "An article to choose"
    assert (seen.refusals, seen.errors, seen.elsewhere) == ([], [], [])


def choose_an_article(page: Page) -> None:
    page.get_by_role("button", name=re.compile("Add article", re.IGNORECASE)).click()
    row = page.locator("#id_summary_articles-FORMS")
    row.get_by_role("button", name=re.compile("Choose", re.IGNORECASE)).click()
    page.locator(".modal").get_by_role("link", name=re.compile("An article to choose")).click()
    expect(row).to_contain_text("An article to choose")


def write_with_a_link(page: Page) -> None:
    body = page.locator("[data-contentpath=body]").get_by_role("textbox")
    body.click()
    page.keyboard.type("Bold and linked.")
    page.keyboard.press("Control+a")
    page.keyboard.press("Control+b")
    expect(body.locator("[style*=bold], strong")).to_have_count(1)
    page.keyboard.press("Control+k")
    page.locator(".modal").get_by_role("link", name="External link").click()
    page.locator(".modal").get_by_label("URL").fill("https://example.org/")
    page.locator(".modal").get_by_role("button", name="Insert link").click()
    expect(body.locator("a")).to_have_text("Bold and linked.")
