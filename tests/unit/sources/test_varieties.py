"""Every variety of an entry that pages are known to have: one named test each."""

from __future__ import annotations

import pytest

from apercu.sources.draft import Caveat, Place
from tests.unit.sources.printed import (
    BODY,
    CITATION,
    HEADER,
    IMPLICATIONS,
    LABEL,
    NEXT_ENTRY,
    NEXT_TITLE,
    OLD_FORM,
    TITLE,
    codes,
    html,
    places,
    read,
    read_entry,
)

REST = (BODY, LABEL, IMPLICATIONS)


def test_an_entry_with_everything_has_no_caveat() -> None:
    draft = read_entry(TITLE, CITATION, *REST)
    assert (draft.title, draft.citation, draft.month) == (TITLE, CITATION, "2021-06")
    assert (draft.body, draft.implications) == (html(BODY), html(IMPLICATIONS))
    assert draft.references[0].title == "Letters between sessions: A diary study"
    assert draft.caveats == ()
    assert draft.language == ""


def test_no_citation_and_text_right_after_the_title() -> None:
    draft = read_entry(TITLE, *REST)
    assert (draft.title, draft.citation, draft.references) == (TITLE, None, ())
    assert draft.body == html(BODY)
    assert codes(draft) == ["no-citation"]


@pytest.mark.parametrize("double", [TITLE, TITLE.upper(), f"{TITLE}."])
def test_title_printed_twice(double: str) -> None:
    page = read(*HEADER, "June 2021", TITLE, double, CITATION, *REST, *NEXT_ENTRY)
    assert page.summaries[0].title == TITLE
    assert page.summaries[0].body == html(BODY)
    assert codes(page.summaries[0]) == ["title-doubled"]
    assert places(page, [double]) == [(Place.TITLE, 0)]


@pytest.mark.parametrize(
    "note",
    [
        "This is the second of three summaries on writing.",
        "Part 2 of a series on what happens between sessions",
        "(First printed in the members' letter, with thanks to its editor.)",
    ],
)
def test_a_series_note_between_title_and_citation_opens_the_body(note: str) -> None:
    draft = read_entry(TITLE, note, CITATION, *REST)
    assert draft.title == TITLE
    assert draft.citation == CITATION
    assert draft.body == html(note, BODY)
    assert draft.caveats == (Caveat(code="series-note", detail=note),)


def test_a_series_note_in_an_entry_that_is_not_the_first_of_its_month() -> None:
    note = "Part 2 of a series on what happens between sessions"
    page = read(*HEADER, "June 2021", *NEXT_ENTRY, TITLE, note, CITATION, *REST)
    assert [draft.title for draft in page.summaries] == [NEXT_TITLE, TITLE]
    assert page.summaries[1].body == html(note, BODY)


@pytest.mark.parametrize(
    "title", ["Letters Between Sessions.", "What patients want from us.", "Does Tea Help?", "Tea!"]
)
@pytest.mark.parametrize("first", [True, False], ids=["first of its month", "after another"])
def test_title_ending_in_a_full_stop_or_a_question_mark(title: str, first: bool) -> None:
    before = () if first else NEXT_ENTRY
    page = read(*HEADER, "June 2021", *before, title, CITATION, *REST)
    assert page.summaries[-1].title == title
    assert page.summaries[-1].caveats == ()
    assert page.leftover == ()


LONG_TITLE = "What we know about how clients decide to leave a therapy that does them good."


@pytest.mark.parametrize("citation", [(CITATION,), ()], ids=["cited", "not cited"])
def test_a_whole_sentence_as_a_title_under_its_month(citation: tuple[str, ...]) -> None:
    draft = read_entry(LONG_TITLE, *citation, *REST)
    assert draft.title == LONG_TITLE
    assert draft.body == html(BODY)


def test_a_short_last_sentence_of_the_implications_is_no_title() -> None:
    page = read(*HEADER, "June 2021", TITLE, CITATION, *REST, "Ask, and wait for an answer.", *NEXT_ENTRY)
    assert [draft.title for draft in page.summaries] == [TITLE, NEXT_TITLE]
    assert page.summaries[0].implications == html(IMPLICATIONS, "Ask, and wait for an answer.")


