"""Files of other programs: read with their oddities, and what is lost of them is said."""

from __future__ import annotations

import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from apercu.citations.formats import Read, bibtex, csl_json, ris
from apercu.citations.formats.latex import decoded
from apercu.citations.reference import Name, PartialDate, Reference


def codes(read: Read) -> list[str]:
    return [loss.code for loss in read.losses]


def record(*lines: str, type: str = "JOUR") -> str:
    return "\n".join([f"TY  - {type}", "TI  - A study", *lines, "ER  - ", ""])


def one(content: str | bytes) -> Reference:
    """The one reference of a RIS file of which nothing is lost."""
    read = ris.read(content)
    assert read.losses == ()
    (reference,) = read.references
    return reference


# --- RIS ---------------------------------------------------------------------------------------------------


def test_a_byte_order_mark_costs_no_record() -> None:
    assert one("\ufeff" + record()).title == "A study"
    assert one(("\ufeff" + record()).encode()).title == "A study"
    assert one(record().encode("utf-16")).title == "A study"


def test_records_without_an_end_are_read_and_kept_apart() -> None:
    unclosed = record().replace("ER  - \n", "")
    read = ris.read(unclosed + unclosed.replace("A study", "Another"))
    assert [reference.title for reference in read.references] == ["A study", "Another"]
    assert read.losses == ()


@pytest.mark.parametrize("between", [" - ", "- ", "   - ", "  -  "])
def test_tags_with_other_spaces(between: str) -> None:
    assert one(record("VL  - 12").replace("  - ", between)).volume == "12"


def test_line_ends_of_every_kind() -> None:
    for end in ("\r\n", "\r"):
        assert one(record("VL  - 12").replace("\n", end)).volume == "12"


def test_a_value_goes_on_in_the_next_line() -> None:
    assert one(record("T2  - Journal of", "      Results")).container_title == "Journal of Results"


@pytest.mark.parametrize("tag", ["T2", "JF", "JO", "JA", "BT"])
def test_the_journal_under_any_of_its_tags(tag: str) -> None:
    assert one(record(f"{tag}  - Journal of Results")).container_title == "Journal of Results"


def test_old_tags() -> None:
    read = one(
        "TY  - JOUR\nT1  - A study\nA1  - Doe, Jane\nY1  - 2021/03/04/\nN2  - In short\nJF  - J\nER  - \n"
    )
    assert (read.title, read.authors) == ("A study", (Name(family="Doe", given="Jane"),))
    assert (read.issued, read.container_title) == (PartialDate(year=2021, month=3, day=4), "J")
    assert read.unknown == {"abstract": "In short"}


def test_a_journal_and_its_abbreviation() -> None:
    read = one(record("JF  - Journal of Results", "JA  - J Res"))
    assert (read.container_title, read.unknown) == ("Journal of Results", {"container-title-short": "J Res"})


@pytest.mark.parametrize(
    ("lines", "date"),
    [
        (["PY  - 2021///"], PartialDate(year=2021)),
        (["PY  - 2021"], PartialDate(year=2021)),
        (["PY  - 2021", "DA  - 2021/07/15"], PartialDate(year=2021, month=7, day=15)),
        (["DA  - 2021-07-15"], PartialDate(year=2021, month=7, day=15)),
        (["PY  - 2021/07//"], PartialDate(year=2021, month=7)),
        (["PY  - 2021/00/00"], PartialDate(year=2021)),
    ],
)
def test_dates(lines: list[str], date: PartialDate) -> None:
    assert one(record(*lines)).issued == date


@pytest.mark.parametrize(
    ("lines", "pages"),
    [
        (["SP  - 283", "EP  - 293"], "283-293"),
        (["SP  - 283-293"], "283-293"),
        (["SP  - 283-293", "EP  - 293"], "283-293"),
        (["SP  - 283", "EP  - 283"], "283"),
        (["SP  - e12"], "e12"),
    ],
)
def test_pages(lines: list[str], pages: str) -> None:
    assert one(record(*lines)).pages == pages


def test_a_doi_as_an_address() -> None:
    assert one(record("DO  - https://doi.org/10.5555/ABC")).doi == "10.5555/abc"
    read = one(record("UR  - https://doi.org/10.5555/ABC"))
    assert (read.doi, read.url) == ("10.5555/abc", "https://doi.org/10.5555/ABC")


