"""How long reading takes: never more than a constant time a line, and thousands of summaries a second."""

from __future__ import annotations

import time
from collections.abc import Callable

import pytest

from apercu.sources.draft import SourcePage
from apercu.sources.page_capture import read_page_capture
from apercu.sources.web_page import read_web_page
from tests.patience import PATIENCE
from tests.samples.pages.markups import MARKUPS, PrintedPage, printed_page
from tests.unit.sources.printed import BODY, CITATION, HEADER, IMPLICATIONS, LABEL, TITLE

ENTRIES = 2_000


def large_page(entries: int = ENTRIES) -> str:
    """A page of entries of 300 words each, nine in ten with a citation."""
    words = " ".join([BODY] * 6)  # 138 words
    lines = list(HEADER)
    for number in range(entries):
        if number % 4 == 0:
            lines.append(f"June {2099 - number // 4 % 190}")
        lines.append(f"{TITLE}, Part {number}")
        if number % 10:
            lines.append(CITATION.replace("12-29", f"{number}-{number + 9}"))
        lines += [words, words, LABEL, IMPLICATIONS]
    return "\n".join(lines)


def seconds(read: Callable[[str], SourcePage], text: str, entries: int) -> float:
    best = float("inf")
    for _ in range(3):
        started = time.process_time()
        assert len(read(text).summaries) == entries
        best = min(best, time.process_time() - started)
    return best


def test_twice_the_page_takes_about_twice_the_time() -> None:
    once = seconds(read_page_capture, large_page(250), 250)
    twice = seconds(read_page_capture, large_page(1_000), 1_000)
    assert twice < 4 * once * 2.5


HARD = [
    "a",
    "(1999) ",
    "A. ",
    "Obi, C., ",
    "by ",
    "June 2021",
    "- ",
    "[",
    "…",
    ". ",
    "? ",
    "Practice Implications ",
    "doi ",
    "\xa0",
]


@pytest.mark.parametrize("unit", HARD)
@pytest.mark.parametrize(
    "before",
    ["", "This month...\n", "June 2021\nTitle\n", "June 2021\nTitle\nText.\nPractice Implications\n"],
)
def test_a_very_long_line_takes_no_long_time(unit: str, before: str) -> None:
    started = time.process_time()
    read_page_capture(before + unit * (199_000 // len(unit)) + "\nmore")
    read_page_capture(before + (unit + "\n") * 2_000)
    assert time.process_time() - started < PATIENCE


@pytest.mark.parametrize(
    "unit",
    [
        "<div>",
        "<p>",
        "<b>",
        "<a href=x>",
        "<li>",
        "<table><tr><td>",
        "<",
        "<!--",
        "<form>",
        "<i><b>",
        "<a",
        "<br>",
    ],
)
def test_damaged_markup_by_the_thousand_takes_no_long_time(unit: str) -> None:
    started = time.process_time()
    read_web_page("<h2>June 2021</h2>" + unit * 900 + "text")
    assert time.process_time() - started < PATIENCE


@pytest.mark.bench
def test_summaries_a_second_from_a_capture() -> None:
    rate = ENTRIES / seconds(read_page_capture, large_page(), ENTRIES)
    print(f"\npage capture: {rate:,.0f} summaries a second")  # noqa: T201 - the point of a bench
    assert rate > 1_500  # half of what a quiet machine of two cores does


@pytest.mark.bench
@pytest.mark.parametrize("markup", MARKUPS)
def test_summaries_a_second_from_a_web_page(markup: str) -> None:
    page: PrintedPage = printed_page(read_page_capture(large_page()))
    rate = ENTRIES / seconds(read_web_page, MARKUPS[markup](page), ENTRIES)
    print(f"\nweb page, {markup}: {rate:,.0f} summaries a second")  # noqa: T201 - the point of a bench
    assert rate > 700
