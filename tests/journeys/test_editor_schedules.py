"""An editor gives a month a date, looks at the screen Scheduled, mends what failed, and corrects what is public."""

from __future__ import annotations

import datetime
from collections.abc import Callable

import pytest
from django.contrib.auth import get_user_model
from django.utils import timezone
from playwright.sync_api import Page, expect
from pytest_django.live_server_helper import LiveServer

from apercu.content import due, scheduling
from apercu.content.models import Digest, Summary
from tests.builders import make_digest, make_summary
from tests.journeys.accessible import faults
from tests.journeys.desk import PASSWORD, log_in

pytestmark = [pytest.mark.journey, pytest.mark.django_db(transaction=True, serialized_rollback=True)]

HOUR = datetime.timedelta(hours=1)


@pytest.fixture
def page(open_page: Callable[..., Page], live_server: LiveServer) -> Page:
    """The desk in English, logged in."""
    get_user_model().objects.create_superuser("editor", password=PASSWORD)
    page = open_page(width=1280)
    log_in(page, live_server)
    expect(page.get_by_role("link", name="Scheduled")).to_be_visible()
    return page


def test_a_month_gets_its_date_goes_out_and_what_failed_is_mended(
    page: Page, live_server: LiveServer
) -> None:
    digest = make_digest(legacy=False, publish=False)
    make_summary(title="A walk before the session", digest=digest, publish=False)
    broken = make_summary(title="Letters between sessions", publish=False)
    scheduling.schedule(record=broken, due=timezone.now() + HOUR, by=None)
    revision = Summary.objects.get(pk=broken.pk).scheduled_revision
    revision.content["gist"] = ""
    revision.save()

    page.goto(f"{live_server.url}/desk/snippets/content/digest/edit/{digest.pk}/")
    page.get_by_role("button", name="Toggle status").click()
    page.get_by_role("button", name="Set schedule").click()
    tomorrow = timezone.localtime() + datetime.timedelta(days=1)
    page.get_by_label("Go live date/time").fill(f"{tomorrow:%Y-%m-%d %H:%M}")
    save = page.get_by_role("dialog").get_by_role("button", name="Save schedule")
    save.press("Enter")  # the calendar lies over it
    expect(page.get_by_text("updated.")).to_be_visible()
    page.get_by_role("button", name="More actions").click()
    page.get_by_role("button", name="Schedule to publish").click()
    expect(page.get_by_text("has been scheduled for publishing")).to_be_visible()

    due.publish_due(clock=lambda: timezone.now() + 2 * HOUR)
    page.goto(f"{live_server.url}/desk/scheduled/")
    expect(page.get_by_role("heading", name="Due, and not done")).to_be_visible()
    expect(page.get_by_text("Write the gist: one sentence")).to_be_visible()
    expect(page.get_by_role("link", name="A walk before the session")).to_be_visible()
    accessible(page, ".publishing-screen")

    page.get_by_role("button", name="Take it off and mend it").click()
    expect(page.get_by_text("is off the schedule and a draft again")).to_be_visible()
    due.publish_due(clock=lambda: timezone.now() + datetime.timedelta(days=2))
    assert Digest.objects.get().live
    page.goto(f"{live_server.url}/digests/2021/06/")
    expect(page.get_by_role("heading", name="A walk before the session")).to_be_visible()


def test_a_correction_is_typed_looked_at_and_told(page: Page, live_server: LiveServer) -> None:
    summary = make_summary(title="A walk with 48 clients")
    page.goto(f"{live_server.url}/desk/snippets/content/summary/edit/{summary.pk}/")
    page.get_by_role("textbox", name="Title").fill("A walk with 84 clients")
    page.get_by_role("button", name="More actions").click()
    page.get_by_role("button", name="Publish as a correction").click()
    expect(page.get_by_role("heading", name="What changes for readers")).to_be_visible()
    expect(page.get_by_text("Practice implications")).to_have_count(0)  # opened in the editor, not changed
    accessible(page, ".publishing-screen")
    page.get_by_label("What was corrected").fill("It said 48 clients; it is 84.")
    page.get_by_role("button", name="Publish the correction").click()
    expect(page.get_by_text("The correction of “A walk with 84 clients” is public.")).to_be_visible()
    page.goto(f"{live_server.url}{Summary.objects.get().get_absolute_url()}")
    expect(page.get_by_text("It said 48 clients; it is 84.")).to_be_visible()


def accessible(page: Page, part: str) -> None:
    assert faults(page, within=part) == []
