"""Checks on what a summary cites, on what stands beside it in the archive, and on a month's teaser."""

from __future__ import annotations

from dataclasses import replace

import pytest

from apercu.citations.reference import Name, PartialDate
from apercu.content.rules import Problem
from apercu.editing.checks.entry import Cited, Other, Summarised, Term
from apercu.editing.checks.kinds import (
    address,
    already_summarised,
    citation,
    doi,
    doubled_title,
    gate,
    printed_citation,
    retracted,
    teaser,
)
from tests.unit.editing.drafts import REFERENCE, about, codes, digest, entry, only


@pytest.mark.parametrize(
    ("changes", "code", "says"),
    [
        ({"issue": ""}, "citation-incomplete", "issue"),
        ({"volume": "", "issue": ""}, "citation-incomplete", "volume"),
        ({"pages": ""}, "citation-incomplete", "pages"),
        ({"authors_cut": True}, "authors-cut", "et al."),
        ({"authors": (Name(family="Okafor"), Name(family="Lindqvist", given="Per"))}, "given-names-missing", "Okafor"),
        ({"authors": (Name(family="OKAFOR", given="Ada"),)}, "names-in-capitals", "OKAFOR"),
        ({"title": "WALKING BEFORE A SESSION"}, "article-in-capitals", "Okafor 2020"),
        ({"container_title": "JOURNAL OF INVENTED RESULTS"}, "article-in-capitals", "Okafor 2020"),
        ({"title": "Walking Before Therapy Sessions: How Quickly Clients Begin Talking"}, "article-in-title-case", "Okafor"),
        ({"title": "Walking before a session."}, "article-full-stop", "Okafor 2020"),
        ({"issued": PartialDate(year=2202)}, "year-odd", "2202"),
        ({"issued": PartialDate(year=202)}, "year-odd", "202"),
        (
            {"status": "Advance online publication", "volume": "", "issue": "", "pages": ""},
            "article-long-ahead-of-print",
            "Okafor 2020",
        ),
    ],
)  # fmt: skip
def test_what_a_citation_lacks(changes: dict[str, object], code: str, says: str) -> None:
    found = only(citation.CHECK, about(**changes))
    assert found.code == code
    assert says in found.what


@pytest.mark.parametrize(
    "changes",
    [
        {},
        {"pages": "", "number": "e0249999"},
        {"type": "book", "volume": "", "issue": "", "pages": ""},
        {
            "status": "Advance online publication",
            "volume": "",
            "pages": "",
            "issued": PartialDate(year=2021, month=2),
        },
        {"authors": (Name(literal="The Long Study Group"),)},
        {"title": "Does CBT for PTSD in the UK NHS help?"},
        {"title": "L’alliance au début de la thérapie : une étude auprès de couples québécois"},
        {"container_title": ""},  # the gate's affair
    ],
)
def test_a_citation_to_leave_alone(changes: dict[str, object]) -> None:
    assert codes(citation.CHECK, about(**changes)) == []


@pytest.mark.parametrize(
    ("changes", "found"),
    [
        ({}, []),
        ({"doi": ""}, ["doi-missing"]),
        ({"doi": "see the journal"}, ["doi-malformed"]),
        ({"doi": "", "type": "book"}, []),
        ({"doi": "", "issued": PartialDate(year=1957)}, []),
    ],
)
def test_the_doi(changes: dict[str, object], found: list[str]) -> None:
    assert codes(doi.CHECK, about(**changes)) == found


