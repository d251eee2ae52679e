"""NBIB, the MEDLINE format: what PubMed gives under "Cite", and the account of what is not carried over."""

from __future__ import annotations

import re
import string

import pytest
from hypothesis import given
from hypothesis import strategies as st

from apercu.citations.formats import nbib
from apercu.citations.reference import Name, PartialDate, Reference

RECORD = """\
PMID- 33030943
OWN - NLM
STAT- MEDLINE
IS  - 1939-1536 (Electronic)
IS  - 0033-3204 (Linking)
VI  - 57
IP  - 4
DP  - 2020 Dec
TI  - The efficacy and
      acceptability of something invented: A meta-analysis.
PG  - 529-37
LID - 10.1037/pst0000317 [doi]
AB  - In short.
FAU - Nissen-Lie, Helene A
AU  - Nissen-Lie HA
FAU - King, Martin L Jr
AU  - King ML Jr
CN  - Group of Inventors
LA  - eng
PT  - Journal Article
PT  - Meta-Analysis
PL  - United States
TA  - Psychotherapy (Chic)
JT  - Psychotherapy (Chicago, Ill.)
OT  - alliance
OT  - outcome
PMC - PMC7654321
PHST- 2020/10/09 06:00 [pubmed]
PST - ppublish
AID - 2020-12345-001 [pii]
AID - 10.1037/pst0000317 [doi]
SO  - Psychotherapy (Chic). 2020 Dec;57(4):529-537.
"""


def one(text: str) -> Reference:
    (reference,) = nbib.read(text).references
    return reference


def with_line(line: str) -> str:
    return f"PMID- 12\nTI  - A study.\n{line}\n"


def losses(text: str) -> list[tuple[str, str]]:
    return [(loss.code, loss.detail) for loss in nbib.read(text).losses]


def test_a_whole_record() -> None:
    assert one(RECORD) == Reference(
        title="The efficacy and acceptability of something invented: A meta-analysis",
        authors=(
            Name(family="Nissen-Lie", given="Helene A"),
            Name(family="King", given="Martin L", suffix="Jr"),
            Name(literal="Group of Inventors"),
        ),
        container_title="Psychotherapy (Chicago, Ill.)",
        volume="57",
        issue="4",
        pages="529-537",
        issued=PartialDate(year=2020, month=12),
        doi="10.1037/pst0000317",
        pmid="33030943",
        unknown={
            "abstract": "In short.",
            "container-title-short": "Psychotherapy (Chic)",
            "ISSN": "1939-1536",
            "PMCID": "PMC7654321",
            "keyword": "alliance; outcome",
            "language": "en",
        },
    )


def test_what_of_it_is_in_no_field_is_told() -> None:
    told = {detail.partition(": ")[2].partition(": ")[0] for _code, detail in losses(RECORD)}
    assert told == {"OWN", "STAT", "IS", "PT", "PL", "PHST", "AID", "SO"}


@pytest.mark.parametrize(
    ("printed", "whole"),
    [
        ("429-38", "429-438"),
        ("429-438", "429-438"),
        ("S12-8", "S12-S18"),
        ("e0249999", "e0249999"),
        ("1099-105", "1099-1105"),
        ("12-5; discussion 20-1", "12-15"),
    ],
)
def test_pages_are_written_whole(printed: str, whole: str) -> None:
    assert one(with_line(f"PG  - {printed}")).pages == whole


@pytest.mark.parametrize(
    ("printed", "date", "code"),
    [
        ("2021", PartialDate(year=2021), None),
        ("2021 Jun", PartialDate(year=2021, month=6), None),
        ("2021 Jun 15", PartialDate(year=2021, month=6, day=15), None),
        ("2020 Nov-Dec", PartialDate(year=2020, month=11), "date-rest"),
        ("2019 Spring", PartialDate(year=2019), "date-rest"),
        ("2021 Jun 99", PartialDate(year=2021), "date-rest"),
        ("in spring", None, "date-unreadable"),
    ],
)
def test_dates_in_three_shapes(printed: str, date: PartialDate | None, code: str | None) -> None:
    text = with_line(f"DP  - {printed}")
    assert one(text).issued == date
    assert [found for found, _detail in losses(text)] == ([code] if code else [])


def test_the_electronic_date_where_there_is_no_other() -> None:
    assert one(with_line("DEP - 20210615")).issued == PartialDate(year=2021, month=6, day=15)


def test_online_before_it_is_in_an_issue() -> None:
    assert one(with_line("PST - aheadofprint")).status == "advance online publication"
    assert one(with_line("PST - aheadofprint\nVI  - 12")).status == ""


