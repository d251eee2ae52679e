"""What is written reads back as the same record: the law, for any record and each format."""

from __future__ import annotations

import json
import re
import string
from collections.abc import Sequence
from dataclasses import replace
from types import ModuleType

import jsonschema
import pytest
import rispy
from bibtexparser.entrypoint import parse_string
from bibtexparser.middlewares import LatexDecodingMiddleware, SeparateCoAuthors, SplitNameParts
from hypothesis import given
from hypothesis import strategies as st

from apercu.citations.formats import bibtex, csl_json, ris
from apercu.citations.reference import Name, PartialDate, Reference
from tests.unit.citations.formatted_samples import CUT, HARD, sample
from tests.unit.citations.test_reference import DATES, REFERENCES

FORMATS = (ris, bibtex, csl_json)
each_format = pytest.mark.parametrize(
    "file_format", FORMATS, ids=lambda each: each.__name__.rpartition(".")[2]
)

# Words as titles and names have them, with everything RIS, BibTeX and LaTeX take for an instruction.
LETTERS = st.text(string.ascii_letters + "éøßŁα漢’", min_size=1, max_size=8)
WORDS = LETTERS | st.sampled_from(
    [
        "{",
        "}",
        "\\",
        "{a}",
        "\\&",
        "$5",
        "100%",
        "#1",
        "a_b",
        "x^2",
        "~",
        "--",
        "``",
        "''",
        "and",
        "others",
        "TY  - JOUR",
        "ER  -",
        "@article{x,",
        "=",
        '"',
        "<i>in</i>",
        "DNA",
        "–",
        "—",
        "?`",
        "\\textbf{x}",
    ]
)
LINES = st.lists(WORDS, min_size=1, max_size=6).map(" ".join)
MAYBE = st.just("") | LINES
PERSONS = st.builds(
    Name,
    family=LINES,
    given=MAYBE,
    suffix=st.sampled_from(["", "Jr.", "III"]),
    particle=st.sampled_from(["", "van den", "De", "d’"]),
)
PEOPLE = st.lists(PERSONS | st.builds(Name, literal=LINES), max_size=4).map(tuple)
TYPES = st.sampled_from(
    [
        "article",
        "article-journal",
        "article-magazine",
        "article-newspaper",
        "bill",
        "book",
        "broadcast",
        "chapter",
        "classic",
        "collection",
        "dataset",
        "document",
        "entry",
        "entry-dictionary",
        "entry-encyclopedia",
        "event",
        "figure",
        "graphic",
        "hearing",
        "interview",
        "legal_case",
        "legislation",
        "manuscript",
        "map",
        "motion_picture",
        "musical_score",
        "pamphlet",
        "paper-conference",
        "patent",
        "performance",
        "periodical",
        "personal_communication",
        "post",
        "post-weblog",
        "regulation",
        "report",
        "review",
        "review-book",
        "software",
        "song",
        "speech",
        "standard",
        "thesis",
        "treaty",
        "webpage",
    ]
)
WORKS = st.builds(
    Reference,
    type=TYPES,
    title=MAYBE,
    authors=PEOPLE,
    authors_cut=st.booleans(),
    editors=PEOPLE,
    container_title=MAYBE,
    publisher=MAYBE,
    publisher_place=MAYBE,
    edition=MAYBE,
    volume=MAYBE,
    issue=MAYBE,
    pages=MAYBE | st.sampled_from(["1-9", "1–9", "S1-S9", "1-3, 7", "e12", "10--20"]),
    number=MAYBE,
    chapter=MAYBE,
    issued=st.none() | DATES,
    status=st.sampled_from(["", "in press", "advance online publication"]),
    doi=st.sampled_from(
        ["", "10.5555/a_b%20c", "10.1002/(SICI)1097-4679(199901)55:1<1::AID-J1>3.0.CO;2-#", "x"]
    ),
    pmid=st.sampled_from(["", "24040309", "0"]),
    url=st.sampled_from(
        ["", "https://example.org/a_b?c=%20&d={e}#f", "https://doi.org/10.5555/abc", "no address"]
    ),
)