# What a real page printed (May and June 2021), and what a linter of citations must find in it.
CUIJPERS = (
    "Cuijpers, P., Quero, S., Noma, H., Ciharova, M., Miguel, C., Karyotaki, E., Cipriani, A., Cristea, I.A., Furukawa, T.O. "
    "(2021). Psychotherapies for depression: A network meta-analysis covering efficacy, acceptability and long-term outcomes "
    "of all main treatment types. World Psychiatry, 20, 283-293."
)
COOPER = (
    "Cooper, D., Yap, K., O’Brien, M. et al. (2020). Mindfulness and empathy among counseling and psychotherapy professionals: "
    "A systematic review and meta-analysis. Mindfulness, 11, 2243–2257."
)
WOLFER = (
    "Wolfer, C., Visla, A., Held, J., Hilpert, P., & Fluckiger, C. (2021). Assessing interpersonal skills—A comparison of "
    "trainee therapists' and students' interpersonal skills assessed with two established assessments for interpersonal "
    "skills. Clinical Psychology and Psychotherapy, 28, 226-232."
)
RIGHT = (
    "Okafor, A., & Lindqvist, P. (2020). Walking before a session and how soon clients begin to talk. "
    "Journal of Invented Results, 12(3), 1–20. https://doi.org/10.1234/invented.12"
)
RIGHT_FRENCH = (
    "Okafor, A. et Lindqvist, P. (2020). Marcher avant une séance. Revue des résultats inventés, 12(3), 1–20. "
    "https://doi.org/10.1234/inventee.12"
)


@pytest.mark.parametrize(
    ("printed", "found"),
    [
        (CUIJPERS, {"printed-ampersand", "printed-initials", "printed-dash", "printed-issue", "printed-doi"}),
        (COOPER, {"printed-et-al", "printed-issue", "printed-doi"}),
        (WOLFER, {"printed-dash", "printed-issue", "printed-doi"}),
        (RIGHT, set()),
        (RIGHT_FRENCH, set()),
        (
            "Okafor, A. Walking before a session. Journal of Invented Results.",
            {"printed-year", "printed-doi"},
        ),
        (
            RIGHT.replace(
                "Walking before a session and how soon clients begin to talk", "WALKING BEFORE A SESSION"
            ),
            {"printed-capitals"},
        ),
        ("", set()),
    ],
)
def test_defects_of_a_printed_citation(printed: str, found: set[str]) -> None:
    assert set(codes(printed_citation.CHECK, entry(printed_citation=printed))) == found


def test_where_there_is_an_article_only_a_difference_is_told_of() -> None:
    wolfer = replace(
        REFERENCE,
        authors=tuple(
            Name(family=one, given="A.") for one in ("Wolfer", "Visla", "Held", "Hilpert", "Flückiger")
        ),
        issued=PartialDate(year=2021),
        volume="28",
        pages="226–232",
    )
    cited = Cited(label="Wolfer 2021", reference=wolfer)
    found = only(printed_citation.CHECK, entry(printed_citation=WOLFER, articles=(cited,)))
    assert found.code == "printed-differs"
    assert "Fluckiger" in found.what
    same = Cited(label="Okafor 2020", reference=replace(REFERENCE, pages="1-20"))
    assert codes(printed_citation.CHECK, entry(printed_citation=RIGHT, articles=(same,))) == []


@pytest.mark.parametrize(
    ("title", "found"),
    [
        ("RETRACTED: Walking before a session", ["article-retracted"]),
        ("Retracted article: Walking before a session", ["article-retracted"]),
        ("[Retracted] Walking before a session", ["article-retracted"]),
        ("Correction to: Walking before a session", ["article-is-notice"]),
        ("Retraction: Walking before a session", ["article-is-notice"]),
        ("Expression of concern: Walking before a session", ["article-is-notice"]),
        ("Retracted trials in psychotherapy: A review", []),
        ("Correction facilities and therapy", []),
        ("Corrective experiences in therapy", []),
    ],
)
def test_what_the_title_says_of_retraction(title: str, found: list[str]) -> None:
    assert codes(retracted.CHECK, about(title=title)) == found


@pytest.mark.parametrize(
    ("notices", "found", "says"),
    [
        (("retraction", "correction"), ["article-retracted"], "has been retracted"),
        (("expression-of-concern",), ["article-retracted"], "expression of concern"),
        (("correction",), ["article-corrected"], "a correction"),
    ],
)
def test_what_services_told_of_an_article_is_said_once(
    notices: tuple[str, ...], found: list[str], says: str
) -> None:
    cited = Cited(
        label="Okafor 2020", reference=replace(REFERENCE, title="RETRACTED: A walk"), notices=notices
    )
    told = entry(articles=(cited,))
    assert codes(retracted.CHECK, told) == found
    assert says in only(retracted.CHECK, told).what


