"""Candidates for a printed reference: which DOI it may have, and what speaks for it. A person decides."""

from __future__ import annotations

import datetime
import re
from collections.abc import Iterator
from dataclasses import dataclass

from rapidfuzz import fuzz

from apercu.citations.identifying import Identifiers
from apercu.citations.keys import same_title, title_key
from apercu.citations.reference import Reference
from apercu.fetching import Client, Unfetchable
from apercu.lookup import agreeing, crossref
from apercu.lookup.answers import Answer, Failure, Stage
from apercu.lookup.asking import failure_of
from apercu.lookup.replies import json_object, record, records
from apercu.lookup.settings import LookupSettings
from apercu.lookup.unanswered import Unanswered, Unreadable

_ROWS = 5
_MOST_AUTHORS = 3  # in the question: more do not find more
_SIMILAR = 92  # of 100, rapidfuzz's token_set_ratio
# What each agreement adds; together they are 1.
_WEIGHTS = {
    "title-same": 0.45,
    "title-similar": 0.3,
    "first-author": 0.17,
    "year-same": 0.14,
    "year-next": 0.08,
    "journal": 0.08,
    "volume": 0.07,
    "pages": 0.09,
}
_TITLES = frozenset({"title-same", "title-similar"})
# A notice or a reply carries the title of its article, and is another publication.
_NOTICE = re.compile(
    r"\W*(?:corrections?|corrigend(?:um|a)|errat(?:um|a)|addendum|retraction(?: note)?|expression of concern|"
    r"(?:authors?['’]?s?['’]? )?(?:reply|response|rejoinder)|comments? (?:on|to)|commentary on|letter to)\b",
    re.IGNORECASE,
)


@dataclass(frozen=True, kw_only=True)
class Reason:
    """One thing that speaks for a candidate (`agrees`) or against it.

    Codes: "title-same", "title-similar", "title-other", "first-author", "year-same", "year-next",
    "year-other", "journal", "volume", "pages", "is-preprint".
    """

    code: str
    agrees: bool
    printed: str = ""
    found: str = ""


@dataclass(frozen=True, kw_only=True)
class Candidate:
    """A work that a printed reference may mean."""

    reference: Reference
    identifiers: Identifiers
    score: float  # 0 to 1, for the order; not a probability
    reasons: tuple[Reason, ...]
    is_likely: bool  # enough speaks for it to be offered first; never taken without a person
    fetched_at: datetime.datetime
    asked_url: str = ""


@dataclass(frozen=True, kw_only=True)
class Finding:
    """The candidates, best first, and why there may be none."""

    at: datetime.datetime  # when we asked; each candidate says how old its answer is
    candidates: tuple[Candidate, ...] = ()
    failed: tuple[Failure, ...] = ()


def find(reference: Reference, *, client: Client, settings: LookupSettings, at: datetime.datetime) -> Finding:
    """Candidates for a printed reference, best first; never raises for what a service does.

    One request to Crossref, which a kept answer as young as `settings.max_age` spares.
    """
    question = bibliographic(reference)
    if not question:
        return Finding(at=at, failed=(Failure(service=crossref.SERVICE, code="no-identifier"),))
    if crossref.SERVICE not in settings.services:
        return Finding(at=at, failed=(Failure(service=crossref.SERVICE, code="switched-off"),))
    try:
        answers = _ask(question, client, settings)
    except (Unfetchable, Unanswered) as failure:
        return Finding(at=at, failed=(failure_of(crossref.SERVICE, failure),))
    found = [candidate for answer in answers if (candidate := judged(reference, answer))]
    found.sort(key=lambda candidate: (not candidate.is_likely, -candidate.score, candidate.identifiers.doi))
    return Finding(at=at, candidates=tuple(found))


def candidates(
    reference: Reference, *, client: Client, settings: LookupSettings, at: datetime.datetime
) -> tuple[Candidate, ...]:
    """As `find`, for whoever does not need to tell "none" from "nobody answered"."""
    return find(reference, client=client, settings=settings, at=at).candidates


def bibliographic(reference: Reference) -> str:
    """A reference as Crossref's `query.bibliographic` takes it: words, in any order."""
    names = [name.family or name.literal for name in reference.authors[:_MOST_AUTHORS]]
    year = str(reference.issued.year) if reference.issued else ""
    words = (
        *names,
        year,
        reference.title,
        reference.container_title,
        reference.volume,
        reference.pages or reference.number,
    )
    return " ".join(word for word in words if word)[:1_000] if reference.title or len(names) > 0 else ""


