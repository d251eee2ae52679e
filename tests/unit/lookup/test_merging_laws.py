"""Laws of merging: the order of answers does not matter, and saying a thing twice says no more."""

from __future__ import annotations

import datetime
from collections.abc import Sequence
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from apercu.citations.reference import Name, PartialDate, Reference
from apercu.lookup import Answer, Identifiers, Notice, NoticeKind, Stage, merge
from apercu.lookup.merging import _RULES, TRUST
from apercu.lookup.notices import united
from tests.replaying.server import NOON

# Few values each, so that services agree, half agree and disagree often.
titles = st.sampled_from(
    [
        "",
        "Homework",
        "HOMEWORK",
        "Homework and its many discontents: A review",
        "Homework and its many discontents",
    ]
)
names = st.sampled_from(
    [
        Name(family="Flückiger", given="Christoph"),
        Name(family="Flueckiger", given="C."),
        Name(family="Fluckiger"),
        Name(family="Brand", given="K."),
        Name(literal="The Group"),
        Name(literal="Group"),
    ]
)
dates = st.sampled_from(
    [None, PartialDate(year=2020), PartialDate(year=2020, month=11), PartialDate(year=2021, month=1, day=5)]
)
moments = st.sampled_from([NOON, NOON + datetime.timedelta(days=1)])
services = st.sampled_from(["crossref", "pubmed", "europepmc", "openalex", "doi.org", "another"])
short = st.sampled_from(["", "4", "04", "5"])
notices = st.builds(
    Notice,
    kind=st.sampled_from(NoticeKind),
    doi=st.sampled_from(["", "10.5555/a", "10.5555/b"]),
    pmid=st.sampled_from(["", "1", "2"]),
    date=dates,
    sources=st.sampled_from([("crossref",), ("pubmed",), ("crossref", "retraction-watch")]),
)
references = st.builds(
    Reference,
    type=st.sampled_from(["article-journal", "article", "document"]),
    title=titles,
    authors=st.lists(names, max_size=3).map(tuple),
    authors_cut=st.booleans(),
    container_title=st.sampled_from(["", "The Journal", "Journal", "Journal : of much", "Other"]),
    volume=short,
    issue=short,
    pages=st.sampled_from(["", "1-9", "1", "1–9", "2-9", "215"]),
    number=st.sampled_from(["", "215", "e215"]),
    issued=dates,
)
answers = st.builds(
    Answer,
    service=services,
    reference=references,
    identifiers=st.builds(
        Identifiers,
        doi=st.sampled_from(["", "10.5555/a", "10.5555/b"]),
        pmid=st.sampled_from(["", "1"]),
        openalex=st.sampled_from(["", "W1"]),
    ),
    online=dates,
    issns=st.sampled_from([(), ("0033-3204",), ("1939-1536", "0033-3204")]),
    stage=st.sampled_from(Stage),
    orcids=st.sampled_from([(), ("0000-0002-1825-0097",)]),
    notices=st.lists(notices, max_size=3).map(tuple),
    caveats=st.sampled_from([(), ("title-in-capitals",)]),
    fetched_at=moments,
)
several = st.lists(answers, max_size=6)


@settings(deadline=None, derandomize=True)
@given(told=several, data=st.data())
def test_the_order_in_which_answers_arrive_does_not_matter(told: list[Answer], data: st.DataObject) -> None:
    assert merge(told) == merge(data.draw(st.permutations(told)))


@settings(deadline=None, derandomize=True)
@given(told=several)
def test_merging_the_same_answers_twice_changes_nothing(told: list[Answer]) -> None:
    assert merge([*told, *told]) == merge(told)


@settings(deadline=None, derandomize=True)
@given(told=several)
def test_every_value_is_one_that_its_service_told_and_no_disagreement_is_lost(told: list[Answer]) -> None:
    merged = merge(told)
    if merged is None:
        assert not told
        return
    for field, value in merged.values.items():
        sayers = [answer for answer in told if answer.service == value.service]
        assert any(value.fetched_at == answer.fetched_at for answer in sayers)
        if field in ("title", "container_title", "volume", "issued", "authors"):
            assert value.value in [getattr(answer.reference, field) for answer in sayers]
            assert getattr(merged.reference, field) == value.value
        assert value.service not in value.also
    for conflict in merged.conflicts:
        assert len(conflict.values) >= 2
        assert conflict.values[0] == merged.values[conflict.field]
        everybody = [name for one in conflict.values for name in (one.service, *one.also)]
        assert len(everybody) == len(set(everybody))


