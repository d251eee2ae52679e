"""A whole page as text, read from top to bottom."""

from __future__ import annotations

import pytest

from apercu.sources.draft import Header, Place
from tests.unit.sources.printed import HEADER, LAKESIDE, NEXT_ENTRY, TITLE, codes, places, read

PAGE = read(LAKESIDE)


def test_the_entries_with_their_months_newest_first() -> None:
    assert [(draft.month, draft.title) for draft in PAGE.summaries] == [
        ("2019-09", "Letters Between Sessions"),
        ("2019-09", "Is a Short Session Worse Than None?"),
        ("2019-08", "How Do Trainees Learn to Stay Silent?"),
        ("2019-07", "Does Walking Together Make Talking Easier?"),
        ("2019-05", "Retirement and the Loss of Small Talk"),
        ("2019-05", "What Helps Groups to Survive the Summer Break"),
    ]
    assert PAGE.kind == "page_capture"
    assert PAGE.leftover == ()


def test_the_references_of_the_entries_that_have_one() -> None:
    assert [len(draft.references) for draft in PAGE.summaries] == [1, 1, 1, 1, 0, 0]
    assert [codes(draft) for draft in PAGE.summaries][4:] == [["no-citation"], ["no-citation"]]
    assert PAGE.summaries[0].references[0].authors[2].family == "Ångström"
    assert PAGE.summaries[1].references[0].pages == "101-119"


def test_texts_are_paragraphs_of_html_kept_to_the_character() -> None:
    letters, short = PAGE.summaries[:2]
    assert "r = − .31, 95% CI [− .48, − .11], and the size" in letters.body
    assert letters.body.count("<p>") == 2
    assert letters.implications.startswith("<p>A letter costs nothing &amp; asks little.")
    assert "&lt; 30, 30 to 45, and &gt; 45 minutes" in short.body


def test_the_header() -> None:
    header = PAGE.header
    assert header.intro.startswith("The Lakeside Practice Network (LPN) digest")
    assert header.intro.endswith("This content is only available in English.")
    assert header.language_notice == "This content is only available in English."
    assert header.teaser.startswith("…I write about loneliness")
    assert header.types == ()
    assert header.topics[0] == "Adherance"
    assert header.topics[-1] == "Trauma and/or PTSD"
    assert len(header.topics) == 8


def test_every_line_of_the_page_in_its_place() -> None:
    assert [(line.number, line.text) for line in PAGE.account] == [
        (number, line) for number, line in enumerate(LAKESIDE.split("\n"), start=1) if line
    ]
    assert places(PAGE, ["Blog", "This month...", "Topics", "- Adherance", "August 2019"]) == [
        (Place.HEADER, None),
        (Place.HEADER, None),
        (Place.FILTERS, None),
        (Place.FILTERS, None),
        (Place.MONTH, None),
    ]
    assert [line.place for line in PAGE.account if line.entry == 2] == [
        Place.TITLE,
        Place.CITATION,
        Place.BODY,
        Place.IMPLICATIONS,
        Place.IMPLICATIONS,
    ]


@pytest.mark.parametrize(
    ("lines", "header"),
    [
        (["This month... I write about tea."], Header(teaser="I write about tea.")),
        (["This month I write about tea."], Header(teaser="This month I write about tea.")),
        (["This month…", "…on tea", "and on coffee"], Header(teaser="…on tea\n\nand on coffee")),
        (["Ce mois-ci :", "le thé", "Thèmes", "- Le thé"], Header(teaser="le thé", topics=("Le thé",))),
        (
            [
                "Types of research:",
                "- Review",
                "- Any",
                "Topics",
                "- ALL Topics (clear)",
                "- Tea",
                "",
                "- Tea",
            ],
            Header(types=("Review",), topics=("Tea",)),
        ),
        (["Topics", "Tea", "Coffee & Cake"], Header(topics=("Tea", "Coffee & Cake"))),
        (["Topics", "- Tea", "Showing 1 to 5 of 80"], Header(topics=("Tea",))),
        (
            ["Our digest sums up two studies. Ce contenu n’est disponible qu’en anglais."],
            Header(
                intro="Our digest sums up two studies. Ce contenu n’est disponible qu’en anglais.",
                language_notice="Ce contenu n’est disponible qu’en anglais.",
            ),
        ),
        (["Blog", "News"], Header()),
    ],
)
def test_headers_in_other_forms(lines: list[str], header: Header) -> None:
    page = read(*lines, "June 2021", *NEXT_ENTRY)
    assert page.header == header
    assert len(page.summaries) == 1
    assert page.leftover == ()


def test_a_list_of_archives_above_the_filters_is_no_month_of_an_entry() -> None:
    page = read("Archives", "June 2021", "May 2021", *HEADER[2:], "April 2021", TITLE, *NEXT_ENTRY[1:])
    assert [(draft.title, draft.month) for draft in page.summaries] == [(TITLE, "2021-04")]
    assert places(page, ["June 2021"]) == [(Place.HEADER, None)]


@pytest.mark.parametrize("end", ["\n", "\r\n", "\r"])
def test_all_line_ends_are_understood(end: str) -> None:
    page = read(LAKESIDE.replace("\n", end))
    assert page.summaries == PAGE.summaries
    assert [line.text for line in page.account] == [line.text for line in PAGE.account]


def test_a_form_feed_or_a_line_separator_ends_no_line() -> None:
    page = read(*HEADER, "June 2021", TITLE, NEXT_ENTRY[1] + "\u2028And more.\x0c", *NEXT_ENTRY[2:])
    assert page.account[-3].text == NEXT_ENTRY[1] + "\u2028And more.\x0c"
    assert "\u2028And more." in page.summaries[0].body