def test_old_records_have_short_names_alone() -> None:
    names = one(with_line("AU  - Doe JA\nAU  - King ML Jr\nAU  - Aristotle")).authors
    assert names == (
        Name(family="Doe", given="J. A."),
        Name(family="King", given="M. L.", suffix="Jr"),
        Name(literal="Aristotle"),
    )


def test_a_translated_title_and_its_original() -> None:
    read = one("PMID- 12\nTI  - [Psychotherapy works].\nTT  - La psychothérapie marche.\nLA  - fre\n")
    assert read.title == "Psychotherapy works"
    assert read.unknown == {"original-title": "La psychothérapie marche.", "language": "fr"}


def test_a_preprint_and_a_chapter() -> None:
    assert one(with_line("PT  - Preprint")).type == "article"
    chapter = one(with_line("BTI - A Handbook\nPB  - A House\nPL  - Montreal"))
    assert (chapter.type, chapter.container_title, chapter.publisher_place) == (
        "chapter",
        "A Handbook",
        "Montreal",
    )


def test_a_retraction_is_not_lost() -> None:
    text = with_line("PT  - Retracted Publication\nRIN - Lancet. 2010 Feb 6;375(9713):445. PMID: 20137807")
    assert one(text).unknown["custom"] == {
        "notices": [{"kind": "retraction", "about": "Lancet. 2010 Feb 6;375(9713):445. PMID: 20137807"}]
    }
    assert (
        one(with_line("PT  - Retracted Publication")).unknown["custom"]["notices"][0]["kind"] == "retraction"
    )
    assert (
        one(with_line("ECI - Somewhere. 2011")).unknown["custom"]["notices"][0]["kind"]
        == "expression-of-concern"
    )


def test_several_records_and_text_outside() -> None:
    read = nbib.read(f"A list\n\n{RECORD}\n{with_line('VI  - 1')}")
    assert [reference.pmid for reference in read.references] == ["33030943", "12"]
    assert ("text-outside-record", "A list") in losses(f"A list\n\n{RECORD}")


@pytest.mark.parametrize("end", ["\n", "\r\n", "\r"])
def test_line_ends_of_every_kind_and_bytes(end: str) -> None:
    text = RECORD.replace("\n", end)
    assert one(text) == one(RECORD)
    assert nbib.read(("\ufeff" + text).encode()).references == (one(RECORD),)


def test_it_knows_its_own_format() -> None:
    assert nbib.is_nbib(RECORD)
    assert nbib.is_nbib(with_line(""))
    assert not nbib.is_nbib("TY  - JOUR\nTI  - A study\nER  - \n")
    assert not nbib.is_nbib("A walk - and a talk")


TAGS = st.sampled_from(
    [
        "PMID",
        "TI",
        "TT",
        "BTI",
        "FAU",
        "AU",
        "CN",
        "FED",
        "ED",
        "JT",
        "TA",
        "IS",
        "VI",
        "IP",
        "PG",
        "DP",
        "DEP",
        "LID",
        "AID",
        "PMC",
        "AB",
        "LA",
        "PT",
        "MH",
        "OT",
        "SO",
        "PST",
        "RIN",
        "EIN",
        "ECI",
        "PB",
        "PL",
        "EN",
        "ISBN",
        "OWN",
        "XX",
    ]
)
VALUES = st.one_of(
    st.text(string.ascii_letters + string.digits + " ,;:.-[]()é漢", max_size=25),
    st.sampled_from(
        ["2021 Jun 15", "429-38", "10.1037/pst0000317 [doi]", "1939-1536 (Print)", "PMC12", "Doe, Jane"]
    ),
)


@given(st.lists(st.tuples(TAGS, VALUES), max_size=14))
def test_every_word_is_in_the_record_or_in_its_account(fields: list[tuple[str, str]]) -> None:
    text = "".join(f"{tag:<4}- {value}\n" for tag, value in fields)
    read = nbib.read(text)
    kept = repr([reference.to_csl() for reference in read.references]) + repr(read.losses)
    letters = re.sub(r"\W+|_", "", kept)
    for tag, value in fields:
        if tag in {"PST", "AU", "LA", "PT", "DP", "DEP", "PG", "ED", "PMID", "PMC", "IS"}:
            continue  # said in other words, or the short form of a name already there; each has its test above
        for word in re.findall(r"\w+", value):
            assert re.sub("_", "", word).lower() in letters.lower(), (tag, word)


@given(st.text(max_size=200) | st.binary(max_size=200))
def test_no_content_makes_it_raise(content: str | bytes) -> None:
    nbib.read(content)
