"""What a reader asks of the browse page, read from an address and written back in one canonical form."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from urllib.parse import urlencode

TOPIC, TYPE, YEAR = "topic", "type", "year"
FACETS = (TOPIC, TYPE, YEAR)
Parameters = Mapping[str, Sequence[str]]


class NoSuchPage(Exception):
    """A page number that is none."""


@dataclass(frozen=True, kw_only=True)
class Asked:
    """The choices of a reader: "or" inside a facet, "and" between facets."""

    topics: tuple[str, ...] = ()
    types: tuple[str, ...] = ()
    years: tuple[str, ...] = ()
    page: int = 1

    def values(self, facet: str) -> tuple[str, ...]:
        """What was chosen in one facet."""
        return {TOPIC: self.topics, TYPE: self.types, YEAR: self.years}[facet]

    def choosing(self, facet: str, values: Iterable[str]) -> Asked:
        """The same with other choices in one facet, from the first page."""
        field = {TOPIC: "topics", TYPE: "types", YEAR: "years"}[facet]
        return replace(self, page=1, **{field: _canonical(values)})

    def without(self, facet: str, value: str) -> Asked:
        """The same without one choice, from the first page."""
        return self.choosing(facet, (other for other in self.values(facet) if other != value))

    def on_page(self, number: int) -> Asked:
        return replace(self, page=number)

    @property
    def narrows(self) -> bool:
        """Whether anything was chosen at all."""
        return any(self.values(facet) for facet in FACETS)

    @property
    def query(self) -> str:
        """The canonical query: facets and values in a fixed order, page 1 left out."""
        pairs = [(facet, value) for facet in FACETS for value in self.values(facet)]
        if self.page > 1:
            pairs.append(("page", str(self.page)))
        return urlencode(pairs)


def read(parameters: Parameters) -> Asked:
    """What these parameters ask for; unknown ones are ignored. NoSuchPage where the page is no number."""
    return Asked(
        topics=_canonical(parameters.get(TOPIC, ())),
        types=_canonical(parameters.get(TYPE, ())),
        years=_canonical(parameters.get(YEAR, ())),
        page=page_number(parameters),
    )


def page_number(parameters: Parameters) -> int:
    """The page asked for, 1 where none is named."""
    named = [value for value in parameters.get("page", ()) if value]
    if not named:
        return 1
    if not re.fullmatch(r"0*[1-9][0-9]{0,6}", named[-1]):
        raise NoSuchPage
    return int(named[-1])


def spells_page_otherwise(parameters: Parameters) -> bool:
    """Whether the page number has another spelling (`page=1`, `page=`, `page=02`) than the canonical one."""
    page = page_number(parameters)
    return list(parameters.get("page", ())) != ([str(page)] if page > 1 else [])


def _canonical(values: Iterable[str]) -> tuple[str, ...]:
    """Sorted, none twice, none empty; without the one sign PostgreSQL refuses in a text."""
    bare = (value.replace("\x00", "").strip() for value in values)
    return tuple(sorted({value for value in bare if value}))
