"""Single values, as services write them."""

from __future__ import annotations

import datetime
import json

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from apercu.citations.reference import Name, PartialDate
from apercu.fetching import Reply
from apercu.lookup import Answer, Identifiers, crossref, doi_org, europepmc, openalex, pubmed
from apercu.lookup.dates import from_iso, from_medline, from_parts, partial
from apercu.lookup.journals import journal_name
from apercu.lookup.locators import read_pages
from apercu.lookup.names import in_natural_order, out_of_capitals, person
from apercu.lookup.plain_text import in_capitals, lowered, plain, plain_paragraphs, read_title, with_stops
from apercu.lookup.questions import Service
from apercu.lookup.unanswered import NotFound, Unanswered
from tests.replaying.server import NOON
from tests.unit.lookup.cases import CASES, FOLDER

ALL: tuple[Service, ...] = (crossref, pubmed, europepmc, openalex, doi_org)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("<jats:p>One <jats:italic>two</jats:italic></jats:p>", "One two"),
        ("CO<sub>2</sub> &amp; you", "CO2 & you"),
        ("&amp;lt;i&amp;gt;d&amp;lt;/i&amp;gt; = 1", "d = 1"),
        ("p <.05 and n<x and y>z", "p <.05 and n<x and y>z"),
        ("p &lt; .05", "p < .05"),
        ("AT&T and R&D;", "AT&T and R&D;"),
        ('<mml:math xmlns:mml="x"><mml:mi>η</mml:mi></mml:math><sup>2</sup>', "η2"),
        ("drop\u2010out\u00ad \u200bnow", "drop-out now"),
        ("  a\n\tb ", "a b"),
        ("e\u0301", "é"),
    ],
)
def test_markup_goes_and_text_stays(text: str, expected: str) -> None:
    assert plain(text) == expected


@settings(deadline=None, derandomize=True)
@given(st.text())
def test_plain_text_is_one_line_and_stays_plain(text: str) -> None:
    once = plain(text)
    assert "\n" not in once
    assert once == once.strip()


def test_an_abstract_keeps_its_paragraphs_and_loses_its_heading() -> None:
    text = "<jats:title>Abstract</jats:title><jats:p>One.</jats:p>\n<jats:p>Two.</jats:p>"
    assert plain_paragraphs(text) == "One.\nTwo."


@pytest.mark.parametrize(
    ("printed", "subtitle", "text", "retracted", "capitals"),
    [
        ("A study.", "", "A study", False, False),
        ("Therapy in the U.S.", "", "Therapy in the U.S.", False, False),
        ("To be continued...", "", "To be continued...", False, False),
        ("Does it help?", "A trial", "Does it help? A trial", False, False),
        ("It helps", "A trial.", "It helps: A trial", False, False),
        ("It helps: A trial", "A trial", "It helps: A trial", False, False),
        ("RETRACTED: It helps", "", "It helps", True, False),
        ("RETRACTED ARTICLE: It helps", "", "It helps", True, False),
        ("[RETRACTED] It helps.", "", "It helps", True, False),
        ("WITHDRAWN: It helps", "", "It helps", True, False),
        ("It helps (Retracted)", "", "It helps", True, False),
        ("Retracted article. It helps", "", "It helps", True, False),
        ("Retraction: It helps", "", "Retraction: It helps", False, False),
        ("Removed from home: children in care", "", "Removed from home: children in care", False, False),
        ("Withdrawn adolescents", "", "Withdrawn adolescents", False, False),
        ("[It helped everybody].", "", "It helped everybody", False, False),
        ("PTSD", "", "PTSD", False, False),
        ("EFFECTS OF CBT ON PTSD: A TRIAL", "", "Effects of CBT on PTSD: A trial", False, True),
        ("L’ÉTÉ À QUÉBEC", "", "L’été à québec", False, True),
    ],
)
def test_titles_lose_what_services_put_around_them(
    printed: str, subtitle: str, text: str, retracted: bool, capitals: bool
) -> None:
    title = read_title(printed, subtitle=subtitle)
    assert (title.text, title.is_retracted, title.was_in_capitals) == (text, retracted, capitals)


def test_lowering_lowers() -> None:
    assert not in_capitals(lowered("A LONG TITLE IN CAPITALS"))


@pytest.mark.parametrize(
    ("text", "date"),
    [
        ("2020", (2020,)),
        ("2020 Nov", (2020, 11)),
        ("2020 Nov 5", (2020, 11, 5)),
        ("2020 Nov 5;77(7):768", (2020, 11, 5)),
        ("2020 Nov-Dec", (2020,)),
        ("2019-2020", (2019,)),
        ("1998 Dec-1999 Jan", (1998,)),
        ("Winter 2020", (2020,)),
        ("2020 Winter", (2020,)),
        ("2020 Spring;3", (2020,)),
        ("no date", None),
        ("", None),
    ],
)
def test_medlines_dates_are_read_as_far_as_they_say_one_thing(
    text: str, date: tuple[int, ...] | None
) -> None:
    told = from_medline(text)
    assert (tuple(told.to_csl()) if told else None) == date


