"""The exported site as its readers meet it, on a host that hands out files and nothing else."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path
from urllib.parse import parse_qs

import pytest
from playwright.sync_api import Page, expect

from tests.exported import ASKED, Exported, exported_sample, handed_out
from tests.journeys.accessible import faults

pytestmark = pytest.mark.journey


@pytest.fixture(scope="module")
def sample(tmp_path_factory: pytest.TempPathFactory) -> Exported:
    return exported_sample(tmp_path_factory)


@pytest.fixture(scope="module")
def host(sample: Exported, tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """The export in a folder of a host that has others, too."""
    root = tmp_path_factory.mktemp("host")
    (root / "digest").symlink_to(sample.folder)
    with handed_out(root) as address:
        yield f"{address}/digest"


def test_without_javascript_a_reader_goes_from_the_month_to_a_summary_and_its_citation(
    host: str, plain_page: Page, sample: Exported
) -> None:
    page = plain_page
    page.goto(f"{host}/")
    page.get_by_role("link", name="Read the whole digest").click()
    expect(page).to_have_url(f"{host}/digests/2022/11/")
    page.locator("article.summary h2 a").first.click()
    expect(page.get_by_role("heading", level=1)).to_be_visible()
    slug = page.url.rstrip("/").rpartition("/")[2]
    page.get_by_text("Cite or export").click()
    with page.expect_download() as download:
        page.get_by_role("link", name="RIS", exact=True).click()
    assert download.value.suggested_filename == f"{slug}.ris"
    assert Path(download.value.path()).read_bytes() == sample.files[f"summaries/{slug}/citation.ris"]


def test_without_javascript_topics_types_feeds_and_french_are_there(host: str, plain_page: Page) -> None:
    page = plain_page
    page.goto(f"{host}/")
    navigation = page.get_by_role("navigation", name="Main")
    navigation.get_by_role("link", name="Topics").click()
    page.get_by_role("link", name="Empathy").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Empathy")
    page.get_by_role("link", name="Français").first.click()
    expect(page).to_have_url(f"{host}/fr/topics/empathy/")
    assert page.request.get(f"{host}/fr/topics/empathy/feed.atom").status == 200
    page.goto(f"{host}/types/")
    page.get_by_role("link", name="Meta-analysis", exact=True).click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Meta-analysis")


def test_without_javascript_the_page_of_all_summaries_says_where_to_look(host: str, plain_page: Page) -> None:
    plain_page.goto(f"{host}/summaries/")
    expect(plain_page.get_by_text("Searching and filtering need JavaScript here.")).to_be_visible()
    expect(plain_page.get_by_role("searchbox")).to_be_hidden()
    plain_page.get_by_role("link", name="All research types").click()
    expect(plain_page).to_have_url(f"{host}/types/")


def expect_found(page: Page, slugs: list[str]) -> None:
    """The page shows these summaries in this order, and says how many they are."""
    assert slugs
    links = page.locator("#lines h2 a")
    expect(page.locator("#results-count")).to_contain_text(f"{len(slugs)} ")
    expect(page.locator("#exported[data-shown]")).to_be_attached()
    for place, slug in enumerate(slugs[:20]):
        expect(links.nth(place)).to_have_attribute("href", f"{slug}/")
    expect(links).to_have_count(min(20, len(slugs)))


@pytest.mark.parametrize("language", ["", "/fr"])
def test_the_filters_find_what_the_site_finds_in_its_order(
    host: str, open_page: Callable[..., Page], sample: Exported, language: str
) -> None:
    page = open_page()
    troubles: list[str] = []
    page.on("console", lambda said: troubles.append(said.text) if said.type in {"error", "warning"} else None)
    page.on("request", lambda asked: troubles.append(asked.url) if not asked.url.startswith(host) else None)
    page.goto(f"{host}{language}/summaries/")
    expect(page.locator("#exported[data-ready]")).to_be_attached()
    for query in ASKED:
        page.goto(f"{host}{language}/summaries/?{query}")
        expect_found(page, sample.answers[query])
    page.goto(f"{host}{language}/summaries/")
    expect(page.locator("#exported[data-ready]")).to_be_attached()
    for name in ("topic-therapist-factors", "type-systematic-review"):
        page.locator(f"#choice-{name}").check()
    expect_found(page, sample.answers[ASKED[2]])
    assert parse_qs(page.url.partition("?")[2]) == parse_qs(ASKED[2])
    count = page.locator("label", has=page.locator("#choice-type-systematic-review")).locator(".count")
    expect(count).to_contain_text(f"{len(sample.answers[ASKED[2]])} ")
    expect(page.locator("#choice-topic-empathy")).to_be_enabled()
    assert troubles == []


def test_words_find_summaries_and_what_was_asked_is_marked(host: str, open_page: Callable[..., Page]) -> None:
    page = open_page()
    page.goto(f"{host}/")
    page.get_by_role("searchbox").fill("manual")
    page.keyboard.press("Enter")
    expect(page).to_have_url(f"{host}/summaries/?q=manual")
    expect(page.locator("#lines mark").first).to_be_visible()
    page.get_by_role("link", name="Following the manual, or doing it well?").click()
    expect(page).to_have_url(f"{host}/summaries/skill-rather-than-script/")
    page.go_back()
    expect(page.get_by_role("searchbox")).to_have_value("manual")
    page.get_by_role("searchbox").fill("xylophone")
    expect(page.get_by_text("No summary has these words")).to_be_visible()
    expect(page.locator("#results-count")).to_have_text("0 summaries")


def test_a_topic_is_narrowed_further_on_the_search_page(host: str, open_page: Callable[..., Page]) -> None:
    page = open_page()
    page.goto(f"{host}/fr/topics/therapist-factors/")
    page.locator(".term-aside a").click()
    expect(page.locator("#choice-topic-therapist-factors")).to_be_checked()
    expect(page.locator("#lines article").first).to_be_visible()


@pytest.mark.parametrize("path", ["/summaries/", "/fr/summaries/?q=empathy", "/404.html"])
def test_the_pages_made_for_files_have_no_accessibility_faults(
    host: str, open_page: Callable[..., Page], path: str
) -> None:
    page = open_page(bypass_csp=True)
    page.goto(f"{host}{path}")
    if "summaries" in path:
        expect(page.locator("#exported[data-shown]")).to_be_attached()
    assert faults(page) == []