def judged(printed: Reference, answer: Answer) -> Candidate | None:
    """What speaks for a work and against it; None where it is another work beyond doubt."""
    found = answer.reference
    if _is_notice(printed.title) != (_is_notice(found.title) or bool(answer.notice_about)):
        return None
    reasons = tuple(_reasons(printed, answer))
    agreeing_codes = {reason.code for reason in reasons if reason.agrees}
    against = {reason.code for reason in reasons if not reason.agrees}
    others = agreeing_codes - _TITLES
    if not agreeing_codes & _TITLES and (printed.title or len(others) < 3):
        return None
    score = sum(_WEIGHTS.get(code, 0.0) for code in agreeing_codes)
    return Candidate(
        reference=found,
        identifiers=answer.identifiers,
        score=round(score, 3),
        reasons=reasons,
        is_likely="title-same" in agreeing_codes
        and len(others) >= 2
        and not against & {"first-author", "year-other", "is-preprint"},
        fetched_at=answer.fetched_at,
        asked_url=answer.asked_url,
    )


def _ask(question: str, client: Client, settings: LookupSettings) -> list[Answer]:
    reply = client.get(
        f"{settings.crossref_address}/works",
        params={"query.bibliographic": question, "rows": str(_ROWS), **crossref.polite(settings)},
        headers=crossref.token(settings),
        max_age=settings.max_age,
        within=settings.patience,
    )
    message = record(json_object(reply), "message")
    if "items" not in message:
        client.forget(reply)
        raise Unreadable("no items")
    answers = []
    for work in records(message, "items"):
        try:
            answers.append(crossref.read_work(work, reply=reply))
        except Unreadable:
            continue  # a work without a DOI is none that could be proposed
    return answers


def _is_notice(title: str) -> bool:
    return bool(_NOTICE.match(title))


def _reasons(printed: Reference, answer: Answer) -> Iterator[Reason]:
    """Each field that both tell, compared."""
    found = answer.reference
    if printed.title and found.title:
        code = _title_code(printed.title, found.title)
        yield Reason(code=code, agrees=code in _TITLES, printed=printed.title, found=found.title)
    if printed.authors and found.authors:
        ours, theirs = printed.authors[0], found.authors[0]
        yield Reason(
            code="first-author",
            agrees=agreeing.same_name(ours, theirs),
            printed=ours.literal or ours.family,
            found=theirs.literal or theirs.family,
        )
    if printed.issued and found.issued:
        yield _year(
            printed.issued.year, {found.issued.year, *([answer.online.year] if answer.online else [])}
        )
    for code, agree, ours_text, theirs_text in (
        ("journal", agreeing.same_journal, printed.container_title, found.container_title),
        ("volume", agreeing.same_number, printed.volume, found.volume),
        ("pages", agreeing.same_pages, printed.pages or printed.number, found.pages or found.number),
    ):
        if ours_text and theirs_text:
            agrees = agree(ours_text, theirs_text)
            if code == "journal" and not agrees and answer.short_container_title:
                agrees = agree(ours_text, answer.short_container_title)
            yield Reason(code=code, agrees=agrees, printed=ours_text, found=theirs_text)
    if answer.stage is Stage.PREPRINT and printed.container_title:
        yield Reason(code="is-preprint", agrees=False, found=found.publisher)


def _title_code(printed: str, found: str) -> str:
    if agreeing.same_work_title(printed, found) or same_title(printed, found):
        return "title-same"
    if fuzz.token_set_ratio(printed.casefold(), found.casefold()) >= _SIMILAR and _is_of_one_length(
        printed, found
    ):
        return "title-similar"
    return "title-other"


def _is_of_one_length(a: str, b: str) -> bool:
    """Whether neither title is a scrap of the other: a set of words is a subset too easily."""
    short, long = sorted((len(title_key(a)), len(title_key(b))))
    return short * 2 > long


def _year(printed: int, found: set[int]) -> Reason:
    """A year beside it may be that of going online."""
    nearest = min(found, key=lambda year: (abs(year - printed), year))
    code = {0: "year-same", 1: "year-next"}.get(abs(nearest - printed), "year-other")
    return Reason(code=code, agrees=code != "year-other", printed=str(printed), found=str(nearest))
