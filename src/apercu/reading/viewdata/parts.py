"""What several pages show of the records: lines of a list, whole summaries, terms, evidence at a glance."""

from __future__ import annotations

import datetime
from collections.abc import Callable, Iterable
from dataclasses import dataclass, replace

from django.utils.safestring import SafeString

from apercu.content.models import ResearchType, Summary, Topic
from apercu.reading import addresses, texts
from apercu.reading.carrying import carried
from apercu.reading.listing import Listed, of_record
from apercu.reading.machine import article_records
from apercu.reading.viewdata.citing import Cited, Formatted, cited_all
from apercu.reading.viewdata.page import Link


@dataclass(frozen=True, kw_only=True)
class Term:
    """A topic or research type as a way in."""

    name: str
    address: str
    count: int = 0
    description: str = ""


@dataclass(frozen=True, kw_only=True)
class Evidence:
    """A summary's evidence at a glance; what is not known is left out."""

    types: tuple[Link, ...] = ()
    studies: int | None = None
    people: int | None = None
    years: str = ""  # of the article, or articles

    @property
    def is_known(self) -> bool:
        """Whether there is anything to show: an imported entry may lack all of it."""
        return bool(self.types or self.years) or self.studies is not None or self.people is not None


@dataclass(frozen=True, kw_only=True)
class Taking:
    """What a reader takes along from a list: a feed to follow it by, its articles for a reference manager."""

    feed: str
    exports: tuple[Link, ...]


@dataclass(frozen=True, kw_only=True)
class Line:
    """A summary in a list."""

    title: str
    address: str
    gist: str
    evidence: Evidence
    month: datetime.date | None  # its month, where that is public
    month_address: str
    language: str  # the `lang` of its text where that differs from the page's, else empty
    in_practice: str = ""  # the first words on what to do with it, where the page opens with them


@dataclass(frozen=True, kw_only=True)
class Change:
    """What was put right in a summary, and when."""

    date: datetime.date
    text: str


@dataclass(frozen=True, kw_only=True)
class Text:
    """A whole summary: what a month page prints one after another, and a summary's own page prints alone."""

    line: Line
    anchor: str
    topics: tuple[Link, ...]
    body: SafeString
    implications: SafeString
    citations: tuple[Cited, ...]
    printed_citation: str  # shown only where there is no article
    coins: tuple[str, ...] = ()  # the articles again, for reference managers
    authors: tuple[str, ...]
    changes: tuple[Change, ...]  # what was put right since it was published, newest first
    language_name: str  # the name of its language where that differs from the page's, else empty


def taking(*, citations: Callable[[str], str], feed: str = "") -> Taking:
    """The ways to take a list along; `citations` gives the address of a form of its articles' records."""
    names = {"ris": "RIS", "bib": "BibTeX", "json": "CSL-JSON"}
    return Taking(
        feed=feed, exports=tuple(Link(text=name, address=citations(form)) for form, name in names.items())
    )


def topic(record: Topic, *, count: int = 0) -> Term:
    """A topic with the number of summaries on it."""
    return Term(
        name=record.name,
        address=addresses.topic(record.slug),
        count=count,
        description=record.description,
    )


def research_type(record: ResearchType, *, count: int = 0) -> Term:
    """A research type with the number of summaries of that kind."""
    return Term(
        name=record.name,
        address=addresses.research_type(record.slug),
        count=count,
        description=record.description,
    )


def line(listed: Listed) -> Line:
    """A summary's line."""
    month = listed.month
    return Line(
        title=listed.title,
        address=addresses.summary(listed.slug),
        gist=listed.gist,
        evidence=_evidence(listed),
        month=month,
        month_address=addresses.digest(month) if month else "",
        language=texts.foreign(listed.language),
    )


def lines(summaries: Iterable[Listed]) -> tuple[Line, ...]:
    """The lines of a list, in its order."""
    return tuple(line(one) for one in summaries)


def shared_language(these: Iterable[Line]) -> str:
    """The `lang` of a text about these summaries: theirs, where they have one in common."""
    languages = {line.language for line in these}
    return languages.pop() if len(languages) == 1 else ""


def opening_lines(summaries: Iterable[Listed]) -> tuple[Line, ...]:
    """Lines with the first words of the practice implications, which must have been read with them."""
    return tuple(replace(line(one), in_practice=texts.first_words(one.implications)) for one in summaries)


def text(record: Summary, ready: Formatted) -> Text:
    """A whole summary, from a record of `carrying.whole_summaries` or an unsaved draft."""
    short, carries = line(of_record(record)), carried(record)
    return Text(
        line=short,
        anchor=record.slug or "summary",
        topics=tuple(Link(text=term.name, address=addresses.topic(term.slug)) for term in carries.topics),
        body=texts.rich(record.body),
        implications=texts.rich(record.implications),
        citations=cited_all(carries, ready),
        printed_citation=record.printed_citation.strip(),
        coins=article_records.coins(carries.references),
        changes=tuple(
            Change(date=row.date, text=row.text)
            for row in sorted(carries.corrections, key=lambda row: row.date, reverse=True)
        ),
        authors=tuple(person.name for person in carries.signatories),
        language_name=texts.language_name(short.language) if short.language else "",
    )


def _evidence(listed: Listed) -> Evidence:
    types = (Link(text=kind.name, address=addresses.research_type(kind.slug)) for kind in listed.types)
    return Evidence(
        types=tuple(types),
        studies=listed.studies,
        people=listed.people,
        years=", ".join(map(str, listed.years)),
    )
