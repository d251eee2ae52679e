"""The browse page: summaries narrowed by topic, research type and year."""

from __future__ import annotations

from dataclasses import dataclass

from django.utils.translation import gettext as _

from apercu.reading import addresses, selecting
from apercu.reading.asking import FACETS, TOPIC, TYPE, YEAR, Asked
from apercu.reading.machine import addresses as of_machines
from apercu.reading.machine import heads, linked_data
from apercu.reading.machine.heads import Head
from apercu.reading.viewdata import parts
from apercu.reading.viewdata.facets import Facet, facets
from apercu.reading.viewdata.page import Page, Site, site
from apercu.reading.viewdata.paging import Paging, cut, paging


@dataclass(frozen=True, kw_only=True)
class Chosen:
    """One choice that narrows the list, and the address without it."""

    facet: str
    name: str
    without: str


@dataclass(frozen=True, kw_only=True)
class BrowsePage(Page):
    """Summaries, narrowed or not."""

    facets: tuple[Facet, ...]
    chosen: tuple[Chosen, ...]
    unknown: tuple[str, ...]  # one sentence for each value asked for that names nothing
    total: int
    lines: tuple[parts.Line, ...]
    paging: Paging
    action: str  # where the form leads
    clear: str  # the address with nothing chosen
    taking: parts.Taking


def browse_page(asked: Asked) -> BrowsePage:
    """The browse page: 6 to 9 queries, 7 more once an edition; NoSuchPage past the end.

    A value that names nothing leaves nothing over, like any choice without summaries, and is said.
    """
    found = selecting.narrowed(asked)
    total = found.count()
    steps = paging(number=asked.page, total=total, address=lambda n: addresses.browse(asked.on_page(n)))
    choices = facets(asked)
    chosen = _chosen(asked, choices)
    frame, title = site(), _title(chosen)
    return BrowsePage(
        site=frame,
        title=title,
        path=addresses.browse(asked),
        section="summaries",
        head=_head(frame, asked, title),
        facets=choices,
        chosen=chosen,
        unknown=tuple(_unknown(asked, choices)),
        total=total,
        lines=parts.lines(selecting.as_lines(cut(found, asked.page))) if total else (),
        paging=steps,
        action=addresses.browse(),
        clear=addresses.browse(),
        taking=parts.taking(
            citations=lambda form: of_machines.browse_citations(asked, form),
            feed=of_machines.browse_feed(asked) if asked.narrows else of_machines.summaries_feed(),
        ),
    )


def _head(frame: Site, asked: Asked, title: str) -> Head:
    path = addresses.browse(asked)
    return heads.of_page(
        frame,
        title=title,
        path=path,
        own_feed=of_machines.browse_feed(asked) if asked.on_page(1).query else "",
        json_ld=linked_data.script(linked_data.collection(frame, title=title, path=path)),
    )


def _title(chosen: tuple[Chosen, ...]) -> str:
    if not chosen:
        return _("Summaries")
    return _("Summaries: %(choices)s") % {"choices": ", ".join(one.name for one in chosen)}


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
