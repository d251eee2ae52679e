"""ContextObjects: what a reference manager finds of an article in our page."""

from __future__ import annotations

from urllib.parse import parse_qs

from hypothesis import given

from apercu.citations.coins import context_object
from apercu.citations.reference import Name, PartialDate, Reference
from tests.unit.citations.formatted_samples import HARD, journal, person
from tests.unit.citations.test_reference import REFERENCES


def said(reference: Reference) -> dict[str, list[str]]:
    return parse_qs(context_object(reference), strict_parsing=True)


def test_a_journal_article() -> None:
    reference = journal(
        "Berg",
        authors=(person("Berg", "Jan", particle="van den", suffix="Jr."), Name(literal="Fjord Group")),
        title="Mind & body",
        number="e12",
        issued=PartialDate(year=2020, month=4),
        doi="10.5555/abc",
        pmid="12",
        url="https://example.org/",
    )
    assert said(reference) == {
        "ctx_ver": ["Z39.88-2004"],
        "rft_val_fmt": ["info:ofi/fmt:kev:mtx:journal"],
        "rft_id": ["info:doi/10.5555/abc", "info:pmid/12"],
        "rft.genre": ["article"],
        "rft.atitle": ["Mind & body"],
        "rft.jtitle": ["Journal of Results"],
        "rft.volume": ["12"],
        "rft.issue": ["3"],
        "rft.spage": ["110"],
        "rft.epage": ["119"],
        "rft.pages": ["110-119"],
        "rft.artnum": ["e12"],
        "rft.date": ["2020-04"],
        "rft.aulast": ["van den Berg"],
        "rft.aufirst": ["Jan"],
        "rft.ausuffix": ["Jr."],
        "rft.au": ["Jan van den Berg Jr.", "Fjord Group"],
    }


def test_a_book_and_a_chapter() -> None:
    book = said(HARD["book"])
    assert book["rft_val_fmt"] == ["info:ofi/fmt:kev:mtx:book"]
    assert (book["rft.genre"], book["rft.btitle"]) == (["book"], ["The great debate: The evidence"])
    assert (book["rft.pub"], book["rft.edition"]) == (["Routledge"], ["2"])
    chapter = said(HARD["chapter"])
    assert (chapter["rft.genre"], chapter["rft.place"]) == (["bookitem"], ["New York"])
    assert (chapter["rft.atitle"], chapter["rft.btitle"]) == (
        ["What we know of alliance"],
        ["Handbook of therapy"],
    )


def test_a_thesis() -> None:
    thesis = said(HARD["thesis"])
    assert thesis["rft_val_fmt"] == ["info:ofi/fmt:kev:mtx:dissertation"]
    assert (thesis["rft.title"], thesis["rft.inst"]) == (["A thesis on alliance"], ["University of Fjord"])


def test_a_group_and_an_address() -> None:
    report = said(HARD["report"])
    assert report["rft.aucorp"] == ["Fjord Health Board"]
    assert report["rft_id"] == ["https://example.org/report?a=1&b=2"]


@given(reference=REFERENCES)
def test_any_record_is_encoded(reference: Reference) -> None:
    value = context_object(reference)
    assert value.isascii()
    assert not set(value) & set("<>\"' ")
    assert said(reference)["ctx_ver"] == ["Z39.88-2004"]