def bare(references: Sequence[Reference]) -> tuple[Reference, ...]:
    """Less the keys we have no field for: only CSL-JSON carries them."""
    return tuple(replace(reference, unknown={}) for reference in references)


@given(references=st.lists(WORKS, max_size=3))
def test_works_come_back(references: list[Reference]) -> None:
    for file_format in FORMATS:
        read = file_format.read(file_format.write(references))
        assert read.references == tuple(references), file_format
        assert read.losses == (), file_format


@given(references=st.lists(REFERENCES, max_size=2))
def test_any_record_at_all_comes_back(references: list[Reference]) -> None:
    for file_format in FORMATS:
        read = file_format.read(file_format.write(references).encode())
        wanted = tuple(references) if file_format is csl_json else bare(references)
        assert read.references == wanted, file_format
        assert read.losses == (), file_format


@each_format
def test_the_sample_and_the_hard_cases_come_back(file_format: ModuleType) -> None:
    references = tuple({**sample(), **HARD, **CUT}.values())
    read = file_format.read(file_format.write(references))
    assert (read.references if file_format is csl_json else bare(read.references)) == (
        references if file_format is csl_json else bare(references)
    )
    assert read.losses == ()


@each_format
def test_writing_what_was_read_writes_the_same_file(file_format: ModuleType) -> None:
    written = file_format.write(tuple(HARD.values()))
    assert file_format.write(file_format.read(written).references) == written


# --- what other programs read of our files ------------------------------------------------------------------

# A caret is left out: pylatexenc has another letter for LaTeX's word for it.
TITLES = st.lists(
    LETTERS | st.sampled_from(["100%", "a_b", "&", "#1", "DNA", "{PTSD}", "{", "\\", "–"]), min_size=1
)
PLAIN_WORKS = st.builds(
    Reference,
    title=TITLES.map(" ".join),
    authors=st.lists(
        st.builds(
            Name, family=st.from_regex(r"[A-ZÉØ][a-zéø]{2,8}", fullmatch=True), given=st.just("Ann B.")
        ),
        min_size=1,
        max_size=3,
    ).map(tuple),
    container_title=TITLES.map(" ".join),
    issued=st.builds(PartialDate, year=st.integers(1900, 2030)),
    doi=st.sampled_from(
        ["10.5555/abc", "10.5555/a_b", "10.1002/(sici)1097-4679(199901)55:1<1::aid-j1>3.0.co;2-#"]
    ),
)


@given(references=st.lists(PLAIN_WORKS, min_size=1, max_size=3))
def test_plain_rispy_reads_our_ris(references: list[Reference]) -> None:
    records = rispy.loads(ris.write(references).replace("\r\n", "\n"))
    assert len(records) == len(references)
    for record, reference in zip(records, references, strict=True):
        assert record["type_of_reference"] == "JOUR"
        assert record["title"] == reference.title
        assert record["secondary_title"] == record["alternate_title3"] == reference.container_title
        assert record["authors"] == [f"{name.family}, {name.given}" for name in reference.authors]
        assert record["year"] == str(reference.issued.year if reference.issued else "")
        assert record["doi"] == reference.doi


@given(references=st.lists(PLAIN_WORKS, min_size=1, max_size=3))
def test_plain_bibtexparser_reads_our_bibtex(references: list[Reference]) -> None:
    decoding = [LatexDecodingMiddleware(), SeparateCoAuthors(), SplitNameParts()]
    library = parse_string(bibtex.write(references), append_middleware=decoding)
    assert not library.failed_blocks
    for entry, reference in zip(library.entries, references, strict=True):
        assert entry["title"] == reference.title
        assert entry["journal"] == reference.container_title
        assert [" ".join(name.last) for name in entry["author"]] == [
            name.family for name in reference.authors
        ]
        assert entry["year"] == str(reference.issued.year if reference.issued else "")
    raw = parse_string(bibtex.write(references))
    assert [entry["doi"] for entry in raw.entries] == [reference.doi for reference in references]


def test_nothing_private_is_written_for_an_ordinary_article() -> None:
    ordinary = [HARD["month"], HARD["no issue"], HARD["article number"], HARD["chapter"], HARD["long DOI"]]
    assert "apercu" not in ris.write(ordinary) + bibtex.write([*ordinary, *CUT.values(), HARD["particle"]])


