"""Every public page: no finding of axe, nothing wider than the screen, controls a finger can hit."""

from __future__ import annotations

import datetime
from collections.abc import Callable
from typing import Any

import pytest
from django.test import RequestFactory
from django.utils import translation
from playwright.sync_api import Page
from wagtail.models import Site as WagtailSite

from apercu.content import following
from apercu.content.models import InformationPage, Licence, SiteSettings
from apercu.mailing.composing import content
from apercu.reading.views import errors
from tests.builders import make_article, make_digest, make_person, make_summary, make_topic, make_type
from tests.composed import NOON, start
from tests.journeys.accessible import ON_COLOURS, faults

# slow: what is begun first is not divided among processes, which would each make the site anew.
pytestmark = [pytest.mark.journey, pytest.mark.slow]

# Each page that differs from the others in what it is built of; those that differ in their words alone, where
# words are what may break; and every page there is.
PAGES = [
    "/",
    "/digests/",
    "/digests/2021/06/",
    "/summaries/?topic=empathy&topic=astrology&type=survey",
    "/summaries/?q=empatty+-placebo+foo:bar",
    "/summaries/?q=xylophone",
    "/summaries/does-empathy-grow/",
    "/summaries/does-empathy-grow/report/",
    "/topics/",
    "/topics/empathy/",
    "/mail/2021-06/",
    "/about-us/",
    "/nowhere/",
]
LIKE_THEM = [
    "/digests/2021/",
    "/summaries/",
    "/summaries/?page=2",
    "/summaries/en-francais/",
    "/summaries/does-empathy-grow/report/thanks/",
    "/types/",
    "/types/survey/",
]
IN_FRENCH = [f"/fr{path}" for path in (*PAGES, *LIKE_THEM)]
DOCUMENTATION = "/api/v1/docs"
EVERY_PATH = [*PAGES, *LIKE_THEM, *IN_FRENCH, DOCUMENTATION]