@pytest.mark.parametrize(
    ("printed", "name"),
    [
        ("Doe, Jane", Name(family="Doe", given="Jane")),
        ("King, Martin Luther, Jr.", Name(family="King", given="Martin Luther", suffix="Jr.")),
        ("King, Jr., Martin Luther", Name(family="King", given="Martin Luther", suffix="Jr.")),
        ("Fjord Group,", Name(literal="Fjord Group")),
        ("Fjord Group", Name(literal="Fjord Group")),
    ],
)
def test_names(printed: str, name: Name) -> None:
    assert one(record(f"AU  - {printed}")).authors == (name,)


def test_an_accession_number_is_pubmeds_only_where_it_may_be() -> None:
    assert one(record("AN  - 24040309", "DB  - PubMed")).pmid == "24040309"
    assert one(record("AN  - PMID: 24040309")).pmid == "24040309"
    read = ris.read(record("AN  - 2018-51673-001", "DB  - PsycINFO"))
    assert (read.references[0].pmid, codes(read)) == ("", ["field-not-kept"])


def test_what_a_ris_file_loses_is_said() -> None:
    read = ris.read(
        "Provider: someone\n"
        + record("VL  - 12", "VL  - 13", "L1  - paper.pdf", "PY  - soon", "Y1  - 2020/01/02/Summer")
        + record(type="ZZZZ")
    )
    assert sorted(codes(read)) == [
        "date-rest",
        "date-unreadable",
        "field-not-kept",
        "field-repeated",
        "text-outside-record",
        "type-unknown",
    ]
    details = " ".join(loss.detail for loss in read.losses)
    for lost in ("Provider: someone", "13", "paper.pdf", "soon", "Summer", "ZZZZ", "Record 2"):
        assert lost in details


def test_letters_that_are_not_utf8_are_read_and_told() -> None:
    read = ris.read(record("AU  - Flückiger, C.").encode("cp1252"))
    assert read.references[0].authors[0].family == "Flückiger"
    assert codes(read) == ["encoding-guessed"]


def test_a_change_made_elsewhere_wins_over_what_was_kept_beside() -> None:
    written = ris.write([Reference(title="A study", type="dataset", status="in press", pages="1–9")])
    edited = written.replace("SP  - 1\r\n", "SP  - 3\r\n")
    read = ris.read(edited)
    assert read.references[0].pages == "3-9"
    assert codes(read) == ["private-field-outdated"]
    broken = written.replace("apercu {", "apercu ")
    assert codes(ris.read(broken)) == ["private-field-unreadable"]


@given(content=st.text() | st.binary() | st.text("TYERAU  -\n12/"))
def test_readers_never_fail(content: str | bytes) -> None:
    for file_format in (ris, bibtex, csl_json):
        assert isinstance(file_format.read(content), Read)


def test_an_empty_file_has_no_references() -> None:
    assert ris.read("") == bibtex.read("") == Read(references=())


# --- BibTeX ------------------------------------------------------------------------------------------------


def entry(*fields: str, key: str = "doe", type: str = "article") -> str:
    return f"@{type}{{{key},\n  title = {{A study}},\n" + "".join(f"  {field},\n" for field in fields) + "}\n"


def bib(content: str) -> Reference:
    read = bibtex.read(content)
    assert read.losses == ()
    (reference,) = read.references
    return reference


def test_a_repeated_field_costs_no_entry_and_is_told() -> None:
    read = bibtex.read(entry("year = 2020", "year = {2021}") + entry(key="roe"))
    assert [reference.issued for reference in read.references] == [PartialDate(year=2020), None]
    assert codes(read) == ["field-repeated"]
    assert "2021" in read.losses[0].detail


def test_a_repeated_key_costs_no_entry() -> None:
    read = bibtex.read(entry("year = 2020") + entry("year = 2021"))
    assert [reference.issued for reference in read.references] == [
        PartialDate(year=2020),
        PartialDate(year=2021),
    ]
    assert read.losses == ()


def test_an_unclosed_brace_costs_one_entry_and_is_told() -> None:
    read = bibtex.read("@article{bad,\n  title = {Lost\n\n" + entry())
    assert [reference.title for reference in read.references] == ["A study"]
    assert codes(read) == ["entry-unreadable"]
    assert "Lost" in read.losses[0].detail