CITATIONS = {
    "given names first": "Chidi Obi, Sara T. Lund, and Ana Roy (2019). Letters between sessions. Invented Counselling, 4, 12-29.",
    "book chapter": "Obi, C. (2019). Letters. In S. T. Lund & A. Roy (Eds.), The invented handbook of writing (pp. 12–29). Lakeside Press.",
    "et al.": "Obi, C., Lund, S. T., et al. (2019). Letters between sessions. Invented Counselling, 4, 12-29.",
    "list shortened by …": "Obi, C., Lund, S. T., … Roy, A. (2019). Letters between sessions. Invented Counselling, 4, 12-29.",
    "list shortened by ...": "Obi, C., Lund, S. T., ... Roy, A. (2019). Letters between sessions. Invented Counselling, 4, 12-29.",
    "list shortened by ….": "Obi, C., Lund, S. T., …. Roy, A. (2019). Letters between sessions. Invented Counselling, 4, 12-29.",
    "list shortened, glued": "Obi, C., Lund, S. T.,...Roy, A. (2019). Letters between sessions. Invented Counselling, 4, 12-29.",
    "full date": "Obi, C., & Lund, S. T. (2019, March 14). Letters between sessions. Invented Counselling, 4, 12-29.",
    "advance online": "Obi, C., & Lund, S. T. (2019). Letters between sessions. Invented Counselling. Advance online publication.",
    "no full stop after the year": "Obi, C., & Lund, S. T. (2019) Letters between sessions. Invented Counselling, 4, 12-29.",
    "comma before the journal": "Obi, C., & Lund, S. T. (2019). Letters between sessions, Invented Counselling, 4, 12-29.",
    "DOI as an address": "Obi, C. (2019). Letters between sessions. Invented Counselling, 4, 12-29. https://doi.org/10.5555/let.2019",
    "DOI with a label": "Obi, C. (2019). Letters between sessions. Invented Counselling, 4, 12-29. doi: 10.5555/let.2019",
    "hyphen U+2010": "Obi‐Smith, C. (2019). Letters between sessions. Invented Counselling, 4, 12‐29.",
    "en dash": "Obi, C., & Lund, S. T. (2019). Letters between sessions. Invented Counselling, 4, 12–29.",
    "curly quotes": "O’Obi, C. (2019). “Dear reader”: Letters between sessions. Invented Counselling, 4, 12-29.",
    "diacritics kept": "Ångström, M. Ö., & Wójcik, P. (2019). Letters between sessions. Invented Counselling, 4, 12-29.",
    "diacritics dropped": "Angstrom, M. O., & Wojcik, P. (2019). Letters between sessions. Invented Counselling, 4, 12-29.",
    "particle surnames": "van der Obi, C., & de la Lund, S. (2019). Letters between sessions. Invented Counselling, 4, 12-29.",
    "double surnames": "Obi Roy, C., & Haverkamp-Lund, S. (2019). Letters between sessions. Invented Counselling, 4, 12-29.",
    "question mark inside the work's title": "Obi, C. (2019). Do letters help? A diary study. Invented Counselling, 4, 12-29.",
}  # fmt: skip


@pytest.mark.parametrize("citation", CITATIONS.values(), ids=CITATIONS.keys())
@pytest.mark.parametrize("first", [True, False], ids=["first of its month", "after another"])
def test_citation_in_any_printing_is_found_and_kept_to_the_character(citation: str, first: bool) -> None:
    before = () if first else NEXT_ENTRY
    page = read(*HEADER, "June 2021", *before, TITLE, citation, *REST)
    draft = page.summaries[-1]
    assert (draft.title, draft.citation) == (TITLE, citation)
    assert len(draft.references) == 1
    assert draft.references[0].issued is not None
    assert draft.references[0].issued.year == 2019
    assert draft.body == html(BODY)


def test_two_citations_under_one_title() -> None:
    other = CITATIONS["en dash"]
    draft = read_entry(TITLE, CITATION, other, *REST)
    assert draft.citation == f"{CITATION}\n{other}"
    assert len(draft.references) == 2


