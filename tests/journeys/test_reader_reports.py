"""A reader says that something is wrong, and an editor deals with it. The reader's JavaScript is off."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from django.contrib.auth import get_user_model
from django.core.cache import cache
from playwright.sync_api import Page, expect

from apercu.content.models import ErrorReport, SiteSettings
from apercu.ops import pages
from tests.builders import make_summary
from tests.journeys.accessible import ON_COLOURS, faults
from tests.journeys.desk import PASSWORD, give_the_password

pytestmark = [pytest.mark.journey, pytest.mark.django_db(transaction=True, serialized_rollback=True)]


@pytest.fixture
def site(live_server: Any) -> str:
    cache.clear()
    make_summary(title="Does a walk help?")
    return str(live_server.url)


def test_a_reader_reports_and_an_editor_deals_with_it(
    site: str, plain_page: Page, open_page: Callable[..., Page]
) -> None:
    page = plain_page
    page.goto(f"{site}/summaries/does-a-walk-help/")
    page.get_by_role("link", name="Report an error in this summary").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Report an error")

    page.get_by_role("textbox", name="Your e-mail address").fill("reader@")
    page.get_by_role("button", name="Send the report").click()
    faults = page.get_by_role("alert")
    expect(faults).to_contain_text("The report was not sent")
    expect(faults).to_be_focused()
    expect(page.get_by_role("textbox", name="Your e-mail address")).to_have_value("reader@")

    page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    what = page.get_by_role("textbox", name="What is wrong?")
    expect(what).to_be_focused()
    page.keyboard.type("It says 12 studies; the article says 21.")
    page.keyboard.press("Tab")
    page.keyboard.press("ControlOrMeta+A")
    page.keyboard.type("reader@example.org")
    page.keyboard.press("Tab")  # past the field no person meets
    expect(page.get_by_role("button", name="Send the report")).to_be_focused()
    page.keyboard.press("Enter")
    expect(page.get_by_role("heading", level=1)).to_have_text("Thank you for your report")
    assert page.context.cookies() == []
    assert ErrorReport.objects.get().email == "reader@example.org"

    get_user_model().objects.create_superuser("editor", password=PASSWORD)
    desk = open_page(width=1280)
    give_the_password(desk, site)
    desk.get_by_role("link", name="1 error report waits.").click()
    expect(desk.get_by_text("It says 12 studies; the article says 21.")).to_be_visible()
    desk.get_by_role("button", name="Dealt with").click()
    expect(desk.get_by_text("The report is dealt with.")).to_be_visible()
    assert ErrorReport.objects.get().handled_at is not None


@pytest.mark.parametrize(
    "in_the_dark",
    [
        pytest.param(ON_COLOURS, id="colours in the dark"),
        pytest.param((), id="everything in the dark", marks=pytest.mark.soak),
    ],
)
def test_the_form_and_the_pages_of_the_site_are_accessible(
    site: str, open_page: Callable[..., Page], in_the_dark: tuple[str, ...]
) -> None:
    SiteSettings(contact_email="desk@example.org", postal_address="1 Some Street", publisher="Network").save()
    pages.load()
    page = open_page(width=320, reduced_motion="reduce")  # no colour is caught half-way to another
    report = "/summaries/does-a-walk-help/report/"
    for path in (report, f"/fr{report}", f"{report}thanks/", "/privacy/", "/fr/contact/", "/accessibility/"):
        page.goto(site + path)
        assert_fine(page, path, in_the_dark)
    page.goto(site + report)
    page.get_by_role("textbox", name="Your e-mail address").fill("reader@")
    page.get_by_role("button", name="Send the report").click()
    expect(page.get_by_role("alert")).to_be_visible()
    assert_fine(page, "the form with errors", in_the_dark)
    for control in page.locator(".report-form :is(textarea, #email, button), .faults a").all():
        box = control.bounding_box()
        assert box is not None
        assert box["height"] >= 43.9


def assert_fine(page: Page, what: str, in_the_dark: tuple[str, ...]) -> None:
    """No finding of axe on a phone, nor of these rules on a wide screen in the dark; nothing wider than either."""
    page.set_viewport_size({"width": 1280, "height": 900})
    page.emulate_media(color_scheme="dark")
    assert faults(page, only=in_the_dark) == [], f"{what}, wide and dark"
    assert page.evaluate("document.documentElement.scrollWidth") <= 1280, what
    page.set_viewport_size({"width": 320, "height": 900})
    page.emulate_media(color_scheme="light")
    assert faults(page) == [], what
    assert page.evaluate("document.documentElement.scrollWidth") <= 320, what