def test_strings_and_months() -> None:
    read = bib('@string{jr = "Journal of Results"}\n' + entry("journal = jr", "year = 2020", "month = jul"))
    assert (read.container_title, read.issued) == ("Journal of Results", PartialDate(year=2020, month=7))
    for month in ("{July}", "7", "{07}"):
        assert bib(entry("year = 2020", f"month = {month}")).issued == PartialDate(year=2020, month=7)
    assert bib(entry("date = {2020-07-15}")).issued == PartialDate(year=2020, month=7, day=15)


@pytest.mark.parametrize(
    ("latex", "text"),
    [
        (r"Fl{\"u}ckiger", "Flückiger"),
        (r"Fl\"uckiger", "Flückiger"),
        (r"R{\o}nnestad", "Rønnestad"),
        (r"Vi{\c s}", "Viş"),
        (r"50\% \& more", "50% & more"),
        ("50% more and $5", "50% more and $5"),
        (r"\emph{In} {PTSD}", "In PTSD"),
        (r"a\_b", "a_b"),
        (r"\textasciicircum{}\textbraceleft{}\textless{}", "^{<"),
        (r"\unheard{of}", r"\unheardof"),
    ],
)
def test_latex_becomes_letters(latex: str, text: str) -> None:
    assert decoded(latex) == text


@pytest.mark.parametrize(
    ("printed", "name"),
    [
        ("Doe, Jane", Name(family="Doe", given="Jane")),
        ("Jane Doe", Name(family="Doe", given="Jane")),
        ("van den Berg, Jan", Name(family="Berg", given="Jan", particle="van den")),
        ("Jan van den Berg", Name(family="Berg", given="Jan", particle="van den")),
        ("King, Jr., Martin", Name(family="King", given="Martin", suffix="Jr.")),
        ("{Fjord Group and Friends}", Name(literal="Fjord Group and Friends")),
        ("{van Dis}, Eva", Name(family="van Dis", given="Eva")),
    ],
)
def test_names_in_bibtex(printed: str, name: Name) -> None:
    read = bib(entry(f"author = {{{printed} and others}}"))
    assert (read.authors, read.authors_cut) == ((name,), True)


def test_dois_and_addresses_escaped_or_not() -> None:
    for doi in ("10.5555/a_b%c", r"10.5555/a\_b\%c"):
        assert bib(entry(f"doi = {{{doi}}}")).doi == "10.5555/a_b%c"
    assert bib(entry(r"doi = {https://doi.org/10.5555/a\_b}")).doi == "10.5555/a_b"
    assert bib(entry(r"howpublished = {\url{https://example.org/a_b}}")).url == "https://example.org/a_b"


def test_what_a_bibtex_file_loses_is_said() -> None:
    read = bibtex.read(
        entry("file = {paper.pdf}", "year = {soon}", "howpublished = {By hand}", type="artefact")
    )
    assert sorted(codes(read)) == ["date-unreadable", "field-not-kept", "field-not-kept", "type-unknown"]
    details = " ".join(loss.detail for loss in read.losses)
    for lost in ("paper.pdf", "soon", "By hand", "artefact"):
        assert lost in details


# --- CSL-JSON ----------------------------------------------------------------------------------------------


def test_unknown_keys_come_back() -> None:
    item = {"id": "x", "type": "book", "title": "T", "ISBN": "1", "custom": {"mine": 1}}
    (reference,) = csl_json.read(json.dumps([item])).references
    assert json.loads(csl_json.write([reference])) == [item]


def test_one_item_or_a_wrapped_list() -> None:
    assert csl_json.read('{"type": "book", "title": "T"}').references[0].title == "T"
    assert csl_json.read('{"items": [{"title": "T"}]}').references[0].title == "T"


@pytest.mark.parametrize("content", ["", "{", "3", '"x"'])
def test_a_file_that_is_none_is_told(content: str) -> None:
    assert codes(csl_json.read(content)) == ["file-unreadable"]


def test_a_damaged_item_costs_itself_alone() -> None:
    read = csl_json.read('[{"title": []}, 5, {"title": "T"}]')
    assert [reference.title for reference in read.references] == ["T"]
    assert codes(read) == ["record-unreadable", "record-unreadable"]
    assert "Record 1" in read.losses[0].detail
    assert "title" in read.losses[0].detail