@pytest.mark.parametrize(
    "text",
    [
        "Clients did better, r = − .37, 90% CI [− .61, − .08], and they said so themselves after a month of it.",
        "“Quoted” words, it’s said, keep their ‘curls’ – and their dashes — in every text that is read from a page.",
        "Ångström, Wójcik and de la Lund found a β‐weight of .30 (p < .05) & nothing else worth a line of print.",
    ],
    ids=["minus U+2212 and space", "quotes and dashes", "letters and signs"],
)
def test_texts_are_kept_to_the_character(text: str) -> None:
    draft = read_entry(TITLE, CITATION, text, LABEL, text)
    escaped = text.replace("&", "&amp;").replace("<", "&lt;")
    assert draft.body == draft.implications == html(escaped)


def test_label_missing_and_a_citation_tells_the_next_entry() -> None:
    page = read(*HEADER, "June 2021", TITLE, CITATION, BODY, NEXT_TITLE, CITATIONS["en dash"], *REST)
    assert [draft.title for draft in page.summaries] == [TITLE, NEXT_TITLE]
    assert page.summaries[0].body == html(BODY)
    assert codes(page.summaries[0]) == ["no-implications"]


def test_label_missing_and_the_next_month_ends_the_entry() -> None:
    page = read(*HEADER, "June 2021", TITLE, CITATION, BODY, "May 2021", *NEXT_ENTRY)
    assert [draft.month for draft in page.summaries] == ["2021-06", "2021-05"]
    assert codes(page.summaries[0]) == ["no-implications"]


def test_a_heading_inside_a_text_without_label_stays_and_is_pointed_out() -> None:
    page = read(*HEADER, "June 2021", TITLE, CITATION, BODY, *NEXT_ENTRY)
    assert len(page.summaries) == 1
    assert Caveat(code="possible-title", detail=NEXT_TITLE) in page.summaries[0].caveats
    assert NEXT_TITLE in page.summaries[0].body


@pytest.mark.parametrize(
    "label",
    [
        "PRACTICE IMPLICATIONS",
        "Practice implications",
        "Practice Implication",
        "Practice Implications:",
        "Implications for Practice",
        "Implications pour la pratique",
        "Implications pour la pratique :",
    ],
)
def test_label_in_other_spellings(label: str) -> None:
    draft = read_entry(TITLE, CITATION, BODY, label, IMPLICATIONS)
    assert (draft.body, draft.implications) == (html(BODY), html(IMPLICATIONS))


@pytest.mark.parametrize(
    "line",
    [
        f"Practice Implications: {IMPLICATIONS}",
        f"Practice Implications {IMPLICATIONS}",
        f"PRACTICE IMPLICATIONS – {IMPLICATIONS}",
        f"Practice Implications{IMPLICATIONS}",
        f"PRACTICE IMPLICATIONS{IMPLICATIONS}",
    ],
)
def test_label_followed_by_text_on_its_line(line: str) -> None:
    page = read(*HEADER, "June 2021", TITLE, CITATION, BODY, line, *NEXT_ENTRY)
    assert page.summaries[0].implications == html(IMPLICATIONS)
    assert places(page, [line]) == [(Place.IMPLICATIONS, 0)]


def test_a_sentence_that_begins_like_the_label_is_text() -> None:
    sentence = (
        "Practice implications of this kind of writing were not among the questions that the authors asked."
    )
    draft = read_entry(TITLE, CITATION, sentence, LABEL, IMPLICATIONS)
    assert draft.body == html(sentence)


def test_label_printed_twice() -> None:
    draft = read_entry(
        TITLE, CITATION, BODY, LABEL, IMPLICATIONS, LABEL, "And this too should be kept in mind."
    )
    assert draft.implications == html(IMPLICATIONS, "And this too should be kept in mind.")
    assert codes(draft) == ["implications-twice"]


def test_several_paragraphs_and_a_list_in_both_texts() -> None:
    body = (
        BODY,
        "There were three groups:",
        "- letters",
        "- calls",
        "- neither",
        "None of them was large enough.",
    )
    draft = read_entry(TITLE, CITATION, *body, LABEL, IMPLICATIONS, "1. Ask.", "2. Wait.")
    assert draft.body == html(*body)
    assert draft.implications == html(IMPLICATIONS, "1. Ask.", "2. Wait.")


def test_misspelt_topics_are_kept_as_printed() -> None:
    assert read(*HEADER, "June 2021", *NEXT_ENTRY).header.topics == ("Adherance", "Training")


