"""References for the tests of styles and formats: the sample digest's, and the hard cases, by name."""

from __future__ import annotations

from functools import cache
from pathlib import Path
from typing import Any

from apercu.citations.reference import Name, PartialDate, Reference
from apercu.sources import markdown

SUMMARIES = Path(__file__).parents[3] / "src/apercu/ops/sample/summaries"


def person(family: str, given: str = "", **parts: str) -> Name:
    return Name(family=family, given=given, **parts)


def people(family: str, number: int) -> tuple[Name, ...]:
    return tuple(person(f"{family}{chr(ord('a') + place)}", f"Given{place} X.") for place in range(number))


def journal(family: str, **fields: Any) -> Reference:
    """A complete article by one author; the family name keeps it apart from the others of a list."""
    given: dict[str, Any] = {
        "title": "A trial of something",
        "authors": (person(family, "Ada Mary"),),
        "container_title": "Journal of Results",
        "volume": "12",
        "issue": "3",
        "pages": "110-119",
        "issued": PartialDate(year=2020),
    }
    return Reference(**{**given, **fields})


@cache
def sample() -> dict[str, Reference]:
    """The references of the sample digest, by the name of the file they stand in."""
    found = {}
    for path in sorted(SUMMARIES.glob("*.md")):
        page = markdown.read_markdown(path.read_text(encoding="utf-8"))
        for number, reference in enumerate(page.summaries[0].references):
            found[f"{path.stem}-{number}" if number else path.stem] = reference
    return found


HARD = {
    "question": journal("Quist", title="Where is the evidence for supportive empathy?"),
    "exclamation": journal("Excell", title="Listen to your client!"),
    "quoted question": journal("Quade", title="Being asked “Who am I?”"),
    "abbreviation last": journal("Abbott", title="Therapy in the U.S."),
    "three points": journal("Ellison", title="And then ..."),
    "apostrophes": journal("O'Hara", title="The client's view, and the therapists' own"),
    "straight quotes": journal("Straight", title='What "good enough" means'),
    "typographic quotes": journal("Typo", title="What “good enough” means"),
    "markup": journal("Tagg", title="An <i>in vitro</i> study of H<sub>2</sub>O and x<sup>2</sup>"),
    "inert": journal("Script", title="Is a < b & c > d?", container_title="Counselling & Psychotherapy"),
    "no author": journal("", title="A work nobody signed", authors=()),
    "no author, book": Reference(
        type="book", title="A book nobody signed", publisher="Fjord", issued=PartialDate(year=2017)
    ),
    "no date": journal("Undated", issued=None),
    "no author, no date": journal("", title="Alone in the world", authors=(), issued=None),
    "twenty": journal("Twenty", authors=people("Twent", 20)),
    "twenty-one": journal("Many", authors=people("Man", 21)),
    "two": journal("Twosome", authors=(person("Twosome", "A. B."), person("Secund", "Cy"))),
    "hyphens": journal("Hyph", authors=(person("Hyph", "Anne-Kathrin"), person("Lind-Berg", "V. N. L. S."))),
    "hyphened initials": journal("Dash", authors=(person("Dash", "J.-P."),)),
    "particle": journal(
        "Berg", authors=(person("Berg", "Jan", particle="van den"), person("Humboldt", "Alexander von"))
    ),
    "suffix": journal("King", authors=(person("King", "Martin Luther", suffix="Jr."),)),
    "group": journal("", authors=(Name(literal="Fjord Research Group"),)),
    "family name alone": journal("Mononym", authors=(person("Mononym"),)),
    "advance": journal(
        "Early",
        status="advance online publication",
        volume="",
        issue="",
        pages="",
        issued=PartialDate(year=2021),
        doi="10.1080/10503307.2020.1847344",
    ),
    "in press": journal("Press", status="in press", volume="", issue="", pages="", issued=None),
    "article number": journal("Numb", pages="", number="e0249999", doi="10.1371/journal.pone.0249999"),
    "article number as pages": journal("Paged", pages="e0249999"),
    "en dash": journal("Dashing", pages="110–119"),
    "no issue": journal("Issueless", issue=""),
    "month": journal("Month", issued=PartialDate(year=2020, month=4)),
    "chapter": Reference(
        type="chapter",
        title="What we know of alliance",
        authors=(person("Chapman", "Jane M."),),
        editors=(person("Edwin", "Anna"), person("Itor", "Ben")),
        container_title="Handbook of therapy",
        edition="2",
        publisher="Wiley",
        publisher_place="New York",
        pages="10-20",
        issued=PartialDate(year=2013),
    ),
    "chapter, one editor": Reference(
        type="chapter",
        title="What we know of empathy",
        authors=(person("Chapel", "Jane"),),
        editors=(person("Edna", "Ann Ida"),),
        container_title="Handbook of therapy",
        volume="1",
        publisher="Wiley",
        pages="21-40",
        issued=PartialDate(year=2014),
    ),
    "book": Reference(
        type="book",
        title="The great debate: The evidence",
        authors=(person("Booker", "Bruce E."), person("Seconder", "Zac")),
        publisher="Routledge",
        edition="2",
        issued=PartialDate(year=2015),
    ),
    "edited book": Reference(
        type="book",
        title="Relationships that work",
        editors=(person("Edgar", "John C."), person("Edwards", "Michael")),
        publisher="Oxford University Press",
        issued=PartialDate(year=2019),
    ),
    "report": Reference(
        type="report",
        title="A report on care",
        authors=(Name(literal="Fjord Health Board"),),
        publisher="Fjord Press",
        url="https://example.org/report?a=1&b=2",
        issued=PartialDate(year=2017),
    ),
    "thesis": Reference(
        type="thesis",
        title="A thesis on alliance",
        authors=(person("Thesing", "Tea"),),
        publisher="University of Fjord",
        issued=PartialDate(year=2016),
        unknown={"genre": "Doctoral dissertation"},
    ),
    "preprint": Reference(
        type="article",
        title="A study not yet reviewed",
        authors=(person("Preston", "John"),),
        publisher="PsyArXiv",
        issued=PartialDate(year=2022, month=3, day=4),
        doi="10.31234/osf.io/abcde",
        unknown={"genre": "Preprint"},
    ),
    "conference": Reference(
        type="paper-conference",
        title="What we told the others",
        authors=(person("Confer", "Con"),),
        container_title="Proceedings of the meeting",
        pages="3-9",
        issued=PartialDate(year=2018),
    ),
    "web page": Reference(
        type="webpage",
        title="What therapy is",
        authors=(person("Webb", "Wyn"),),
        container_title="Fjord Health",
        url="https://example.org/what",
        issued=PartialDate(year=2019, month=5, day=6),
    ),
    "long DOI": journal("Sici", doi="10.1002/(SICI)1097-4679(199901)55:1<1::AID-JCLP1>3.0.CO;2-#"),
}
CUT = {
    "cut after one": journal("Lone", authors_cut=True),
    "cut after two": journal("Pair", authors=(person("Pair", "A."), person("Other", "B.")), authors_cut=True),
    "cut after twenty-five": journal("Crowd", authors=people("Crowd", 25), authors_cut=True),
}
