"""A reader without a mouse: skips, filters, turns pages, chooses a citation style, exports."""

from __future__ import annotations

import datetime
from collections.abc import Callable
from typing import Any

import pytest
from playwright.sync_api import Page, expect

from apercu.content import following
from tests.builders import make_article, make_digest, make_person, make_summary, make_topic, make_type

# slow: what is begun first is not divided among processes, which would each make the site anew.
pytestmark = [pytest.mark.journey, pytest.mark.slow]


@pytest.fixture(scope="module")
def site(module_site: str) -> str:
    empathy = make_topic(name="Empathy")
    shared: dict[str, Any] = {
        "digest": make_digest(month=datetime.date(2021, 6, 1)),
        "types": [make_type(name="Survey")],
        "articles": [make_article(title="A study of feeling with others", doi="10.1234/feeling")],
        "authors": [make_person()],
    }
    make_summary(title="Does empathy grow?", topics=[empathy], **shared)
    for number in range(24):
        topic = make_topic(name=f"Topic {number:02}")
        make_summary(title=f"Another {number}", topics=[topic], **shared)
    following.catch_up()
    return module_site


@pytest.fixture(params=[True, False], ids=["with JavaScript", "without JavaScript"])
def page(request: pytest.FixtureRequest, open_page: Callable[..., Page]) -> Page:
    return open_page(java_script_enabled=request.param)


NAME_OF_FOCUSED = """() => {
    const node = document.activeElement;
    return node.matches(":focus") ? node.innerText || node.labels?.[0]?.innerText || "" : "";
}"""


def go_to(page: Page, name: str, *, most: int = 120) -> None:
    """Press Tab until what has the focus is called this, as somebody would who listens to the names."""
    for _ in range(most):
        page.keyboard.press("Tab")
        if name in page.evaluate(NAME_OF_FOCUSED):
            return
    pytest.fail(f"Tab never reached “{name}”.")


def test_the_first_tab_skips_to_the_content(site: str, page: Page) -> None:
    page.goto(f"{site}/summaries/does-empathy-grow/")
    page.keyboard.press("Tab")
    expect(page.get_by_role("link", name="Skip to the content")).to_be_focused()
    page.keyboard.press("Enter")
    page.keyboard.press("Tab")
    expect(page.get_by_role("main").locator(":focus")).to_have_count(1)


def test_one_jump_leads_to_the_practice_implications(site: str, page: Page) -> None:
    page.goto(f"{site}/summaries/does-empathy-grow/")
    go_to(page, "Practice implications")
    page.keyboard.press("Enter")
    expect(page.get_by_role("heading", name="Practice implications")).to_be_in_viewport()
    page.keyboard.press("Tab")  # the next stop lies behind what was read, not at the top of the page
    assert page.locator(":focus").evaluate(
        "node => !!(document.getElementById('implications').compareDocumentPosition(node) & 4)"
    )


def test_a_filter_is_ticked_and_shown(site: str, page: Page) -> None:
    page.goto(f"{site}/summaries/")
    go_to(page, "Empathy")
    page.keyboard.press("Space")
    go_to(page, "Show summaries")
    page.keyboard.press("Enter")
    expect(page).to_have_url(f"{site}/summaries/?topic=empathy")
    expect(page.get_by_role("status")).to_have_text("1 summary")


def test_what_has_the_focus_is_never_hidden_by_the_button_at_the_foot(
    site: str, open_page: Callable[..., Page]
) -> None:
    """WCAG 2.2, 2.4.11 and 2.4.12: the sticking button covers no box one tabs to."""
    page = open_page(height=500, reduced_motion="reduce")
    page.goto(f"{site}/summaries/")
    page.evaluate("document.querySelector('.filter').open = true")
    for width in (390, 1280):
        page.set_viewport_size({"width": width, "height": 500})
        page.locator("input[name=topic]").first.focus()
        for _ in range(25):
            page.keyboard.press("Tab")
            assert page.locator(":focus").evaluate(
                """node => {
                  const box = node.getBoundingClientRect();
                  const top = document.elementFromPoint(box.x + box.width / 2, box.y + box.height / 2);
                  return top === node || node.contains(top);
                }"""
            ), (width, page.locator(":focus").evaluate("node => node.outerHTML"))


def test_with_javascript_each_tick_is_answered_and_the_focus_stays(
    site: str, open_page: Callable[..., Page]
) -> None:
    page = open_page()
    page.goto(f"{site}/summaries/")
    status = page.get_by_role("status")
    expect(status).to_contain_text("25 summaries")
    go_to(page, "Empathy")
    page.keyboard.press("Space")
    expect(status).to_have_text("1 summary")  # the same live region: what changes in it is announced
    expect(page.get_by_role("checkbox", name="Empathy")).to_be_focused()
    expect(page.get_by_role("checkbox", name="Empathy")).to_be_checked()
    expect(page).to_have_url(f"{site}/summaries/?topic=empathy")
    expect(page.get_by_role("heading", level=2).filter(has_text="Does empathy grow?")).to_be_visible()
    page.go_back()
    expect(status).to_contain_text("25 summaries")
    expect(page.get_by_role("checkbox", name="Empathy")).not_to_be_checked()


def test_pages_are_turned(site: str, page: Page) -> None:
    page.goto(f"{site}/summaries/")
    go_to(page, "Older")
    page.keyboard.press("Enter")
    expect(page).to_have_url(f"{site}/summaries/?page=2")
    expect(page.get_by_role("navigation", name="Pages").locator("[aria-current=page]")).to_have_text("Page 2")


def test_a_style_is_chosen_and_a_record_saved(site: str, page: Page) -> None:
    page.goto(f"{site}/summaries/does-empathy-grow/")
    go_to(page, "Cite or export")
    page.keyboard.press("Enter")
    shown = page.locator(".in-style:visible")
    expect(shown).to_have_count(1)
    expect(shown).to_contain_text("Okafor, A., & Lindqvist, P. (2020)")
    page.keyboard.press("Tab")
    expect(page.get_by_role("radio", name="APA")).to_be_focused()
    page.keyboard.press("ArrowDown")
    expect(page.get_by_role("radio", name="Vancouver")).to_be_checked()
    expect(shown).to_contain_text("Okafor A, Lindqvist P.")
    go_to(page, "RIS")
    with page.expect_download() as saved:
        page.keyboard.press("Enter")
    assert "DO  - 10.1234/feeling" in saved.value.path().read_text("utf-8")


def test_copying_says_that_it_did(site: str, open_page: Callable[..., Page]) -> None:
    page = open_page(permissions=["clipboard-read", "clipboard-write"])
    page.goto(f"{site}/summaries/does-empathy-grow/")
    page.locator(".citing > summary").click()
    page.get_by_role("button", name="Copy APA").click()
    expect(page.get_by_role("button", name="Copied")).to_be_visible()
    assert "(2020). A study of feeling with others" in page.evaluate("navigator.clipboard.readText()")


def test_without_javascript_no_dead_button_is_shown(site: str, plain_page: Page) -> None:
    plain_page.goto(f"{site}/summaries/does-empathy-grow/")
    plain_page.locator(".citing > summary").click()
    expect(plain_page.get_by_role("button")).to_have_count(0)
