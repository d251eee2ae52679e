"""A reader finds this month, a summary, what to do with it, and what else there is. JavaScript is off."""

from __future__ import annotations

import datetime
from collections.abc import Callable
from typing import Any

import pytest
from playwright.sync_api import Page, expect

from apercu.content.models import SiteSettings
from tests.builders import make_article, make_digest, make_person, make_summary, make_topic, make_type

# slow: what is begun first is not divided among processes, which would each make the site anew.
pytestmark = [pytest.mark.journey, pytest.mark.slow]


@pytest.fixture(scope="module")
def site(module_site: str) -> str:
    """Two months, and a longer archive on one topic; the address of the site."""
    SiteSettings.objects.create(name="The Digest", tagline="Research in two minutes", introduction="We read.")
    empathy, training = make_topic(name="Empathy"), make_topic(name="Training")
    trial, survey = make_type(name="Trial"), make_type(name="Survey", description_en="What people report.")
    article, ada = make_article(), make_person(name="Ada")
    shared: dict[str, Any] = {"articles": [article], "authors": [ada]}
    june = make_digest(month=datetime.date(2021, 6, 1), announcements="<p>Join us.</p>")
    may = make_digest(month=datetime.date(2021, 5, 1))
    long_text = "<p>" + "They looked at it with care. " * 60 + "</p>"
    make_summary(
        title="Does empathy grow?",
        digest=june,
        topics=[empathy, training],
        types=[trial],
        body=long_text * 3,
        studies_count=12,
        participants_count=1240,
        **shared,
    )
    make_summary(title="Asking therapists", digest=june, topics=[training], types=[survey], **shared)
    for number in range(21):
        make_summary(title=f"Older one {number}", digest=may, topics=[empathy], types=[survey], **shared)
    return module_site


def test_from_this_month_to_what_to_do(site: str, plain_page: Page) -> None:
    page = plain_page
    page.goto(site)
    expect(page.get_by_role("heading", level=1)).to_have_text("Research in two minutes")
    page.get_by_role("link", name="June 2021").first.click()
    expect(page).to_have_url(f"{site}/digests/2021/06/")
    page.get_by_role("navigation", name="In this issue").get_by_role("link", name="Asking therapists").click()
    expect(page).to_have_url(f"{site}/digests/2021/06/#asking-therapists")
    page.get_by_role("heading", name="Does empathy grow?").get_by_role("link").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Does empathy grow?")
    expect(page.get_by_text("1,240")).to_be_visible()
    page.get_by_role("link", name="Practice implications").first.click()
    expect(page.get_by_role("heading", name="Practice implications")).to_be_in_viewport()


def test_narrowing_taking_away_and_turning_pages(site: str, plain_page: Page) -> None:
    page = plain_page
    page.goto(f"{site}/summaries/")
    expect(page.get_by_role("status")).to_contain_text("23 summaries")
    page.get_by_label("Empathy").check()
    page.get_by_label("Trial").check()
    page.get_by_role("button", name="Show summaries").click()
    expect(page).to_have_url(f"{site}/summaries/?topic=empathy&type=trial")
    expect(page.get_by_role("status")).to_have_text("1 summary")
    page.get_by_role("link", name="Remove Research type: Trial").click()
    expect(page).to_have_url(f"{site}/summaries/?topic=empathy")
    expect(page.get_by_role("status")).to_contain_text("22 summaries")
    page.get_by_role("navigation", name="Pages").get_by_role("link", name="Older").click()
    expect(page).to_have_url(f"{site}/summaries/?topic=empathy&page=2")
    expect(page.get_by_label("Empathy")).to_be_checked()
    page.get_by_role("link", name="Clear all").click()
    expect(page).to_have_url(f"{site}/summaries/")


def test_on_a_phone_the_choices_wait_behind_one_line(site: str, open_page: Callable[..., Page]) -> None:
    page = open_page(width=390, height=844, java_script_enabled=False, has_touch=True)
    page.goto(f"{site}/summaries/")
    expect(page.get_by_label("Empathy")).not_to_be_visible()
    page.get_by_text("Filter", exact=True).tap()
    page.get_by_label("Empathy").tap()
    page.get_by_role("button", name="Show summaries").tap()
    expect(page.get_by_role("status")).to_contain_text("22 summaries")


def test_by_keyboard_one_can_skip_to_the_content(site: str, plain_page: Page) -> None:
    page = plain_page
    page.goto(site)
    page.keyboard.press("Tab")
    expect(page.get_by_role("link", name="Skip to the content")).to_be_focused()
    expect(page.get_by_role("link", name="Skip to the content")).to_be_in_viewport()
    page.keyboard.press("Enter")
    page.keyboard.press("Tab")
    focused = page.get_by_role("main").locator(":focus")
    expect(focused).to_have_count(1)


def test_someone_lost_finds_a_way_on(site: str, plain_page: Page) -> None:
    page = plain_page
    page.goto(f"{site}/summaries/no-longer-here/")
    expect(page.get_by_role("heading", level=1)).to_have_text("There is no page at this address")
    page.get_by_role("main").get_by_role("link", name="Every digest, month by month").click()
    page.get_by_role("link", name="May").click()
    expect(page.get_by_role("heading", level=1)).to_contain_text("May 2021")