# --- the shape of the files ---------------------------------------------------------------------------------


def test_ris_has_a_line_for_each_field_and_ends_each_record() -> None:
    written = ris.write(tuple(HARD.values()))
    lines = written.split("\r\n")
    assert lines.pop() == ""
    assert all(re.match(r"[A-Z][A-Z0-9]  - ", line) for line in lines)
    assert [line[:2] for line in lines].count("TY") == [line[:2] for line in lines].count("ER") == len(HARD)
    assert "\n" not in written.replace("\r\n", "")


def test_bibtex_keys_are_unique_and_stay() -> None:
    references = [HARD["two"], HARD["two"], HARD["group"], HARD["no author, no date"], HARD["apostrophes"]]
    keys = re.findall(r"@\w+\{(.*?),", bibtex.write(references))
    assert keys == ["twosome2020", "twosome2020b", "fjordresearchgroup2020", "aloneintheworldnd", "ohara2020"]
    assert re.findall(r"@\w+\{(.*?),", bibtex.write(references[:2])) == keys[:2]
    many = re.findall(r"@\w+\{(.*?),", bibtex.write([HARD["two"]] * 60))
    assert len(set(many)) == 60


def test_bibtex_protects_capitals_and_escapes() -> None:
    reference = Reference(title="The PTSD of DNA & 5% of {x}_y ~ ^ \\ $ #", authors=(Name(family="Ørsted"),))
    written = bibtex.write([reference])
    assert "{The {PTSD} of {DNA} \\& 5\\% of \\lbrace{}x\\rbrace{}\\_y" in written
    assert "\\textasciitilde{} \\textasciicircum{} \\textbackslash{} \\$ \\#}" in written
    assert "author = {Ørsted}" in written


def test_csl_json_items_have_an_id_of_their_own() -> None:
    kept = replace(HARD["two"], unknown={"id": "my-key", "ISSN": "1234-5679"})
    items = json.loads(csl_json.write([kept, HARD["two"]]))
    assert [item["id"] for item in items] == ["my-key", "twosome2020b"]
    assert csl_json.read(csl_json.write([kept, HARD["two"]])).references == (kept, HARD["two"])


# The parts of the schema csl-data.json (CSL 1.0.2) that our items use.
_NAME = {
    "type": "object",
    "properties": {
        key: {"type": "string"} for key in ("family", "given", "suffix", "non-dropping-particle", "literal")
    },
    "additionalProperties": False,
}
_TEXTS = [
    "title",
    "container-title",
    "publisher",
    "publisher-place",
    "status",
    "DOI",
    "PMID",
    "URL",
    "genre",
    "id",
]
_NUMBERS = ["edition", "volume", "issue", "page", "number", "chapter-number"]
CSL_DATA = {
    "type": "array",
    "items": {
        "type": "object",
        "properties": {
            **{key: {"type": "string"} for key in _TEXTS},
            **{key: {"type": ["string", "number"]} for key in _NUMBERS},
            "type": {
                "enum": [
                    "article",
                    "article-journal",
                    "book",
                    "chapter",
                    "paper-conference",
                    "report",
                    "thesis",
                    "webpage",
                ]
            },
            "author": {"type": "array", "items": _NAME},
            "editor": {"type": "array", "items": _NAME},
            "issued": {
                "type": "object",
                "properties": {
                    "date-parts": {
                        "type": "array",
                        "maxItems": 2,
                        "items": {
                            "type": "array",
                            "minItems": 1,
                            "maxItems": 3,
                            "items": {"type": ["string", "number"]},
                        },
                    }
                },
                "additionalProperties": False,
            },
            "custom": {"type": "object"},
        },
        "required": ["type", "id"],
        "additionalProperties": False,
    },
}


def test_csl_json_keeps_to_its_schema() -> None:
    written = json.loads(csl_json.write(tuple({**sample(), **HARD, **CUT}.values())))
    jsonschema.validate(written, CSL_DATA)
    assert len({item["id"] for item in written}) == len(written)
