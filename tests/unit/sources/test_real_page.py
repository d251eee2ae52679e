"""The page this room was written for, where there is one to read (`APERCU_REAL_PAGE` names it)."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from apercu.sources.cleaning import text_of
from apercu.sources.detecting import read_page
from apercu.sources.draft import SourcePage
from apercu.sources.web_page import read_web_page
from tests.samples.pages.markups import MARKUPS, printed_page
from tests.unit.sources.printed import codes
from tests.unit.sources.test_account_law import check_law, check_texts
from tests.unit.sources.test_web_page import printed


@pytest.fixture(scope="module")
def path() -> Path:
    named = os.environ.get("APERCU_REAL_PAGE")
    if not named:
        pytest.skip("APERCU_REAL_PAGE is not set: no real page to read")
    return Path(named)


@pytest.fixture(scope="module")
def page(path: Path) -> SourcePage:
    return read_page(path)


def test_its_entries(page: SourcePage) -> None:
    assert page.kind == "page_capture"
    assert [draft.month for draft in page.summaries] == [
        "2021-06", "2021-06", "2021-05", "2021-04", "2021-02", "2021-02",
    ]  # fmt: skip
    assert sum(len(draft.references) for draft in page.summaries) == 4
    assert sum("no-citation" in codes(draft) for draft in page.summaries) == 2
    assert all(draft.body and draft.implications for draft in page.summaries)
    assert page.leftover == ()
    assert page.caveats == ()


def test_its_header(page: SourcePage) -> None:
    assert page.header.teaser.startswith("…I blog about")
    assert len(page.header.topics) == 36
    assert page.header.topics[0] == "Adherance"
    assert page.header.language_notice == "This content is only available in English."
    assert page.header.intro.endswith(page.header.language_notice)


def test_numbers_are_kept_to_the_character(page: SourcePage) -> None:
    (cooper,) = [draft for draft in page.summaries if draft.citation and draft.citation.startswith("Cooper")]
    assert "r = − .42, 95% CI [− .55, − .27]" in text_of(cooper.body)


def test_the_law_of_the_account_on_it(page: SourcePage, path: Path) -> None:
    check_law(path.read_text(encoding="utf-8"))


@pytest.mark.parametrize("markup", MARKUPS)
def test_its_drafts_are_the_same_in_every_markup(page: SourcePage, markup: str) -> None:
    web = read_web_page(MARKUPS[markup](printed_page(page)))
    assert printed(web) == printed(page)
    assert (web.header.teaser, web.header.topics, web.header.intro) == (
        page.header.teaser,
        page.header.topics,
        page.header.intro,
    )
    check_texts(web)


def test_it_is_read_cut_at_any_length(path: Path) -> None:
    text = path.read_text(encoding="utf-8")
    for length in range(0, len(text), 97):
        check_law(text[:length])
