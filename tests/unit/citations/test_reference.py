"""A reference as CSL-JSON: out, in, and what is refused."""

from __future__ import annotations

import json
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from apercu.citations.reference import Name, PartialDate, Reference, UnreadableReference

TEXT = st.text(max_size=20)
NAMES = st.builds(Name, family=TEXT, given=TEXT, suffix=TEXT, particle=TEXT, literal=TEXT)
DATES = st.one_of(
    st.builds(PartialDate, year=st.integers(1, 9999)),
    st.builds(PartialDate, year=st.integers(1, 9999), month=st.integers(1, 12)),
    st.builds(PartialDate, year=st.integers(1, 9999), month=st.integers(1, 12), day=st.integers(1, 31)),
)
# Keys of our own fields cannot be "unknown"; these are keys of the schema that we have no field for.
UNKNOWN = st.dictionaries(
    st.sampled_from(["id", "abstract", "ISSN", "language", "note", "x"]),
    st.one_of(TEXT, st.integers(), st.lists(TEXT)),
)
TEXT_FIELDS = {
    name: TEXT for name, kind in Reference.__annotations__.items() if kind == "str" and name != "doi"
}
REFERENCES = st.builds(
    Reference,
    authors=st.lists(NAMES, max_size=3).map(tuple),
    authors_cut=st.booleans(),
    editors=st.lists(NAMES, max_size=2).map(tuple),
    issued=st.none() | DATES,
    doi=st.one_of(TEXT, st.just("https://doi.org/10.5555/ABC")),
    unknown=UNKNOWN,
    **TEXT_FIELDS,
)


@given(reference=REFERENCES)
def test_a_reference_comes_back_from_csl(reference: Reference) -> None:
    assert Reference.from_csl(reference.to_csl()) == reference


@given(reference=REFERENCES)
def test_a_reference_comes_back_from_json(reference: Reference) -> None:
    assert Reference.from_csl(json.loads(json.dumps(reference.to_csl()))) == reference


def test_csl_has_the_names_of_the_schema() -> None:
    reference = Reference(
        title="Naming what hurts",
        authors=(
            Name(particle="van der", family="Molen", given="B. A.", suffix="Jr."),
            Name(literal="Fjord Group"),
        ),
        authors_cut=True,
        editors=(Name(family="Dahl", given="E."),),
        container_title="Journal of Testing",
        publisher="Fjord",
        publisher_place="Oslo",
        edition="2",
        volume="12",
        issue="3",
        pages="5–9",
        number="e12",
        chapter="7",
        issued=PartialDate(year=2018, month=3),
        status="in press",
        doi="https://doi.org/10.5555/ABC",
        pmid="12",
        url="https://example.org/",
        unknown={"language": "en"},
    )
    assert reference.to_csl() == {
        "type": "article-journal",
        "title": "Naming what hurts",
        "author": [
            {"family": "Molen", "given": "B. A.", "suffix": "Jr.", "non-dropping-particle": "van der"},
            {"literal": "Fjord Group"},
        ],
        "custom": {"et-al": True},
        "editor": [{"family": "Dahl", "given": "E."}],
        "container-title": "Journal of Testing",
        "publisher": "Fjord",
        "publisher-place": "Oslo",
        "edition": "2",
        "volume": "12",
        "issue": "3",
        "page": "5–9",
        "number": "e12",
        "chapter-number": "7",
        "issued": {"date-parts": [[2018, 3]]},
        "status": "in press",
        "DOI": "10.5555/abc",
        "PMID": "12",
        "URL": "https://example.org/",
        "language": "en",
    }


def test_what_is_not_known_is_left_out() -> None:
    assert Reference().to_csl() == {"type": "article-journal"}


