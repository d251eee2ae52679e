"""A clinician types a question between two clients: suggestions, results, narrowing, and the way back."""

from __future__ import annotations

import datetime
import re
from collections.abc import Callable
from typing import Any

import pytest
from playwright.sync_api import Page, expect

from tests.builders import make_article, make_digest, make_summary, make_topic, make_type
from tests.journeys.accessible import faults
from tests.journeys.test_reader_by_keyboard import go_to

# slow: what is begun first is not divided among processes, which would each make the site anew.
pytestmark = [pytest.mark.journey, pytest.mark.slow]


@pytest.fixture(scope="module")
def site(module_site: str) -> str:
    feedback, dropout = make_topic(name="Feedback"), make_topic(name="Drop-Out", aliases=["attrition"])
    review, trial = make_type(name="Review"), make_type(name="Trial")
    make_summary(
        title="Progress feedback helps a little",
        gist="When therapists were told how clients were progressing, symptoms improved slightly more.",
        body="<p>Clients who were not improving gained about as much from feedback as the others.</p>",
        topics=[feedback],
        types=[review],
        digest=make_digest(month=datetime.date(2021, 10, 1)),
        articles=[make_article(authors=[{"given": "Kim", "family": "de Jong"}])],
    )
    early = make_digest(month=datetime.date(2020, 3, 1))
    for number in range(22):
        make_summary(
            title=f"Leaving early, part {number}",
            gist="Attrition in ordinary clinics.",
            topics=[dropout],
            types=[trial if number % 2 else review],
            digest=early,
        )
    return module_site


@pytest.fixture(params=[True, False], ids=["with JavaScript", "without JavaScript"])
def page(request: pytest.FixtureRequest, open_page: Callable[..., Page]) -> Page:
    return open_page(width=390, java_script_enabled=request.param)


def test_a_question_typed_on_a_phone_finds_the_right_summary_at_once(site: str, page: Page) -> None:
    page.goto(site)
    page.get_by_label("Search the summaries").fill("Does feedbak help clients who are not improving?")
    page.get_by_role("button", name="Search").click()
    expect(page).to_have_url(re.compile(r"/summaries/\?q=Does\+feedbak"))
    expect(page.get_by_role("status").first).to_have_text("1 summary")
    expect(page.get_by_text("“feedbak” stands in no summary")).to_be_visible()
    expect(page.locator("mark", has_text="improving").first).to_be_visible()
    page.get_by_role("heading", name="Progress feedback helps a little").get_by_role("link").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Progress feedback helps a little")


def test_narrowing_turning_pages_and_the_way_back(site: str, page: Page) -> None:
    page.goto(f"{site}/summaries/?q=attrition")
    expect(page.get_by_role("status").first).to_contain_text("22 summaries")
    page.get_by_role("navigation", name="Pages").get_by_role("link", name="Older").click()
    expect(page).to_have_url(f"{site}/summaries/?q=attrition&page=2")
    expect(page.get_by_label("Search the summaries")).to_have_value("attrition")
    page.locator("summary", has_text="Filter").click()
    page.get_by_label("Trial").check()
    page.get_by_role("button", name="Show summaries").click()
    expect(page).to_have_url(f"{site}/summaries/?q=attrition&type=trial")
    expect(page.get_by_role("status").first).to_have_text("11 summaries")
    page.get_by_role("link", name="Oldest").click()
    expect(page).to_have_url(f"{site}/summaries/?q=attrition&type=trial&sort=oldest")
    page.go_back()
    expect(page).to_have_url(f"{site}/summaries/?q=attrition&type=trial")
    expect(page.get_by_role("status").first).to_have_text("11 summaries")
    page.get_by_role("link", name="Remove Research type: Trial").click()
    expect(page).to_have_url(f"{site}/summaries/?q=attrition")
    page.go_back()
    expect(page).to_have_url(f"{site}/summaries/?q=attrition&type=trial")
    while "type=trial" in page.url:  # twice where a choice is shown before the button is pressed
        page.evaluate("history.back()")
        page.wait_for_timeout(500)
    expect(page).to_have_url(f"{site}/summaries/?q=attrition&page=2")
    expect(page.get_by_role("status").first).to_contain_text("22 summaries")


def test_nothing_found_leads_on(site: str, page: Page) -> None:
    page.goto(f"{site}/summaries/?q=xylophone")
    expect(page.get_by_text("No summary has these words.")).to_be_visible()
    page.get_by_role("link", name="All topics").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Topics")