@settings(deadline=None, derandomize=True)
@given(told=st.lists(notices, max_size=6), data=st.data())
def test_notices_unite_in_any_order_and_stay_united(told: Sequence[Notice], data: st.DataObject) -> None:
    once = united(told)
    assert united(data.draw(st.permutations(list(told)))) == once
    assert united(once) == once
    assert {notice.kind for notice in once} <= {notice.kind for notice in told}
    assert {source for notice in once for source in notice.sources} == {
        source for notice in told for source in notice.sources
    }
    if told:  # the gravest is never lost in a milder one
        order = list(NoticeKind)
        assert min(map(order.index, (n.kind for n in once))) == min(map(order.index, (n.kind for n in told)))


def test_every_field_has_an_order_of_trust_and_a_rule() -> None:
    assert set(TRUST) == set(_RULES)


def test_nobodys_answer_is_no_record() -> None:
    assert merge([]) is None


@pytest.mark.parametrize(
    ("one", "other", "differ"),
    [
        ({"title": "HOMEWORK AND ITS DISCONTENTS"}, {"title": "Homework and its discontents"}, False),
        ({"title": "Coöperation & care"}, {"title": "Cooperation and care"}, False),
        ({"title": "Behavior in groups"}, {"title": "Behaviour in groups"}, True),
        ({"title": "Homework, part 1"}, {"title": "Homework, part 2"}, True),
        ({"pages": "283–293"}, {"pages": "283-293"}, False),
        ({"pages": "283"}, {"pages": "283-293"}, False),
        ({"pages": "283-292"}, {"pages": "283-293"}, True),
        ({"pages": "215"}, {"number": "215"}, False),
        ({"number": "e215"}, {"number": "215"}, False),
        ({"volume": "07"}, {"volume": "7"}, False),
        ({"issue": "Suppl. 1"}, {"issue": "suppl 1"}, False),
        ({"issue": "1"}, {"issue": "2"}, True),
        ({"container_title": "The Lancet"}, {"container_title": "Lancet (London, England)"}, False),
        ({"container_title": "Mindfulness"}, {"container_title": "Mindlessness"}, True),
        ({"issued": PartialDate(year=2020)}, {"issued": PartialDate(year=2020, month=3)}, False),
        (
            {"issued": PartialDate(year=2020, month=4)},
            {"issued": PartialDate(year=2020, month=3)},
            True,
        ),
        (
            {"authors": (Name(family="Nissen-Lie", given="Helene A."),)},
            {"authors": (Name(family="Nissen Lie", given="H."),)},
            False,
        ),
        (
            {"authors": (Name(family="van Dis", given="Eva"),)},
            {"authors": (Name(family="Dis", given="Eva van"),)},
            False,
        ),
        (
            {"authors": (Name(family="Lee", given="A."),)},
            {"authors": (Name(family="Lee", given="B."),)},
            True,
        ),
        (
            {"authors": (Name(family="Lee", given="A."),)},
            {"authors": (Name(family="Lee", given="A."), Name(family="Roe", given="B."))},
            True,
        ),
        (
            {"authors": (Name(family="Lee", given="A."),), "authors_cut": True},
            {"authors": (Name(family="Lee", given="A."), Name(family="Roe", given="B."))},
            False,
        ),
        ({"type": "article-journal"}, {"type": "chapter"}, True),
        ({"publisher": "Wiley"}, {"publisher": "John Wiley & Sons, Ltd"}, False),
    ],
)
def test_only_real_disagreement_is_a_conflict(
    one: dict[str, object], other: dict[str, object], differ: bool
) -> None:
    told = [
        Answer(
            service=service,
            reference=Reference(**fields),  # type: ignore[arg-type]
            identifiers=Identifiers(doi="10.5555/a"),
            fetched_at=NOON,
        )
        for service, fields in (("crossref", one), ("pubmed", other))
    ]
    merged = merge(told)
    assert merged is not None
    assert bool(merged.conflicts) == differ


