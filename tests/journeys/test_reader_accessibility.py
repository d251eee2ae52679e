"""Every public page: no finding of axe, nothing wider than the screen, controls a finger can hit."""

from __future__ import annotations

import datetime
from collections.abc import Callable
from typing import Any, Literal

import pytest
from axe_playwright_python.sync_playwright import Axe
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

pytestmark = [pytest.mark.journey, pytest.mark.django_db(transaction=True, serialized_rollback=True)]

PATHS = [
    "/",
    "/digests/",
    "/digests/2021/",
    "/digests/2021/06/",
    "/summaries/",
    "/summaries/?topic=empathy&topic=astrology&type=survey",
    "/summaries/?page=2",
    "/summaries/?q=empatty+-placebo+foo:bar",
    "/summaries/?q=xylophone",
    "/summaries/does-empathy-grow/",
    "/summaries/en-francais/",
    "/summaries/does-empathy-grow/report/",
    "/summaries/does-empathy-grow/report/thanks/",
    "/topics/",
    "/topics/empathy/",
    "/types/",
    "/types/survey/",
    "/mail/2021-06/",
    "/about-us/",
    "/nowhere/",
]
EVERY_PATH = [*PATHS, *(f"/fr{path}" for path in PATHS), "/api/v1/docs"]


@pytest.fixture
def site(live_server: Any) -> str:
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
    return str(live_server.url)


# In the dark a page differs by its colours alone: there the rules about colours are asked again.
ON_COLOURS = {"runOnly": {"type": "rule", "values": ["color-contrast", "link-in-text-block"]}}
SCHEMES: list[tuple[Literal["light", "dark"], dict[str, Any]]] = [("light", {}), ("dark", ON_COLOURS)]


@pytest.mark.parametrize(
    ("width", "paths"),
    [
        pytest.param(1280, EVERY_PATH, id="1280"),
        pytest.param(320, PATHS[::2], id="320"),  # what differs on a phone is the frame
    ],
)
def test_axe_finds_nothing(site: str, open_page: Callable[..., Page], width: int, paths: list[str]) -> None:
    page = open_page(width=width, reduced_motion="reduce")  # no colour is caught half-way to another
    refused: list[str] = []
    page.on(
        "console", lambda message: refused.append(message.text) if "Security Policy" in message.text else None
    )
    for path in paths:
        page.goto(site + path)
        page.evaluate("document.querySelectorAll('details').forEach(one => { one.open = true })")
        for scheme, rules in (
            SCHEMES if path in PATHS else SCHEMES[:1]
        ):  # another language has no other colours
            page.emulate_media(color_scheme=scheme)
            found = Axe().run(page, options=rules)
            assert found.violations_count == 0, f"{path}, {scheme}: {found.generate_report()}"
    assert not refused


@pytest.mark.parametrize("language", ["en", "fr"])
def test_axe_finds_nothing_on_the_page_of_a_breakdown(open_page: Callable[..., Page], language: str) -> None:
    with translation.override(language):
        text = errors.broken(RequestFactory().get("/")).content.decode()
    page = open_page(width=320)
    page.route("**/*", lambda route: route.fulfill(body=text, content_type="text/html; charset=utf-8"))
    page.goto("http://broken.example/")
    found = Axe().run(page)
    assert found.violations_count == 0, found.generate_report()


def test_no_page_is_wider_than_the_screen(site: str, open_page: Callable[..., Page]) -> None:
    page = open_page()
    for path in EVERY_PATH:
        page.goto(site + path)
        for width in (320, 390, 768, 1280):
            page.set_viewport_size({"width": width, "height": 900})
            assert page.evaluate("document.documentElement.scrollWidth") <= width, (path, width)


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


def test_every_link_in_a_text_has_room_around_it(site: str, open_page: Callable[..., Page]) -> None:
    """Targets of 24 px, or as much space around them (WCAG 2.2, 2.5.8); axe's rule for it is on."""
    page = open_page(width=390)
    for path in PATHS:
        page.goto(site + path)
        found = Axe().run(page, options={"runOnly": ["target-size"]})
        assert found.violations_count == 0, f"{path}: {found.generate_report()}"


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
    assert Axe().run(page).violations_count == 0


def test_nothing_moves_for_those_who_prefer_it_still(site: str, open_page: Callable[..., Page]) -> None:
    moving = "() => [...document.querySelectorAll('*')].filter(node => { const style = getComputedStyle(node); return style.animationName !== 'none' || parseFloat(style.transitionDuration) > 0 || style.scrollBehavior === 'smooth' }).length"
    still = open_page(reduced_motion="reduce")
    still.goto(f"{site}/summaries/does-empathy-grow/#implications")
    assert still.evaluate(moving) == 0
    lively = open_page(reduced_motion="no-preference")
    lively.goto(f"{site}/summaries/does-empathy-grow/#implications")
    assert lively.evaluate(moving) > 0


def test_nothing_comes_from_another_host(site: str, open_page: Callable[..., Page]) -> None:
    page = open_page()
    asked: list[str] = []
    page.on("request", lambda request: asked.append(request.url))
    for path in PATHS:
        page.goto(site + path)
    assert asked
    assert not [url for url in asked if not url.startswith((site, "data:"))]
