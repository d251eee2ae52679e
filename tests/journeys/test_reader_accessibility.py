"""Every public page: no finding of axe, nothing wider than the screen, controls a finger can hit."""

from __future__ import annotations

import datetime
from collections.abc import Callable
from typing import Any

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Page

from tests.builders import make_article, make_digest, make_person, make_summary, make_topic, make_type

pytestmark = [pytest.mark.journey, pytest.mark.django_db(transaction=True, serialized_rollback=True)]

PATHS = [
    "/",
    "/digests/",
    "/digests/2021/",
    "/digests/2021/06/",
    "/summaries/",
    "/summaries/?topic=empathy&topic=astrology&type=survey",
    "/summaries/does-empathy-grow/",
    "/summaries/en-francais/",
    "/topics/",
    "/topics/empathy/",
    "/types/",
    "/nowhere/",
]


@pytest.fixture
def site(live_server: Any) -> str:
    empathy, survey = (
        make_topic(name="Empathy"),
        make_type(name="Survey", description_en="What people report."),
    )
    make_topic(name="Cognitive Therapy (CT) and Cognitive-Behavioural Therapy (CBT)")
    june = make_digest(month=datetime.date(2021, 6, 1), announcements="<h3>Join us</h3><p>Soon.</p>")
    make_digest(month=datetime.date(2021, 5, 1))
    make_digest(month=datetime.date(2020, 5, 1))
    shared: dict[str, Any] = {
        "digest": june,
        "topics": [empathy],
        "types": [survey],
        "articles": [make_article(title="Averylongwordwithoutanyplacetobreakit" * 3)],
        "authors": [make_person()],
    }
    body = "<p>Text.</p><h3>Part</h3><ul><li>One</li></ul><blockquote>Said.</blockquote>"
    make_summary(title="Does empathy grow?", body=body, participants_count=1240, **shared)
    make_summary(title="En français", language="fr", **shared)
    for number in range(20):
        make_summary(title=f"Another {number}", **shared)
    return str(live_server.url)


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("width", [390, 1280])
def test_axe_finds_nothing(site: str, open_page: Callable[..., Page], width: int, scheme: str) -> None:
    page = open_page(width=width, color_scheme=scheme)
    refused: list[str] = []
    page.on(
        "console", lambda message: refused.append(message.text) if "Security Policy" in message.text else None
    )
    for path in PATHS:
        page.goto(site + path)
        found = Axe().run(page)
        assert found.violations_count == 0, f"{path}: {found.generate_report()}"
    assert not refused


@pytest.mark.parametrize("width", [320, 390, 768, 1280])
def test_no_page_is_wider_than_the_screen(site: str, open_page: Callable[..., Page], width: int) -> None:
    page = open_page(width=width)
    for path in PATHS:
        page.goto(site + path)
        assert page.evaluate("document.documentElement.scrollWidth") <= width, path


def test_controls_are_large_enough_for_a_finger(site: str, open_page: Callable[..., Page]) -> None:
    page = open_page(width=390, has_touch=True)
    page.goto(f"{site}/summaries/?topic=empathy&page=2")
    page.locator(".filter-summary").click()
    controls = page.locator("nav a, .choice, button, summary, .paging a, .chosen a").all()
    assert len(controls) > 8
    for control in controls:
        if control.is_visible():
            box = control.bounding_box()
            assert box is not None
            assert box["height"] >= 43.9, control.evaluate("node => node.outerHTML")


def test_nothing_comes_from_another_host(site: str, open_page: Callable[..., Page]) -> None:
    page = open_page()
    asked: list[str] = []
    page.on("request", lambda request: asked.append(request.url))
    for path in PATHS:
        page.goto(site + path)
    assert asked
    assert not [url for url in asked if not url.startswith((site, "data:"))]