def told_by(service: str, **fields: Any) -> Answer:
    """An answer that tells these fields of a reference and no more."""
    return Answer(
        service=service,
        reference=Reference(**fields),
        identifiers=Identifiers(doi="10.5555/a"),
        fetched_at=NOON,
    )


def test_an_article_number_is_not_also_its_page() -> None:
    merged = merge([told_by("crossref", pages="215"), told_by("pubmed", number="215")])
    assert merged is not None
    assert (merged.reference.number, merged.reference.pages) == ("215", "")
    assert merged.values["number"].also == ("pubmed",)


RETRACTION, CORRECTION = NoticeKind.RETRACTION, NoticeKind.CORRECTION


@pytest.mark.parametrize(
    ("told", "together"),
    [
        ([("doi", "10.5555/n", 2020), ("pmid", "7", 2020)], 1),
        ([("doi", "10.5555/n", None), ("pmid", "7", 2020)], 1),
        ([("doi", "10.5555/n", 2019), ("pmid", "7", 2020)], 2),
        # two corrections of a year: which of them the number belongs to, nobody knows
        ([("doi", "10.5555/n", 2020), ("doi", "10.5555/m", 2020), ("pmid", "7", 2020)], 3),
        ([("doi", "10.5555/n", 2020), ("pmid", "6", 2020), ("pmid", "7", 2020)], 3),
        ([("doi", "10.5555/n", 2020), ("doi", "10.5555/m", 2021), ("pmid", "7", 2021)], 2),
    ],
)
def test_a_notice_by_doi_and_one_by_number_are_one_where_there_is_no_choice(
    told: list[tuple[str, str, int | None]], together: int
) -> None:
    notices = [
        Notice(
            kind=CORRECTION,
            date=PartialDate(year=year) if year else None,
            doi=value if name == "doi" else "",
            pmid=value if name == "pmid" else "",
            sources=("crossref" if name == "doi" else "pubmed",),
        )
        for name, value, year in told
    ]
    assert len(united(notices)) == together


def test_what_pubmed_files_as_an_erratum_may_be_graver() -> None:
    partial = Notice(kind=NoticeKind.PARTIAL_RETRACTION, doi="10.5555/n", sources=("crossref",))
    erratum = Notice(kind=CORRECTION, doi="10.5555/n", pmid="7", sources=("pubmed",))
    assert united([erratum, partial]) == (
        Notice(kind=NoticeKind.PARTIAL_RETRACTION, doi="10.5555/n", pmid="7", sources=("crossref", "pubmed")),
    )
    retraction = Notice(kind=RETRACTION, doi="10.5555/n", sources=("crossref",))
    assert len(united([erratum, retraction])) == 2


def test_an_early_date_gives_way_to_the_issues_and_is_no_conflict() -> None:
    """Crossref has the day online and no issue yet; PubMed knows the issue."""
    online = PartialDate(year=2020, month=12, day=3)
    ahead = Answer(
        service="crossref",
        reference=Reference(title="T", issued=online, status="advance online publication"),
        identifiers=Identifiers(doi="10.5555/a"),
        online=online,
        stage=Stage.AHEAD_OF_PRINT,
        fetched_at=NOON,
    )
    final = Answer(
        service="pubmed",
        reference=Reference(title="T", volume="5", issued=PartialDate(year=2021, month=10)),
        identifiers=Identifiers(doi="10.5555/a", pmid="1"),
        stage=Stage.FINAL,
        fetched_at=NOON,
    )
    merged = merge([ahead, final])
    assert merged is not None
    assert merged.reference.issued == PartialDate(year=2021, month=10)
    assert (merged.stage, merged.reference.status) == (Stage.FINAL, "")
    assert merged.values["stage"].service == "pubmed"
    assert merged.conflicts == ()


def test_the_younger_of_two_answers_of_one_service_counts() -> None:
    old, new = (
        Answer(
            service="crossref",
            reference=Reference(title=title),
            identifiers=Identifiers(doi="10.5555/a"),
            fetched_at=NOON + datetime.timedelta(days=days),
        )
        for title, days in (("Z: before", 0), ("A: after", 1))
    )
    merged = merge([new, old])
    assert merged is not None
    assert merged.reference.title == "A: after"
    assert merged.conflicts == ()
