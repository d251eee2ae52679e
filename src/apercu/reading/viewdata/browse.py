"""Browse and search are one page: summaries found by words, narrowed by topic, research type and year."""

from __future__ import annotations

from dataclasses import dataclass, replace

from django.utils.translation import gettext as _

from apercu.reading import addresses
from apercu.reading.asking import FACETS, NEWEST, OLDEST, RELEVANCE, TOPIC, TYPE, YEAR, Asked
from apercu.reading.finding import Findings, find, topics_near
from apercu.reading.machine import addresses as of_machines
from apercu.reading.machine import heads, linked_data
from apercu.reading.machine.heads import Head, Meta
from apercu.reading.viewdata import parts
from apercu.reading.viewdata.facets import Facet, facets
from apercu.reading.viewdata.page import Link, Page, Site, site
from apercu.reading.viewdata.paging import Paging, paging
from apercu.reading.viewdata.results import Result, results
from apercu.reading.viewdata.understanding import Understanding, understanding


@dataclass(frozen=True, kw_only=True)
class Chosen:
    """One choice that narrows the list, and the address without it."""

    facet: str
    name: str
    without: str


@dataclass(frozen=True, kw_only=True)
class Order:
    """One order of the list."""

    name: str
    address: str
    is_chosen: bool


@dataclass(frozen=True, kw_only=True)
class BrowsePage(Page):
    """Summaries, found or narrowed or all of them."""

    text: str  # what was typed
    sort: str  # the parameter's value; empty for the usual order
    facets: tuple[Facet, ...]
    chosen: tuple[Chosen, ...]
    unknown: tuple[str, ...]  # one sentence for each value asked for that names nothing
    understanding: Understanding | None
    orders: tuple[Order, ...]
    total: int
    results: tuple[Result, ...]
    close: tuple[Result, ...]  # near in meaning, without the words
    near: tuple[Link, ...]  # topics, where nothing was found
    paging: Paging
    action: str  # where the form leads
    clear: str  # the address with nothing chosen
    taking: parts.Taking


def browse_page(asked: Asked) -> BrowsePage:
    """The browse page: 9 queries, 7 more once an edition; NoSuchPage past the end.

    A value that names nothing leaves nothing over, like any choice without summaries, and is said.
    """
    found = find(asked)
    steps = paging(number=asked.page, total=found.total, address=lambda n: addresses.browse(asked.on_page(n)))
    choices = facets(asked, found)
    chosen = _chosen(asked, choices)
    frame, title = site(), _title(asked, chosen)
    return BrowsePage(
        site=frame,
        title=title,
        path=addresses.browse(asked),
        section="summaries",
        head=_head(frame, asked, title),
        text=asked.text,
        sort=asked.sort,
        facets=choices,
        chosen=chosen,
        unknown=tuple(_unknown(asked, choices)),
        understanding=understanding(asked, found),
        orders=_orders(asked) if found.total > 1 else (),
        total=found.total,
        results=results(found.hits),
        close=results(found.close),
        near=_near(asked, found),
        paging=steps,
        action=addresses.browse(),
        clear=addresses.browse(asked.without_choices),
        taking=parts.taking(
            citations=lambda form: of_machines.browse_citations(asked, form),
            feed=of_machines.browse_feed(asked) if asked.narrows else of_machines.summaries_feed(),
        ),
    )


def _head(frame: Site, asked: Asked, title: str) -> Head:
    path = addresses.browse(asked)
    head = heads.of_page(
        frame,
        title=title,
        path=path,
        own_feed=of_machines.browse_feed(asked) if asked.narrows else "",
        json_ld=linked_data.script(linked_data.collection(frame, title=title, path=path)),
    )
    if not asked.text:
        return head
    # What readers type is no page for crawlers to keep.
    return replace(head, metas=(*head.metas, Meta(name="robots", content="noindex")))


def _title(asked: Asked, chosen: tuple[Chosen, ...]) -> str:
    choices = ", ".join(one.name for one in chosen)
    if asked.text:
        return _("Search: %(text)s") % {"text": f"{asked.text} ({choices})" if choices else asked.text}
    return _("Summaries: %(choices)s") % {"choices": choices} if chosen else _("Summaries")


def _orders(asked: Asked) -> tuple[Order, ...]:
    names = {RELEVANCE: _("Most relevant"), NEWEST: _("Newest"), OLDEST: _("Oldest")}
    if not asked.text:
        names.pop(RELEVANCE)
    return tuple(
        Order(name=name, address=addresses.browse(asked.sorted_by(order)), is_chosen=asked.order == order)
        for order, name in names.items()
    )


def _near(asked: Asked, found: Findings) -> tuple[Link, ...]:
    if found.total or not asked.text or not found.is_ready:
        return ()
    return tuple(
        Link(text=topic.name, address=addresses.topic(topic.slug)) for topic in topics_near(asked.text)
    )


def _chosen(asked: Asked, choices: tuple[Facet, ...]) -> tuple[Chosen, ...]:
    labels = {facet.name: facet.label for facet in choices}
    names = _names(choices)
    return tuple(
        Chosen(
            facet=labels[facet],
            name=names.get((facet, value), value),
            without=addresses.browse(asked.without(facet, value)),
        )
        for facet in FACETS
        for value in asked.values(facet)
    )


def _unknown(asked: Asked, choices: tuple[Facet, ...]) -> list[str]:
    names = _names(choices)
    sentences = {
        TOPIC: _("No topic is called “%(value)s”."),
        TYPE: _("No research type is called “%(value)s”."),
        YEAR: _("There are no summaries from “%(value)s”."),
    }
    return [
        sentences[facet] % {"value": value}
        for facet in FACETS
        for value in asked.values(facet)
        if (facet, value) not in names
    ]


def _names(choices: tuple[Facet, ...]) -> dict[tuple[str, str], str]:
    return {(facet.name, choice.value): choice.name for facet in choices for choice in facet.choices}