def test_old_form_with_blank_lines_glued_headings_and_bylines() -> None:
    page = read(OLD_FORM)
    first, second = page.summaries
    assert (first.title, first.month, first.authors) == (
        "Why Some Clients Arrive Early", "2012-06", ("Ingrid Tholstrup",),
    )  # fmt: skip
    assert (second.title, second.month, second.authors) == (
        "The Second Phone Call",
        "2012-05",
        ("Mateo Quispe",),
    )
    assert first.implications.startswith("<p>Therapists may want to look")
    assert first.references[0].title == "Arriving early: Waiting rooms and expectations"
    assert page.leftover == ()
    assert places(page, ["June 2012Why Some Clients Arrive Early", "By Dr. Mateo Quispe"]) == [
        (Place.TITLE, 0),
        (Place.TITLE, 1),
    ]


BYLINES = {
    "Posted by Ana Roy on June 5, 2012": ("Ana Roy",),
    "Posted by aroy on 5 June 2012": ("aroy",),
    "Posted on June 5, 2012 by Ana Roy and Chidi Obi": ("Ana Roy", "Chidi Obi"),
    "By Dr. Ana Roy": ("Ana Roy",),
    "by Ana Roy, Ph.D., C.Psych. & Chidi Obi": ("Ana Roy", "Chidi Obi"),
    "Par Dre Ana de la Roy": ("Ana de la Roy",),
    "By Ana Roy | June 5, 2012 | 3 Comments": ("Ana Roy",),
}


@pytest.mark.parametrize(("byline", "authors"), BYLINES.items())
@pytest.mark.parametrize("with_citation", [True, False])
def test_bylines(byline: str, authors: tuple[str, ...], with_citation: bool) -> None:
    citation = [CITATION] if with_citation else []
    page = read(*HEADER, "June 2012", TITLE, byline, *citation, *REST, *NEXT_ENTRY)
    assert page.summaries[0].authors == authors
    assert page.summaries[0].body == html(BODY)
    assert places(page, [byline]) == [(Place.TITLE, 0)]


@pytest.mark.parametrize(
    "text", ["By the end of the study most clients had stopped to write letters at all.", "By far."]
)
def test_a_text_that_begins_with_by_is_no_byline(text: str) -> None:
    draft = read_entry(TITLE, CITATION, text, LABEL, IMPLICATIONS)
    assert draft.body == html(text)
    assert draft.authors == ()


@pytest.mark.parametrize(
    ("lines", "expected"),
    [
        ((TITLE, CITATION, BODY, LABEL, "Therapists might suggest a letter when a client fi"), ["cut-off"]),
        ((TITLE, CITATION, BODY, LABEL), ["cut-off", "no-implications"]),
        (
            (TITLE, CITATION, "Writing a letter that is never sent is an old exer"),
            ["cut-off", "no-implications"],
        ),
        ((TITLE, CITATION), ["cut-off", "no-text", "no-implications"]),
        ((TITLE,), ["cut-off", "no-citation", "no-text", "no-implications"]),
    ],
    ids=["in the implications", "after the label", "in the body", "after the citation", "after the title"],
)
def test_a_page_that_is_cut(lines: tuple[str, ...], expected: list[str]) -> None:
    page = read(*HEADER, "June 2021", *lines)
    assert [draft.title for draft in page.summaries] == [TITLE]
    assert codes(page.summaries[0]) == expected
    assert page.leftover == ()


