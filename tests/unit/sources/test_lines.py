"""Single lines: months, labels, bylines, titles."""

from __future__ import annotations

import pytest

from apercu.sources.months import month_heading, read_month
from apercu.sources.recognising import (
    ends_sentence,
    is_furniture,
    is_headline,
    is_prose,
    label_end,
    looks_like_title,
    read_byline,
)


@pytest.mark.parametrize(
    ("line", "month", "rest"),
    [
        ("June 2021", "2021-06", ""),
        ("JUNE 2021", "2021-06", ""),
        ("juin 2021", "2021-06", ""),
        ("Août 2021", "2021-08", ""),
        ("fevrier 1999", "1999-02", ""),
        ("December, 2020:", "2020-12", ""),
        ("May\u00a02020 ", "2020-05", ""),
        ("June 2012Some Title", "2012-06", "Some Title"),
        ("June 2012“Quoted” Title", "2012-06", "“Quoted” Title"),
    ],
)
def test_month_headings(line: str, month: str, rest: str) -> None:
    found = month_heading(line)
    assert found is not None
    assert (found[0], line[found[1] :]) == (month, rest)


@pytest.mark.parametrize(
    "line",
    ["", "June", "2021", "June 21", "March 2020 and After", "June 20211", "June 2012some", "Jun 2021", "May be 2021", "In June 2021", "June 2999"],
)  # fmt: skip
def test_no_month_headings(line: str) -> None:
    assert month_heading(line) is None


@pytest.mark.parametrize(
    ("text", "month"),
    [
        ("2021-06", "2021-06"),
        ("2021-6", "2021-06"),
        ("2021-06-15", "2021-06"),
        ("2021-06-15T10:00:00", "2021-06"),
        ("June 2021", "2021-06"),
        ("15 juin 2021", "2021-06"),
        ("1er août 2021", "2021-08"),
        ("June 5, 2012", "2012-06"),
        ("Tuesday, June 5th, 2012", "2012-06"),
        ("5 Sept. 2012", "2012-09"),
        ("2021-13", None),
        ("2021-00", None),
        ("soon", None),
        ("", None),
        ("June", None),
        ("Brumaire 2021", None),
        ("2021", None),
    ],
)
def test_months_of_dates(text: str, month: str | None) -> None:
    assert read_month(text) == month


@pytest.mark.parametrize(
    ("line", "rest"),
    [
        ("Practice Implications", ""),
        ("PRACTICE IMPLICATIONS:", ""),
        ("Practice Implication –", ""),
        ("Practice Implications Ask.", "Ask."),
        ("Practice Implications: ask.", "ask."),
        ("Practice ImplicationsAsk first.", "Ask first."),
        ("Practice ImplicationsÉcouter d’abord.", "Écouter d’abord."),
        ("Practice Implications “Ask.”", "“Ask.”"),
        ("Implications for practice", ""),
        ("Practice implications of this study are few.", None),
        ("PRACTICE IMPLICATIONS OF THIS STUDY", None),
        ("Practice", None),
        ("The Practice Implications", None),
        ("Practice implicationsare", None),
    ],
)
def test_labels(line: str, rest: str | None) -> None:
    end = label_end(line)
    assert (None if end is None else line[end:]) == rest


@pytest.mark.parametrize(
    ("line", "expected"),
    [
        ("Posted by Ana Roy on June 5, 2012", (("Ana Roy",), "2012-06")),
        ("Posted on June 5, 2012", ((), "2012-06")),
        ("By Ana Roy and Chidi Obi, PhD", (("Ana Roy", "Chidi Obi"), None)),
        ("June 5, 2012 | By Ana Roy | 3 comments", (("Ana Roy",), "2012-06")),
        ("Par Dre Ana de la Roy", (("Ana de la Roy",), None)),
        ("By design", None),
        ("By the Time They Arrive", None),
        ("Ana Roy", None),
        ("By " + "Very Long Name " * 20, None),
    ],
)
def test_bylines(line: str, expected: tuple[tuple[str, ...], str | None] | None) -> None:
    assert read_byline(line) == expected


def test_a_line_the_markup_calls_a_byline_is_one_whatever_it_says() -> None:
    assert read_byline("a few words", sure=True) == ((), None)
    assert read_byline("by ana", sure=True) == (("ana",), None)


@pytest.mark.parametrize(
    "line",
    ["Does Tea Help?", "What helps groups to survive", "3 Ways to Listen", "“Tea” and Talk: A Review", "Therapists Matter More Than Methods."],
)  # fmt: skip
def test_lines_that_look_like_titles(line: str) -> None:
    assert looks_like_title(line)


@pytest.mark.parametrize(
    "line",
    [
        "- an item",
        "ask first",
        "Ask first, and wait.",
        "Therapists ask. They wait.",
        "There were three:",
        "…",
        "A" * 400,
    ],
)
def test_lines_that_do_not(line: str) -> None:
    assert not looks_like_title(line)


def test_headlines_prose_and_sentence_ends() -> None:
    assert is_headline("What Helps Groups to Survive the Summer Break")
    assert not is_headline("What helps groups to survive the summer break")
    assert is_prose("Every group leader knows the thinned circle of September, and this study followed some.")
    assert not is_prose("What Helps Groups to Survive the Summer Break")
    assert all(map(ends_sentence, ["Ask.", "Ask?”", "(Ask.)", "Asked.12", "and so on…"]))
    assert not any(map(ends_sentence, ["Ask", "Ask,", "a. b", ""]))


@pytest.mark.parametrize(
    "line",
    [
        "Read more »",
        "Continue reading …",
        "12 Comments",
        "Filed under Tea, Talk",
        "Copyright 2021 The Network",
    ],
)
def test_furniture(line: str) -> None:
    assert is_furniture(line)


@pytest.mark.parametrize(
    "line",
    ["Like this study, most others were small.", "Copyright was not discussed.", "Learn more about tea."],
)
def test_sentences_that_begin_like_furniture(line: str) -> None:
    assert not is_furniture(line)