@pytest.mark.parametrize(
    ("item", "field", "value"),
    [
        ({"volume": 12}, "volume", "12"),
        ({"volume": "12"}, "volume", "12"),
        ({"issue": 3}, "issue", "3"),
        ({"issue": 3.0}, "issue", "3"),
        ({"page": 283}, "pages", "283"),
        ({"PMID": 12}, "pmid", "12"),
        ({"title": None}, "title", ""),
        ({"DOI": "https://doi.org/10.5555/ABC"}, "doi", "10.5555/abc"),
        ({"DOI": "not known"}, "doi", "not known"),
        ({}, "type", "document"),
        ({"issued": {"date-parts": [[2018, 3, 4]]}}, "issued", PartialDate(year=2018, month=3, day=4)),
        ({"issued": {"date-parts": [["2018", "03"]]}}, "issued", PartialDate(year=2018, month=3)),
        ({"issued": {"date-parts": [["2018", ""]]}}, "issued", PartialDate(year=2018)),
        ({"issued": {"date-parts": [[2018, 13]]}}, "issued", PartialDate(year=2018)),
        ({"issued": {"date-parts": [[2018, 2, 40]]}}, "issued", PartialDate(year=2018, month=2)),
        ({"issued": {"date-parts": [[2018], [2019]]}}, "issued", PartialDate(year=2018)),
        ({"issued": {"date-parts": [[]]}}, "issued", None),
        ({"issued": {"raw": "2018"}}, "issued", PartialDate(year=2018)),
        ({"issued": {"raw": "2018-03-04"}}, "issued", PartialDate(year=2018, month=3, day=4)),
        ({"issued": {"literal": "Spring 2018"}}, "issued", PartialDate(year=2018)),
        ({"issued": "2018-03"}, "issued", PartialDate(year=2018, month=3)),
        ({"issued": 2018}, "issued", PartialDate(year=2018)),
        ({"issued": {"literal": "n.d."}}, "issued", None),
        ({"issued": {"literal": "1917/1957"}}, "issued", None),
        ({"custom": {"et-al": True}}, "authors_cut", True),
        ({"custom": {"et-al": "yes"}}, "authors_cut", False),
        (
            {"author": [{"family": "Aarne", "given": "A.", "dropping-particle": "von"}]},
            "authors",
            (Name(family="Aarne", given="A. von"),),
        ),
    ],
)
def test_csl_of_other_makers_is_read_tolerantly(item: dict[str, Any], field: str, value: object) -> None:
    assert getattr(Reference.from_csl(item), field) == value


@pytest.mark.parametrize(
    "item",
    [
        {"id": "x", "abstract": "Little is said.", "ISSN": ["0317-8471"]},
        {"custom": {"colour": "teal"}},
        {"custom": {"colour": "teal", "et-al": True}, "author": [{"family": "Aarne"}]},
        {"issued": {"date-parts": [[2018]], "season": 2}},
        {"issued": {"literal": "n.d."}},
    ],
)
def test_what_we_have_no_field_for_goes_out_as_it_came(item: dict[str, Any]) -> None:
    assert Reference.from_csl(item).to_csl() == {**item, "type": "document"}


@pytest.mark.parametrize(
    ("item", "field"),
    [
        ({"title": ["Naming"]}, "title"),
        ({"volume": True}, "volume"),
        ({"author": "Aarne, B."}, "author"),
        ({"author": {"family": "Aarne"}}, "author"),
        ({"author": ["Aarne, B."]}, "author"),
        ({"author": [{"family": 12, "given": []}]}, "given"),
        ({"editor": 3}, "editor"),
        ({"issued": ["2018"]}, "issued"),
        ({"issued": True}, "issued"),
        ({"issued": {"date-parts": "2018"}}, "issued"),
        ({"issued": {"date-parts": [2018]}}, "issued"),
        ({"issued": {"date-parts": [["spring"]]}}, "issued"),
        ({"issued": {"raw": 2018}}, "issued"),
        ({"custom": "et-al"}, "custom"),
        ({"type": ["book"]}, "type"),
    ],
)
def test_a_value_of_a_wrong_kind_is_refused_in_a_sentence_that_names_the_field(
    item: dict[str, Any], field: str
) -> None:
    with pytest.raises(UnreadableReference) as refusal:
        Reference.from_csl(item)
    assert refusal.value.field == field
    assert str(refusal.value).startswith(f"The field “{field}” should be ")
    assert str(refusal.value).endswith(".")


def test_a_sentence_of_refusal_stays_short() -> None:
    with pytest.raises(UnreadableReference) as refusal:
        Reference.from_csl({"title": ["x" * 1000]})
    assert len(str(refusal.value)) < 150


@pytest.mark.parametrize("parts", [{"day": 3}, {"month": 13}, {"month": 0}, {"month": 2, "day": 32}])
def test_what_is_no_date_is_refused(parts: dict[str, int]) -> None:
    with pytest.raises(ValueError):
        PartialDate(year=2018, **parts)


JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False) | TEXT,
    lambda inner: (
        st.lists(inner, max_size=3)
        | st.dictionaries(st.sampled_from(["family", "date-parts", "raw", "et-al"]), inner, max_size=3)
    ),
    max_leaves=8,
)
ITEMS = st.dictionaries(
    st.sampled_from(["title", "author", "issued", "custom", "volume", "type", "DOI"]), JSON
)


@given(item=ITEMS)
def test_any_json_is_read_or_refused(item: dict[str, Any]) -> None:
    try:
        reference = Reference.from_csl(item)
    except UnreadableReference:
        return
    assert Reference.from_csl(reference.to_csl()) == reference