@pytest.fixture(scope="module")
def site(module_site: str) -> str:
    SiteSettings.objects.create(
        name="The Digest", tagline="Research in two minutes", publisher="A network", licence=Licence.BY
    )
    home = WagtailSite.objects.get(is_default_site=True).root_page
    about = InformationPage(
        title="About us",
        slug="about-us",
        show_in_menus=True,
        body="<p>Who we are.</p><h2>Why</h2><p>Because.</p><h3>How</h3><p>So.</p>",
    )
    home.add_child(instance=about)
    empathy, survey = (
        make_topic(name="Empathy", description_en="Feeling with others."),
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
    corrected = make_summary(title="Does empathy grow?", body=body, participants_count=1240, **shared)
    corrected.corrections.create(date=datetime.date(2022, 2, 1), text="It gave 12 studies; there were 13.")
    make_summary(title="En français", language="fr", **shared)
    for number in range(20):
        make_summary(title=f"Another {number}", **shared)
    start(content.begin(digest=june, by=None, at=NOON))
    following.catch_up()
    return module_site


# Targets of 24 px, or as much space around them (WCAG 2.2, 2.5.8): axe asks it only where it is told to.
TARGETS = {"target-size": {"enabled": True}}
NO_COLOURS = {rule: {"enabled": False} for rule in ON_COLOURS}


@pytest.mark.parametrize(
    ("paths", "every_colour"),
    [
        pytest.param([*PAGES, "/fr/summaries/en-francais/", DOCUMENTATION], False, id="one of each"),
        pytest.param(EVERY_PATH, True, id="every page", marks=pytest.mark.soak),
    ],
)
def test_axe_finds_nothing(
    site: str, open_page: Callable[..., Page], paths: list[str], every_colour: bool
) -> None:
    """Wide and narrow, in the light and in the dark, with everything that can be unfolded unfolded.

    A width has no colours of its own, and they take axe longer than all else: unless every colour is asked of, those
    of the light are looked at on a wide screen, and those of the dark on a narrow one.
    """
    page = open_page(reduced_motion="reduce")  # no colour is caught half-way to another
    refused: list[str] = []
    page.on(
        "console", lambda message: refused.append(message.text) if "Security Policy" in message.text else None
    )
    for path in paths:
        page.set_viewport_size({"width": 1280, "height": 900})
        page.goto(site + path)
        page.evaluate("document.querySelectorAll('details').forEach(one => { one.open = true })")
        assert faults(page) == [], path
        if every_colour:
            assert in_the_dark(page) == [], path
        if path == DOCUMENTATION:  # its page is Swagger’s
            continue
        page.set_viewport_size({"width": 320, "height": 900})
        assert faults(page, rules=TARGETS | ({} if every_colour else NO_COLOURS)) == [], f"{path}, narrow"
        assert in_the_dark(page) == [], f"{path}, narrow"
    assert not refused


def in_the_dark(page: Page) -> list[str]:
    page.emulate_media(color_scheme="dark")
    found = faults(page, only=ON_COLOURS)
    page.emulate_media(color_scheme="light")
    return found


@pytest.mark.parametrize("language", ["en", "fr"])
def test_axe_finds_nothing_on_the_page_of_a_breakdown(open_page: Callable[..., Page], language: str) -> None:
    with translation.override(language):
        text = errors.broken(RequestFactory().get("/")).content.decode()
    page = open_page(width=320)
    page.route("**/*", lambda route: route.fulfill(body=text, content_type="text/html; charset=utf-8"))
    page.goto("http://broken.example/")
    assert faults(page) == []


@pytest.mark.parametrize(
    "paths",
    [
        pytest.param([*PAGES, *IN_FRENCH[: len(PAGES)]], id="one of each"),
        pytest.param(EVERY_PATH, id="every page", marks=pytest.mark.soak),
    ],
)
def test_no_page_is_wider_than_the_screen_or_asks_another_host(
    site: str, open_page: Callable[..., Page], paths: list[str]
) -> None:
    page = open_page()
    asked: list[str] = []
    page.on("request", lambda request: asked.append(request.url))
    for path in paths:
        page.goto(site + path)
        for width in (320, 390, 768, 1280):
            page.set_viewport_size({"width": width, "height": 900})
            assert page.evaluate("document.documentElement.scrollWidth") <= width, (path, width)
    assert len(asked) > len(paths)
    assert not [url for url in asked if not url.startswith((site, "data:"))]


def test_controls_are_large_enough_for_a_finger(site: str, open_page: Callable[..., Page]) -> None:
    page = open_page(width=390, has_touch=True)
    for path, opened in (
        ("/summaries/?topic=empathy&page=2", ".filter-summary"),
        ("/summaries/does-empathy-grow/", ".citing > summary"),
        ("/summaries/does-empathy-grow/report/", ""),
    ):
        page.goto(f"{site}{path}")
        if opened:
            page.locator(opened).click()
        controls = page.locator(
            ".masthead a, .colophon-nav a, .choice, .style, button, .button, summary, .paging a, .chosen a, "
            ".jump a, .exports a, .deeds a, textarea, input[type=email]"
        ).all()
        assert len(controls) > 8
        for control in controls:
            if control.is_visible():
                box = control.bounding_box()
                assert box is not None
                assert box["height"] >= 43.9, control.evaluate("node => node.outerHTML")


def test_at_four_hundred_per_cent_nothing_is_lost(site: str, open_page: Callable[..., Page]) -> None:
    """1280 px at 400 % is 320 px (WCAG 1.4.10); text spaced as readers may set it (1.4.12) still fits."""
    page = open_page(width=320, height=256)
    for path in ("/", "/summaries/does-empathy-grow/", "/summaries/", "/fr/topics/"):
        page.goto(site + path)
        page.evaluate(
            """() => {
              const sheet = new CSSStyleSheet();
              sheet.replaceSync(`* { line-height: 1.5 !important; letter-spacing: 0.12em !important;
                word-spacing: 0.16em !important; } p { margin-block-end: 2em !important; }`);
              document.adoptedStyleSheets = [sheet];
            }"""
        )
        assert page.evaluate("document.documentElement.scrollWidth") <= 320, path


def test_in_forced_colours_what_was_colour_is_a_line(site: str, open_page: Callable[..., Page]) -> None:
    page = open_page(forced_colors="active")
    page.goto(f"{site}/summaries/does-empathy-grow/")
    assert (
        page.locator(".implications").evaluate("node => getComputedStyle(node).borderInlineStartWidth")
        != "0px"
    )
    current = page.locator(".masthead-nav [aria-current]")
    assert "underline" in current.evaluate("node => getComputedStyle(node).textDecorationLine")
    assert faults(page) == []


def test_nothing_moves_for_those_who_prefer_it_still(site: str, open_page: Callable[..., Page]) -> None:
    moving = "() => [...document.querySelectorAll('*')].filter(node => { const style = getComputedStyle(node); return style.animationName !== 'none' || parseFloat(style.transitionDuration) > 0 || style.scrollBehavior === 'smooth' }).length"
    still = open_page(reduced_motion="reduce")
    still.goto(f"{site}/summaries/does-empathy-grow/#implications")
    assert still.evaluate(moving) == 0
    lively = open_page(reduced_motion="no-preference")
    lively.goto(f"{site}/summaries/does-empathy-grow/#implications")
    assert lively.evaluate(moving) > 0
