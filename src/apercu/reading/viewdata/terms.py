"""Topics and research types: their lists, and the page of one."""

from __future__ import annotations

from dataclasses import dataclass

from django.db.models import QuerySet
from django.utils.translation import gettext as _

from apercu.content.models import ResearchType, Summary, Topic
from apercu.reading import addresses, selecting
from apercu.reading.keeping import by_edition
from apercu.reading.viewdata import parts
from apercu.reading.viewdata.page import Page, Site, site
from apercu.reading.viewdata.paging import Paging, cut, paging


@dataclass(frozen=True, kw_only=True)
class TermsPage(Page):
    """All topics, or all research types."""

    terms: tuple[parts.Term, ...]


@dataclass(frozen=True, kw_only=True)
class TermPage(Page):
    """One topic or research type and its summaries."""

    kind: str  # what it is, in words
    term: parts.Term
    lines: tuple[parts.Line, ...]
    paging: Paging
    index: str  # the address of its list
    narrow: str  # the browse page with it chosen


@dataclass(frozen=True, kw_only=True)
class WaysIn:
    """Every topic and research type with the number of its public summaries."""

    topics: tuple[parts.Term, ...]
    types: tuple[parts.Term, ...]


@by_edition
def ways_in() -> WaysIn:
    """The ways in, counted: 1 query, 2 more once an edition."""
    return WaysIn(
        topics=tuple(parts.topic(term, count=term.carriers) for term in selecting.counted_topics()),
        types=tuple(parts.research_type(term, count=term.carriers) for term in selecting.counted_types()),
    )


def topics_page() -> TermsPage:
    """All topics: 2 queries, 5 more once an edition."""
    return TermsPage(
        site=site(), title=_("Topics"), path=addresses.topics(), section="topics", terms=ways_in().topics
    )


def types_page() -> TermsPage:
    """All research types: 2 queries, 5 more once an edition."""
    return TermsPage(
        site=site(), title=_("Research types"), path=addresses.types(), section="types", terms=ways_in().types
    )


def topic_page(topic: Topic, *, number: int) -> TermPage:
    """One topic: 5 queries once it is at hand, 3 more once an edition; NoSuchPage past the end."""
    summaries = selecting.public_summaries().filter(topics=topic)
    total = summaries.count()
    return _page(
        frame=site(),
        term=parts.topic(topic, count=total),
        summaries=summaries,
        number=number,
        kind=_("Topic"),
        section="topics",
        index=addresses.topics(),
        narrow=addresses.browse_topic(topic.slug),
    )


def type_page(research_type: ResearchType, *, number: int) -> TermPage:
    """One research type: 5 queries once it is at hand, 3 more once an edition; NoSuchPage past the end."""
    summaries = selecting.public_summaries().filter(types=research_type)
    total = summaries.count()
    return _page(
        frame=site(),
        term=parts.research_type(research_type, count=total),
        summaries=summaries,
        number=number,
        kind=_("Research type"),
        section="types",
        index=addresses.types(),
        narrow=addresses.browse_type(research_type.slug),
    )


def _page(
    *,
    frame: Site,
    term: parts.Term,
    summaries: QuerySet[Summary],
    number: int,
    kind: str,
    section: str,
    index: str,
    narrow: str,
) -> TermPage:
    steps = paging(number=number, total=term.count, address=lambda n: addresses.on_page(term.address, n))
    shown = selecting.as_lines(cut(summaries, number))
    return TermPage(
        site=frame,
        title=term.name,
        path=addresses.on_page(term.address, number),
        description=term.description,
        section=section,
        kind=kind,
        term=term,
        lines=parts.lines(shown),
        paging=steps,
        index=index,
        narrow=narrow,
    )