def test_an_article_summarised_before_is_told_of_once() -> None:
    other = Other(pk=7, title="What a walk does", month="May 2021")
    cited = Cited(label="Okafor 2020", reference=REFERENCE, others=(other,))
    found = only(already_summarised.CHECK, entry(articles=(cited, cited)))
    assert "May 2021" in found.what
    assert "What a walk does" in found.what
    assert codes(already_summarised.CHECK, about()) == []


def test_a_title_that_another_has() -> None:
    other = Other(pk=7, title="What a walk does", month="May 2021")
    assert (
        "May 2021"
        in only(doubled_title.CHECK, entry(title="What a walk does", same_title=(other, other))).what
    )
    assert codes(doubled_title.CHECK, entry(title="What a walk does")) == []


def test_an_address_readers_know() -> None:
    known = {"public_address": "/summaries/a-walk/"}
    assert "/summaries/a-walk/" in only(address.CHECK, entry(address="/summaries/walking/", **known)).what
    assert codes(address.CHECK, entry(address="/summaries/a-walk/", **known)) == []
    assert codes(address.CHECK, entry(address="/summaries/a-walk/")) == []


def test_the_gates_problems_block_and_its_warnings_do_not() -> None:
    problem = Problem(code="gist-missing", field="gist")
    (blocking,) = gate.CHECK.find(entry(problems=(problem,)))
    (warning,) = gate.CHECK.find(entry(warnings=(problem,)))
    assert (blocking.blocking, warning.blocking) == (True, False)
    assert blocking.what == warning.what == problem.sentence


DEPRESSION = Term(slug="depression", names=("Depression and Depressive Symptoms",), aliases=("depression",))
PERSONALITY = Term(
    slug="personality-disorders",
    names=("Personality Disorders",),
    aliases=("borderline personality disorder", "BPD"),
)
THERAPISTS = Term(slug="therapist-factors", names=("Therapist Factors",))
BURDEN = Summarised(
    title="The Emotionally Burdened Psychotherapist",
    gist="A heavier burden went with worries about money and health.",
    text="Stress has a negative effect on the capacity to stay focused. Therapists reported trauma.",
    topics=(THERAPISTS,),
)
NETWORK = Summarised(
    title="Psychotherapies for Depression",
    gist="All therapies did better than none.",
    text="Patients with high levels of resistance may require a therapist that is less directive.",
    topics=(DEPRESSION,),
)
KNOWN = (DEPRESSION, PERSONALITY, THERAPISTS)


def teased(text: str, *summaries: Summarised) -> list[str]:
    of = digest(*(summaries or (BURDEN, NETWORK)), teaser=f"<p>{text}</p>", known_topics=KNOWN)
    return [
        one.words if one.code == "teaser-names-absent" else one.code for one in teaser.DIGEST_CHECK.find(of)
    ]


def test_a_teaser_that_announces_another_month() -> None:
    """As a real page had it: none of the three is in the text."""
    assert teased(
        "…I blog about psychotherapy for borderline personality disorder, capacity to metnalize and therapy resistant "
        "depression, and negative effects of psychotherapy"
    ) == [
        "psychotherapy for borderline personality disorder",
        "capacity to metnalize",
        "therapy resistant depression",
    ]


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("This month begins with what weighs on therapists, and turns to depression.", []),
        ("This month we look at depression, the burden of therapists and their worries about health.", []),
        ("Happy holidays to everyone!", ["teaser-mentions-nothing"]),
        ("Depression is in it, and a word on personality disorders.", ["Personality Disorders"]),
        ("", []),
    ],
)
def test_what_a_teaser_may_say(text: str, found: list[str]) -> None:
    assert teased(text) == found


def test_a_teaser_of_an_empty_month_is_the_gates_affair() -> None:
    assert codes(teaser.DIGEST_CHECK, digest(teaser="<p>This month: walks.</p>")) == []
