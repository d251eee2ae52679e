from __future__ import annotations

from typing import Any

import pytest

from apercu.citations.reference import Name, PartialDate, Reference
from apercu.reading.citation_lines import citation_line, initials


def journal(**fields: Any) -> Reference:
    given: dict[str, Any] = {
        "title": "A trial of something",
        "authors": (Name(family="Okafor", given="Ada Mary"), Name(family="Lind", given="Per")),
        "container_title": "Journal of Results",
        "volume": "12",
        "issue": "3",
        "pages": "10-19",
        "issued": PartialDate(year=2020, month=4),
        "doi": "10.1234/abc",
    }
    return Reference(**{**given, **fields})


def people(number: int) -> tuple[Name, ...]:
    return tuple(Name(family=f"Family{n}", given="Ann") for n in range(1, number + 1))


def test_a_journal_article_reads_as_one_line_with_its_doi() -> None:
    assert citation_line(journal()).text == (
        "Okafor, A. M., & Lind, P. (2020). A trial of something. Journal of Results, 12(3), 10–19. "
        "https://doi.org/10.1234/abc"
    )


def test_the_journal_and_its_volume_are_italic() -> None:
    italic = [run.text for run in citation_line(journal()).runs if run.italic]
    assert italic == ["Journal of Results", "12"]


@pytest.mark.parametrize("ending", ["?", "!", "…", "."])
def test_a_title_that_ends_a_sentence_gets_no_full_stop_more(ending: str) -> None:
    line = citation_line(journal(title=f"Does it help{ending}")).text
    assert f"Does it help{ending} Journal" in line


def test_one_author_stands_alone() -> None:
    assert citation_line(journal(authors=people(1))).text.startswith("Family1, A. (2020). ")


def test_twenty_authors_are_all_named() -> None:
    line = citation_line(journal(authors=people(20))).text
    assert "Family19, A., & Family20, A. (2020)" in line


def test_of_more_than_twenty_authors_the_first_nineteen_and_the_last_are_named() -> None:
    line = citation_line(journal(authors=people(23))).text
    assert "Family19, A., … Family23, A. (2020)" in line
    assert "Family20" not in line


def test_a_list_that_was_cut_says_so() -> None:
    line = citation_line(journal(authors=people(3), authors_cut=True)).text
    assert line.startswith("Family1, A., Family2, A., Family3, A., et al. (2020). ")


def test_a_group_is_an_author() -> None:
    line = citation_line(journal(authors=(Name(literal="World Health Organization"),))).text
    assert line.startswith("World Health Organization (2020). ")


def test_a_particle_and_a_suffix_keep_their_places() -> None:
    name = Name(family="Kolk", given="Bessel A.", particle="van der", suffix="Jr.")
    assert citation_line(journal(authors=(name,))).text.startswith("van der Kolk, B. A., Jr. (2020). ")


def test_without_authors_the_year_opens_the_line() -> None:
    assert citation_line(journal(authors=())).text.startswith("(2020). A trial of something. ")


def test_an_unknown_date_is_said() -> None:
    assert "(n.d.)" in citation_line(journal(issued=None)).text
    assert "(in press)" in citation_line(journal(issued=None, status="in press")).text


def test_an_article_published_ahead_says_so() -> None:
    ahead = journal(volume="", issue="", pages="", status="advance online publication")
    assert "Journal of Results. Advance online publication. https" in citation_line(ahead).text


def test_an_article_that_has_its_volume_is_no_longer_ahead() -> None:
    assert "Advance" not in citation_line(journal(status="advance online publication")).text


def test_an_article_number_stands_where_pages_would() -> None:
    assert "12(3), Article e55. " in citation_line(journal(pages="", number="e55")).text


def test_a_chapter_names_its_editors_and_book() -> None:
    chapter = Reference(
        type="chapter",
        title="On endings",
        authors=people(1),
        editors=people(2),
        container_title="A handbook",
        edition="2nd",
        pages="5-9",
        publisher="Invented Press",
        issued=PartialDate(year=2018),
    )
    assert citation_line(chapter).text == (
        "Family1, A. (2018). On endings. In Family1, A., & Family2, A. (Eds.), A handbook "
        "(2nd ed., pp. 5–9). Invented Press."
    )


def test_a_book_is_italic_and_names_its_publisher() -> None:
    book = Reference(
        type="book", title="A whole book", authors=people(1), publisher="Press", issued=PartialDate(year=2001)
    )
    line = citation_line(book)
    assert line.text == "Family1, A. (2001). A whole book. Press."
    assert [run.text for run in line.runs if run.italic] == ["A whole book"]


def test_without_a_doi_the_address_of_the_work_is_the_link() -> None:
    assert citation_line(journal(doi="", url="https://example.org/paper")).link == "https://example.org/paper"


def test_an_address_that_no_browser_should_follow_is_no_link() -> None:
    assert citation_line(journal(doi="", url="javascript:alert(1)")).link == ""


def test_signs_that_would_end_an_address_are_escaped_in_the_link() -> None:
    assert citation_line(journal(doi='10.1234/a"b c')).link == "https://doi.org/10.1234/a%22b%20c"


def test_an_empty_reference_is_still_a_line() -> None:
    assert citation_line(Reference()).text == "(n.d.)."


@pytest.mark.parametrize(
    ("given", "short"),
    [
        ("Pim", "P."),
        ("E. H.", "E. H."),
        ("E.H.", "E. H."),
        ("EH", "E. H."),
        ("Jean-Paul Marie", "J.-P. M."),
        ("Élise", "É."),
        ("", ""),
    ],
)
def test_given_names_become_initials(given: str, short: str) -> None:
    assert initials(given) == short