def test_by_keyboard_alone(site: str, page: Page) -> None:
    page.goto(f"{site}/summaries/")
    go_to(page, "Search the summaries")
    page.keyboard.type("attrition")
    page.keyboard.press("Enter")
    expect(page).to_have_url(f"{site}/summaries/?q=attrition")
    expect(page.get_by_role("status").first).to_contain_text("22 summaries")
    go_to(page, "Newest")
    page.keyboard.press("Enter")
    expect(page).to_have_url(f"{site}/summaries/?q=attrition&sort=newest")


class TestSuggestions:
    """Where JavaScript runs, the box is a combobox."""

    @pytest.fixture
    def page(self, open_page: Callable[..., Page]) -> Page:
        return open_page(reduced_motion="reduce")  # axe would measure colours half way

    @pytest.fixture
    def box(self, site: str, page: Page) -> Any:
        page.goto(site)
        return page.get_by_role("combobox", name="Search the summaries")

    def test_topics_titles_and_authors_are_offered_as_one_types(self, page: Page, box: Any) -> None:
        box.press_sequentially("feed")
        options = page.get_by_role("listbox", name="Suggestions").get_by_role("option")
        expect(options).to_have_text(["Topic Feedback", "Progress feedback helps a little"])
        expect(box).to_have_attribute("aria-expanded", "true")
        box.fill("")
        box.press_sequentially("de jo")
        expect(options).to_have_text(["Author Kim de Jong"])
        options.first.click()
        expect(page.get_by_role("status").first).to_have_text("1 summary")

    def test_arrows_walk_through_them_and_enter_goes_there(self, site: str, page: Page, box: Any) -> None:
        box.press_sequentially("feed")
        options = page.get_by_role("option")
        expect(options).to_have_count(2)
        box.press("ArrowDown")
        expect(options.first).to_have_attribute("aria-selected", "true")
        expect(box).to_have_attribute("aria-activedescendant", options.first.get_attribute("id") or "")
        expect(box).to_be_focused()
        box.press("ArrowUp")
        expect(box).not_to_have_attribute("aria-activedescendant", re.compile("."))
        box.press("ArrowUp")
        expect(options.last).to_have_attribute("aria-selected", "true")
        box.press("Enter")
        expect(page).to_have_url(f"{site}/summaries/progress-feedback-helps-a-little/")

    def test_escape_puts_them_away_and_enter_searches(self, site: str, page: Page, box: Any) -> None:
        box.press_sequentially("feed")
        expect(page.get_by_role("option")).to_have_count(2)
        box.press("Escape")
        expect(page.get_by_role("listbox")).to_be_hidden()
        expect(box).to_have_value("feed")
        box.press("Enter")
        expect(page).to_have_url(f"{site}/summaries/?q=feed")

    def test_tab_leaves_the_box_and_puts_them_away(self, page: Page, box: Any) -> None:
        box.press_sequentially("feed")
        expect(page.get_by_role("option")).to_have_count(2)
        box.press("Tab")
        expect(page.get_by_role("button", name="Search")).to_be_focused()
        expect(page.get_by_role("listbox")).to_be_hidden()

    def test_they_are_said_to_a_screen_reader_and_axe_finds_nothing(self, page: Page, box: Any) -> None:
        box.press_sequentially("feed")
        expect(page.get_by_role("option")).to_have_count(2)
        expect(page.get_by_text("Suggestions: use the arrow keys")).to_have_count(1)
        box.press("ArrowDown")
        assert faults(page) == []

    def test_in_french_they_lead_to_french_pages(self, site: str, page: Page) -> None:
        page.goto(f"{site}/fr/summaries/")
        page.get_by_role("combobox", name="Rechercher dans les résumés").press_sequentially("feed")
        page.get_by_role("option").first.click()
        expect(page).to_have_url(f"{site}/fr/topics/feedback/")

    def test_a_search_brings_the_results_without_a_new_page(self, site: str, page: Page) -> None:
        page.goto(f"{site}/summaries/")
        page.evaluate("window.sameDocument = true")
        box = page.get_by_role("combobox", name="Search the summaries")
        box.fill("attrition")
        page.get_by_role("button", name="Search").click()
        expect(page.get_by_role("status").first).to_contain_text("22 summaries")
        expect(page).to_have_url(f"{site}/summaries/?q=attrition")
        page.get_by_label("Trial").check()
        expect(page).to_have_url(f"{site}/summaries/?q=attrition&type=trial")
        expect(page.get_by_role("status").first).to_have_text("11 summaries")
        expect(page.get_by_role("link", name="Remove Research type: Trial")).to_be_visible()
        assert page.evaluate("window.sameDocument")
        page.go_back()
        expect(page).to_have_url(f"{site}/summaries/?q=attrition")
        expect(page.get_by_role("status").first).to_contain_text("22 summaries")
        expect(page.get_by_label("Trial")).not_to_be_checked()
