"""Facts for checks: an entry with nothing to complain of, and ways to change one thing."""

from __future__ import annotations

import datetime
from dataclasses import replace
from typing import Any

from apercu.citations.reference import Name, PartialDate, Reference
from apercu.editing.checks.entry import Cited, DigestEntry, Entry, Summarised, Term
from apercu.editing.checks.finding import Check, Finding

TODAY = datetime.date(2021, 6, 15)
SURVEY = Term(slug="survey", names=("Survey", "Enquête"))
TRIAL = Term(
    slug="randomised-controlled-trial", names=("Randomised controlled trial", "Essai contrôlé randomisé")
)
META_ANALYSIS = Term(slug="meta-analysis", names=("Meta-analysis", "Méta-analyse"))

REFERENCE = Reference(
    title="Walking before a session and how soon clients begin to talk",
    authors=(Name(family="Okafor", given="Ada"), Name(family="Lindqvist", given="Per")),
    container_title="Journal of Invented Results",
    volume="12",
    issue="3",
    pages="1-20",
    issued=PartialDate(year=2020, month=5),
    doi="10.1234/invented.12",
)


def entry(**changes: Any) -> Entry:
    """An English summary of a survey, empty where a check must be given its text."""
    return Entry(**{"today": TODAY, "types": (SURVEY,), **changes})


def french(**changes: Any) -> Entry:
    """The same in French."""
    return entry(language="fr", **changes)


def about(**changes: Any) -> Entry:
    """An entry about the reference above, changed."""
    return entry(articles=(Cited(label="Okafor 2020", reference=replace(REFERENCE, **changes)),))


def digest(*summaries: Summarised, **changes: Any) -> DigestEntry:
    """A month with these summaries."""
    return DigestEntry(**{"today": TODAY, "summaries": summaries, **changes})


def codes(check: Check[Any], of: Entry | DigestEntry) -> list[str]:
    """What a check finds, by code."""
    return [one.code for one in check.find(of)]


def only(check: Check[Any], of: Entry | DigestEntry) -> Finding:
    """The one thing a check finds, which says what it is and how to mend it."""
    (found,) = check.find(of)
    assert found.what
    assert found.mend
    assert found.field
    return found