@pytest.mark.parametrize(
    ("value", "date"),
    [
        ({"date-parts": [[2021, 10, 5]]}, (2021, 10, 5)),
        ({"date-parts": [[2021, 10]]}, (2021, 10)),
        ({"date-parts": [["2021"]]}, (2021,)),
        ({"date-parts": [[2021, None]]}, (2021,)),
        ({"date-parts": [[2021, 21]]}, (2021,)),
        ({"date-parts": [[2021, 2, 40]]}, (2021, 2)),
        ({"date-parts": [[None]]}, None),
        ({"date-parts": [[]]}, None),
        ({"date-parts": []}, None),
        ({"date-parts": [[0]]}, None),
        ({}, None),
        ("2021", None),
        (None, None),
    ],
)
def test_crossrefs_dates_may_stop_early(value: object, date: tuple[int, ...] | None) -> None:
    told = from_parts({"issued": value}, "issued")
    assert (tuple(told.to_csl()) if told else None) == date


def test_iso_dates_are_read_with_and_without_time() -> None:
    assert from_iso("2021-10-05T00:00:00Z") == PartialDate(year=2021, month=10, day=5)
    assert from_iso("2021-10") == PartialDate(year=2021, month=10)
    assert from_iso("5 Oct 2021") is None
    assert partial(True) is None


@pytest.mark.parametrize(
    ("printed", "pages", "number"),
    [
        ("283-293", "283-293", ""),
        ("283–93", "283-293", ""),
        ("1283-93", "1283-1293", ""),
        ("e12-20", "e12-e20", ""),
        ("S1-S9", "S1-S9", ""),
        ("99-101", "99-101", ""),
        ("98-2", "98-2", ""),  # running backwards: left as printed
        ("265", "265", ""),
        ("77-77", "77", ""),
        ("102002", "", "102002"),
        ("102002-102002", "", "102002"),
        ("e0249999", "", "e0249999"),
        ("1-10; discussion 11-2", "1-10", ""),
        ("pp. 5-9", "5-9", ""),
        ("iv-x", "iv-x", ""),
        ("", "", ""),
    ],
)
def test_locators_are_written_out_and_told_from_numbers(printed: str, pages: str, number: str) -> None:
    assert read_pages(printed) == (pages, number)


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("Eva A. M. van Dis", Name(family="van Dis", given="Eva A. M.")),
        ("Ana de la Cruz", Name(family="de la Cruz", given="Ana")),
        ("Martin Luther King Jr.", Name(family="King", given="Martin Luther", suffix="Jr.")),
        ("Plato", Name(family="Plato")),
        ("Van Morrison", Name(family="Morrison", given="Van")),
        ("The COMMIT Study Group", Name(literal="The COMMIT Study Group")),
    ],
)
def test_names_in_their_natural_order_are_divided(text: str, name: Name) -> None:
    assert in_natural_order(text) == name


@pytest.mark.parametrize(
    ("given_name", "printed"),
    [
        ("Helene A", "Helene A."),
        ("I A", "I. A."),
        ("IA", "I. A."),
        ("A.-K.", "A.-K."),
        ("A-K", "A.-K."),
        ("Bo", "Bo"),
        ("J.", "J."),
        ("", ""),
    ],
)
def test_initials_get_their_full_stops(given_name: str, printed: str) -> None:
    assert with_stops(given_name) == printed


def test_capitals_in_names_are_undone_only_where_all_are_so() -> None:
    shouting = (person(family="NISSEN-LIE", given="HELENE"), person(family="MCDONALD", given="J"))
    assert out_of_capitals(shouting) == (
        (Name(family="Nissen-Lie", given="Helene"), Name(family="McDonald", given="J.")),
        True,
    )
    mixed = (Name(family="NG", given="A."), Name(family="Okafor", given="B."))
    assert out_of_capitals(mixed) == (mixed, False)
    assert out_of_capitals([Name(family="NG")]) == ((Name(family="NG"),), False)


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("World psychiatry : official journal of the WPA", "World psychiatry"),
        ("Psychotherapy (Chicago, Ill.)", "Psychotherapy"),
        ("Clinic (1990)", "Clinic"),
        ("Psychology (and more)", "Psychology (and more)"),
        ("", ""),
    ],
)
def test_journals_lose_what_a_catalogue_adds(text: str, name: str) -> None:
    assert journal_name(text) == name


def test_identifiers_are_kept_in_one_spelling_and_only_ever_added_to() -> None:
    known = Identifiers(doi="https://doi.org/10.5555/A", pmid="PMID: 12", pmcid="pmc 7", arxiv="?")
    assert (known.doi, known.pmid, known.pmcid, known.arxiv) == ("10.5555/a", "12", "PMC7", "")
    assert Identifiers(arxiv="arXiv:2106.01234").doi == "10.48550/arxiv.2106.01234"
    assert Identifiers(doi="10.48550/arXiv.2106.01234").arxiv == "2106.01234"
    assert not Identifiers(doi="none")
    more = known.with_more(Identifiers(doi="10.5555/b", openalex="W1"))
    assert (more.doi, more.openalex) == ("10.5555/a", "W1")


