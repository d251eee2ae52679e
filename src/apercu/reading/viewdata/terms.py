"""Topics and research types: their lists, and the page of one."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from django.utils.translation import gettext as _

from apercu.content.models import ResearchType, Topic
from apercu.reading import addresses, whole
from apercu.reading.keeping import by_edition
from apercu.reading.listing import listed_by_key
from apercu.reading.machine import addresses as of_machines
from apercu.reading.machine import heads, linked_data
from apercu.reading.terms import counted
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
    taking: parts.Taking


@dataclass(frozen=True, kw_only=True)
class WaysIn:
    """Every topic and research type with the number of its public summaries."""

    topics: tuple[parts.Term, ...]
    types: tuple[parts.Term, ...]


@by_edition
def ways_in() -> WaysIn:
    """The ways in, counted: 1 query, 2 more once an edition."""
    known = counted()
    return WaysIn(
        topics=tuple(parts.topic(term, count=term.carriers) for term in known.topics),
        types=tuple(parts.research_type(term, count=term.carriers) for term in known.types),
    )


def topics_page() -> TermsPage:
    """All topics: 2 queries, 7 more once an edition."""
    return _list(title=_("Topics"), path=addresses.topics(), section="topics", terms=ways_in().topics)


def types_page() -> TermsPage:
    """All research types: 2 queries, 7 more once an edition."""
    return _list(title=_("Research types"), path=addresses.types(), section="types", terms=ways_in().types)


def topic_page(topic: Topic, *, number: int) -> TermPage:
    """One topic: 6 queries once it is at hand, 7 more once an edition; NoSuchPage past the end."""
    carriers = whole.with_topic(topic)
    return _page(
        frame=site(),
        term=parts.topic(topic, count=len(carriers)),
        carriers=carriers,
        number=number,
        kind=_("Topic"),
        section="topics",
        index=addresses.topics(),
        narrow=addresses.browse_topic(topic.slug),
        taking=parts.taking(
            citations=lambda form: of_machines.topic_citations(topic.slug, form),
            feed=of_machines.topic_feed(topic.slug),
        ),
    )


def type_page(research_type: ResearchType, *, number: int) -> TermPage:
    """One research type: 6 queries once it is at hand, 7 more once an edition; NoSuchPage past the end."""
    carriers = whole.of_type(research_type)
    return _page(
        frame=site(),
        term=parts.research_type(research_type, count=len(carriers)),
        carriers=carriers,
        number=number,
        kind=_("Research type"),
        section="types",
        index=addresses.types(),
        narrow=addresses.browse_type(research_type.slug),
        taking=parts.taking(
            citations=lambda form: of_machines.type_citations(research_type.slug, form),
            feed=of_machines.type_feed(research_type.slug),
        ),
    )


def _list(*, title: str, path: str, section: str, terms: tuple[parts.Term, ...]) -> TermsPage:
    frame = site()
    return TermsPage(
        site=frame,
        title=title,
        path=path,
        section=section,
        head=heads.of_page(frame, title=title, path=path),
        terms=terms,
    )


def _page(
    *,
    frame: Site,
    term: parts.Term,
    carriers: Sequence[int],
    number: int,
    kind: str,
    section: str,
    index: str,
    narrow: str,
    taking: parts.Taking,
) -> TermPage:
    steps = paging(number=number, total=term.count, address=lambda n: addresses.on_page(term.address, n))
    shown = listed_by_key(cut(carriers, number))
    path = addresses.on_page(term.address, number)
    about = {"title": term.name, "path": path, "description": term.description}
    json_ld = linked_data.script(linked_data.collection(frame, **about))
    return TermPage(
        site=frame,
        title=term.name,
        path=path,
        description=term.description,
        section=section,
        head=heads.of_page(frame, **about, own_feed=taking.feed, json_ld=json_ld),
        kind=kind,
        term=term,
        lines=parts.lines(shown),
        paging=steps,
        index=index,
        narrow=narrow,
        taking=taking,
    )
