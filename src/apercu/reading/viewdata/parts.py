"""What several pages show of the records: lines of a list, whole summaries, terms, evidence at a glance."""

from __future__ import annotations

import datetime
from collections.abc import Iterable
from dataclasses import dataclass

from django.utils.safestring import SafeString

from apercu.citations.csl_values import UnreadableReference
from apercu.content.models import Article, Digest, ResearchType, Summary, Topic
from apercu.reading import addresses, texts
from apercu.reading.citation_lines import CitationLine, Run, citation_line
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
class Line:
    """A summary in a list."""

    title: str
    address: str
    gist: str
    evidence: Evidence
    month: datetime.date | None  # its month, where that is public
    month_address: str
    language: str  # the `lang` of its text where that differs from the page's, else empty


@dataclass(frozen=True, kw_only=True)
class Text:
    """A whole summary: what a month page prints one after another, and a summary's own page prints alone."""

    line: Line
    anchor: str
    topics: tuple[Link, ...]
    body: SafeString
    implications: SafeString
    citations: tuple[CitationLine, ...]
    printed_citation: str  # shown only where there is no article
    authors: tuple[str, ...]
    language_name: str  # the name of its language where that differs from the page's, else empty


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


def line(record: Summary) -> Line:
    """A summary's line, from a record of `selecting.as_lines` or an unsaved draft."""
    month = public_month(record)
    return Line(
        title=record.title,
        address=addresses.summary(record.slug),
        gist=record.gist,
        evidence=_evidence(record),
        month=month,
        month_address=addresses.digest(month) if month else "",
        language=texts.foreign(record.language),
    )


def lines(summaries: Iterable[Summary]) -> tuple[Line, ...]:
    """The lines of a list, in its order."""
    return tuple(line(record) for record in summaries)


def text(record: Summary) -> Text:
    """A whole summary, from a record of `selecting.as_texts` or an unsaved draft."""
    short = line(record)
    return Text(
        line=short,
        anchor=record.slug or "summary",
        topics=tuple(
            Link(text=term.name, address=addresses.topic(term.slug)) for term in record.topics.all()
        ),
        body=texts.rich(record.body),
        implications=texts.rich(record.implications),
        citations=tuple(_citation(article) for article in articles(record)),
        printed_citation=record.printed_citation.strip(),
        authors=tuple(row.person.name for row in record.summary_authors.all() if row.person_id),
        language_name=texts.language_name(short.language) if short.language else "",
    )


def articles(record: Summary) -> list[Article]:
    """The articles a summary is about, in order; rows of a draft that name none yet are passed over."""
    return [row.article for row in record.summary_articles.all() if row.article_id]


def public_month(record: Summary) -> datetime.date | None:
    """The month a summary stands in, where readers may see that month."""
    digest: Digest | None = record.digest
    return digest.month if digest and digest.live else None


def _evidence(record: Summary) -> Evidence:
    years = sorted({article.year for article in articles(record) if article.year})
    types = (Link(text=kind.name, address=addresses.research_type(kind.slug)) for kind in record.types.all())
    return Evidence(
        types=tuple(types),
        studies=record.studies_count,
        people=record.participants_count,
        years=", ".join(str(year) for year in years),
    )


def _citation(article: Article) -> CitationLine:
    """The article's line; one whose record cannot be read as a reference gives its title at least."""
    try:
        return citation_line(article.reference())
    except UnreadableReference:
        return CitationLine(runs=(Run(text=str(article)),))
