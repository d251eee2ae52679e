"""The law of the account: whatever is done to a page, every line ends in exactly one place and nothing is lost."""

from __future__ import annotations

import re
import unicodedata

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from apercu.sources.cleaning import text_of
from apercu.sources.draft import AccountLine, Place, SourcePage, SummaryDraft
from apercu.sources.page_capture import read_page_capture
from apercu.sources.web_page import read_web_page
from tests.samples.pages.markups import MARKUPS, printed_page
from tests.unit.sources.printed import LAKESIDE, OLD_FORM

PAGES = (LAKESIDE, OLD_FORM)
HEADING_BEFORE_TEXT = re.compile(
    r"^\s*(?:\w+[.,]?\s+\d{4})?\s*(?:(?:practice|clinical) implications?|implications[\w ]+?pra\w+)?[\s:.–—-]*",
    re.I,
)


def numbered(text: str) -> list[tuple[int, str]]:
    """The non-blank lines of a text, told apart as every program does."""
    lines = text.replace("\r\n", "\n").replace("\r", "\n").split("\n")
    return [(number, line) for number, line in enumerate(lines, start=1) if line.strip()]


def readable(text: str) -> str:
    """The text without control characters, which a draft may not hold."""
    return "".join(c for c in text if unicodedata.category(c) != "Cc" or c == "\t")


def is_kept(line: AccountLine, text: str) -> bool:
    """Whether the line, or what follows the heading it starts with, is in the text."""
    printed = readable(line.text)
    return printed.strip() in text or HEADING_BEFORE_TEXT.sub("", printed).strip() in text


def text_in(draft: SummaryDraft, place: Place) -> str:
    """The text of the draft that lines of this place went into."""
    if place is Place.CITATION:
        return draft.citation or ""
    return text_of(draft.body if place is Place.BODY else draft.implications)


def check_texts(page: SourcePage) -> None:
    for line in page.account:
        if line.place in (Place.HEADER, Place.FILTERS, Place.MONTH, Place.LEFTOVER):
            assert line.entry is None
            continue
        assert line.entry is not None
        draft = page.summaries[line.entry]
        if line.place is not Place.TITLE:
            assert is_kept(line, text_in(draft, line.place)), line
    for index, draft in enumerate(page.summaries):
        heads = [line for line in page.account if line.place is Place.TITLE and line.entry == index]
        assert any(draft.title in readable(line.text) for line in heads)
        if draft.citation:
            assert any(line.place is Place.CITATION and line.entry == index for line in page.account)


def check_law(text: str) -> None:
    page = read_page_capture(text)
    assert [(line.number, line.text) for line in page.account] == numbered(text)
    check_texts(page)


@st.composite
def damaged_pages(draw: st.DrawFn) -> str:
    """A real-shaped page, hurt in several ways."""
    lines = list(draw(st.sampled_from(PAGES)).split("\n"))
    at = st.integers(0, len(lines) - 1)
    for _ in range(draw(st.integers(1, 8))):
        i, j = draw(at) % len(lines), draw(at) % len(lines)
        match draw(
            st.sampled_from(["drop", "double", "swap", "cut", "glue", "blank", "noise", "label", "month"])
        ):
            case "drop" if len(lines) > 1:
                del lines[i]
            case "double":
                lines.insert(i, lines[i])
            case "swap":
                lines[i], lines[j] = lines[j], lines[i]
            case "cut":
                lines[i] = lines[i][: draw(st.integers(0, 200))]
            case "glue" if i + 1 < len(lines):
                lines[i : i + 2] = [lines[i] + lines[i + 1]]
            case "blank":
                lines.insert(i, draw(st.sampled_from(["", "  ", "\t", "\xa0", "\u2003"])))
            case "noise":
                lines.insert(i, draw(st.text(st.characters(exclude_categories=["Cs"]), max_size=40)))
            case "label":
                lines.insert(
                    i, draw(st.sampled_from(["Practice Implications", "PRACTICE IMPLICATION: Ask."]))
                )
            case "month":
                lines.insert(i, draw(st.sampled_from(["May 2019", "juin 2021", "June 2012Glued Title"])))
    text = draw(st.sampled_from(["\n", "\r\n", "\r"])).join(lines)
    return text[: draw(st.integers(1, len(text) + 1))] if draw(st.booleans()) and text else text


@given(damaged_pages())
@example("\x85")
@example("Practice Implications")
@example("June 2021\nJune 2021\nJune 2021")
@example("June 2012Practice ImplicationsText goes on")
@example("Topics\n- A\nPractice ImplicationsText\nMay 2019")
@example("\u200b\nJune 2021\n\ufeff\nTitle\n\x01\nPractice Implications\n\x02")
def test_every_line_of_a_damaged_page_has_one_place(text: str) -> None:
    check_law(text)


@given(st.text(st.characters(exclude_categories=["Cs"])))
def test_every_line_of_any_text_has_one_place(text: str) -> None:
    check_law(text)


@pytest.mark.parametrize("page", PAGES)
def test_a_page_cut_at_every_length_is_read(page: str) -> None:
    for length in range(0, len(page), 13):
        check_law(page[:length])


def test_every_pair_of_neighbours_may_be_glued_or_swapped() -> None:
    lines = LAKESIDE.split("\n")
    for at in range(len(lines) - 1):
        check_law("\n".join([*lines[:at], lines[at] + lines[at + 1], *lines[at + 2 :]]))
        check_law("\n".join([*lines[:at], lines[at + 1], lines[at], *lines[at + 2 :]]))


MARKED_UP = tuple(
    markup(printed_page(read_page_capture(page))) for page in PAGES for markup in MARKUPS.values()
)


@st.composite
def damaged_markup(draw: st.DrawFn) -> str:
    """A page's HTML, hurt in several ways: tags lost, doubled, left open, cut."""
    parts = re.split(r"(<[^>]*>)", draw(st.sampled_from(MARKED_UP)))
    for _ in range(draw(st.integers(1, 8))):
        i, j = (draw(st.integers(0, len(parts) - 1)) % len(parts) for _ in range(2))
        match draw(st.sampled_from(["drop", "double", "swap", "noise"])):
            case "drop" if len(parts) > 1:
                del parts[i]
            case "double":
                parts.insert(j, parts[i])
            case "swap":
                parts[i], parts[j] = parts[j], parts[i]
            case "noise":
                parts.insert(
                    i,
                    draw(
                        st.sampled_from(["<", "</p>", "<script>", "<p", "&", "<table><b>", "<li>", "</body>"])
                    ),
                )
    html = "".join(parts)
    return html[: draw(st.integers(1, len(html)))]


@given(damaged_markup())
def test_every_block_of_a_damaged_web_page_has_one_place(html: str) -> None:
    page = read_web_page(html)
    assert [line.number for line in page.account] == list(range(1, len(page.account) + 1))
    assert all(line.text.strip() for line in page.account)
    check_texts(page)