@pytest.mark.parametrize("length", [22, 40, len(CITATION) // 2])
def test_a_page_that_is_cut_inside_a_citation(length: int) -> None:
    page = read(*HEADER, "June 2021", TITLE, CITATION[:length])
    (draft,) = page.summaries
    assert (draft.title, draft.citation) == (TITLE, CITATION[:length].strip())
    assert "cut-off" in codes(draft)


def test_a_whole_page_is_not_cut() -> None:
    assert "cut-off" not in codes(read(*HEADER, "June 2021", TITLE, CITATION, *REST).summaries[0])


def test_months_newest_first_with_gaps() -> None:
    page = read(
        *HEADER, "June 2021", TITLE, *REST, "February 2021", *NEXT_ENTRY, "December 2019", TITLE, *REST
    )
    assert [draft.month for draft in page.summaries] == ["2021-06", "2021-02", "2019-12"]


def test_the_same_month_heading_twice() -> None:
    page = read(*HEADER, "June 2021", TITLE, *REST, "June 2021", *NEXT_ENTRY, "May 2021", TITLE, *REST)
    assert [draft.month for draft in page.summaries] == ["2021-06", "2021-06", "2021-05"]
    assert [line.text for line in page.account if line.place is Place.MONTH] == [
        "June 2021",
        "June 2021",
        "May 2021",
    ]


@pytest.mark.parametrize(("heading", "month"), [("juin 2021", "2021-06"), ("Août 2020", "2020-08"), ("FÉVRIER 2019", "2019-02"), ("December, 2018", "2018-12"), ("May 2018:", "2018-05")])  # fmt: skip
def test_month_headings_in_both_languages(heading: str, month: str) -> None:
    assert read_entry(TITLE, *REST, month=heading).month == month


@pytest.mark.parametrize("title", ["March 2020 and After", "May 2019: A Hard Month", "June 2012 Revisited"])
def test_a_title_that_begins_like_a_month(title: str) -> None:
    draft = read_entry(title, CITATION, *REST)
    assert (draft.title, draft.month) == (title, "2021-06")
    assert draft.caveats == ()


@pytest.mark.parametrize("citation", [(CITATION,), ()], ids=["cited", "not cited"])
def test_a_month_where_a_title_must_stand_is_a_title(citation: tuple[str, ...]) -> None:
    draft = read_entry("May 2019", *citation, *REST)
    assert (draft.title, draft.month) == ("May 2019", "2021-06")
    assert "month-like-title" in codes(draft)


def test_no_entries() -> None:
    page = read(*HEADER)
    assert page.summaries == ()
    assert codes(page) == ["no-entries"]
    assert page.header.topics == ("Adherance", "Training")


def test_entries_without_any_month() -> None:
    page = read(*HEADER, TITLE, CITATION, *REST, *NEXT_ENTRY)
    assert [(draft.title, draft.month) for draft in page.summaries] == [(TITLE, None), (NEXT_TITLE, None)]
    assert codes(page.summaries[0]) == ["no-month"]


def test_the_teaser_is_reported_and_never_attached() -> None:
    teaser = "…I write about knees, which nobody on this page does"
    page = read("This month...", teaser, "Topics", "- Training", "June 2021", TITLE, CITATION, *REST)
    assert page.header.teaser == teaser
    assert page.digests == ()
    assert "knees" not in page.summaries[0].body + page.summaries[0].gist


def test_a_text_whose_title_is_lost_is_left_over_whole() -> None:
    lost = (
        CITATIONS["en dash"],
        "The title of this text is lost, and so nobody can say which entry it is part of.",
    )
    page = read(*HEADER, "June 2021", TITLE, CITATION, *REST, *lost, LABEL, "Nothing is known.", *NEXT_ENTRY)
    assert page.leftover == (*lost, LABEL, "Nothing is known.")
    assert [draft.title for draft in page.summaries] == [TITLE, NEXT_TITLE]
    assert page.summaries[0].implications == html(IMPLICATIONS)
    assert codes(page) == ["text-without-title"]


@pytest.mark.parametrize(
    "line", ["Read more", "3 comments", "Tags: letters, tea", "© 2021 The Lakeside network", "Older posts"]
)
def test_the_furniture_of_a_page_is_left_over(line: str) -> None:
    page = read(*HEADER, "June 2021", TITLE, CITATION, *REST, line, *NEXT_ENTRY, line)
    assert page.leftover == (line, line)
    assert page.summaries[0].implications == html(IMPLICATIONS)
    assert page.caveats == ()


def test_links_and_stamps_at_the_end_of_a_page_are_left_over() -> None:
    page = read(*HEADER, "June 2021", TITLE, CITATION, *REST, "Contact Us", "Follow the Network")
    assert page.leftover == ("Contact Us", "Follow the Network")


def test_control_characters_are_taken_out_of_the_text_and_said_so() -> None:
    draft = read_entry(TITLE, CITATION, BODY + "\x0b\x07", LABEL, IMPLICATIONS)
    assert draft.body == html(BODY)
    assert codes(draft) == ["control-characters"]