def reply(body: bytes) -> Reply:
    return Reply(status=200, url="https://u", headers={}, body=body, fetched_at=NOON)


json_values = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False) | st.text(max_size=8),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=8), inner, max_size=3),
    max_leaves=6,
)


@settings(deadline=None, derandomize=True)
@given(data=st.data())
def test_a_reply_with_any_value_of_a_wrong_kind_is_an_answer_or_unreadable(data: st.DataObject) -> None:
    """One value anywhere in a good reply is replaced by another: nothing but `Unanswered` is raised."""
    case = data.draw(st.sampled_from(CASES))
    service, name = data.draw(
        st.sampled_from(
            [
                (crossref, "crossref.json"),
                (europepmc, "europepmc.json"),
                (openalex, "openalex.json"),
                (doi_org, "doi_org.json"),
            ]
        )
    )
    if not (case / name).exists():
        return
    document = json.loads((case / name).read_text("utf-8"))
    place = document
    while True:
        keys = list(place) if isinstance(place, dict) else list(range(len(place)))
        if not keys:
            return
        key = data.draw(st.sampled_from(keys))
        if not isinstance(place[key], dict | list) or data.draw(st.integers(0, 3)) == 0:
            place[key] = data.draw(json_values)
            break
        place = place[key]
    try:
        answer = service.read(reply(json.dumps(document).encode()), asked=Identifiers())
    except Unanswered:
        return
    assert isinstance(answer, Answer)
    shown = json.dumps(answer.reference.to_csl(), ensure_ascii=False).encode()
    assert b"\0" not in shown


@settings(deadline=None, derandomize=True)
@given(body=st.binary(max_size=200), service=st.sampled_from(ALL))
def test_no_bytes_make_a_reader_raise_anything_else(body: bytes, service: Service) -> None:
    with pytest.raises(Unanswered):
        service.read(reply(body), asked=Identifiers())


def test_a_record_of_europe_pmc_without_a_doi_is_found_by_its_number_and_no_other_is() -> None:
    asked = Identifiers(doi="10.5555/classic", pmid="7")
    assert europepmc.query(asked) == 'DOI:"10.5555/classic" OR (EXT_ID:7 AND SRC:MED)'
    assert europepmc.query(Identifiers(pmcid="PMC7")) == "PMCID:PMC7"

    def read(*results: dict[str, str]) -> str:
        body = json.dumps({"hitCount": len(results), "resultList": {"result": results}})
        return europepmc.read(reply(body.encode()), asked=asked).reference.title

    by_number = {"id": "7", "source": "MED", "pmid": "7", "title": "By number"}
    by_doi = {"id": "PPR1", "source": "PPR", "doi": "10.5555/CLASSIC", "title": "By DOI"}
    assert read(by_number) == "By number"
    assert read(by_number, by_doi) == "By DOI"
    for other in (by_number | {"doi": "10.5555/other"}, {"id": "8", "pmid": "8"}, {"pmcid": "PMC1"}, {}):
        with pytest.raises(NotFound):
            read(other)


def test_the_issues_own_date_counts_where_the_articles_is_not_told() -> None:
    told = json.loads((FOLDER / "03-advance-online" / "crossref.json").read_text("utf-8"))
    told["message"] |= {
        "volume": "52",
        "journal-issue": {"issue": "5", "published-print": {"date-parts": [[2021, 10]]}},
    }
    answer = crossref.read(reply(json.dumps(told).encode()), asked=Identifiers())
    assert answer.reference.issued == PartialDate(year=2021, month=10)
    assert answer.online == PartialDate(year=2021, month=6, day=7)


def test_half_characters_and_control_characters_do_not_get_through() -> None:
    body = (
        (CASES[0] / "crossref.json")
        .read_text("utf-8")
        .replace("The alliance", "The\\u0000 \\ud800\\u0085alliance")
    )
    answer = crossref.read(reply(body.encode()), asked=Identifiers())
    assert answer.reference.title.startswith("The alliance in adult")


def test_a_notice_is_not_retracted_though_its_title_or_kind_says_the_word() -> None:
    told = json.loads((FOLDER / "10-a-notice" / "crossref.json").read_text("utf-8"))
    told["message"]["title"] = ["RETRACTED: Brief contact and lasting change"]
    answer = crossref.read(reply(json.dumps(told).encode()), asked=Identifiers())
    assert (answer.notices, answer.notice_about) == ((), ("10.5555/retracted.6",))
    medline = (FOLDER / "10-a-notice" / "pubmed.xml").read_bytes()
    medline = medline.replace(b"Retraction: Brief", b"RETRACTED: Brief")
    answer = pubmed.read(reply(medline), asked=Identifiers())
    assert (answer.notices, answer.notice_about) == ((), ("10.5555/retracted.6",))


def test_pubmed_cut_anywhere_is_unreadable() -> None:
    whole = (CASES[0] / "pubmed.xml").read_bytes().rstrip()
    for at in range(0, len(whole) - 1, 97):
        with pytest.raises(Unanswered):
            pubmed.read(reply(whole[:at]), asked=Identifiers())
    assert pubmed.read(reply(whole), asked=Identifiers()).age(at=NOON) == datetime.timedelta()
