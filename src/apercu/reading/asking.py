"""What a reader asks of the browse page, read from an address and written back in one canonical form."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from urllib.parse import urlencode

from apercu import querylang

TEXT, TOPIC, TYPE, YEAR, SORT, PAGE = "q", "topic", "type", "year", "sort", "page"
FACETS = (TOPIC, TYPE, YEAR)
PAGE_SIZE = 20
RELEVANCE, NEWEST, OLDEST = "relevance", "newest", "oldest"
Parameters = Mapping[str, Sequence[str]]


class NoSuchPage(Exception):
    """A page number that is none."""


@dataclass(frozen=True, kw_only=True)
class Asked:
    """The words and choices of a reader: "or" inside a facet, "and" between facets."""

    text: str = ""
    topics: tuple[str, ...] = ()
    types: tuple[str, ...] = ()
    years: tuple[str, ...] = ()
    sort: str = ""  # empty for the usual order: the best first where there are words, else the newest
    page: int = 1

    def values(self, facet: str) -> tuple[str, ...]:
        """What was chosen in one facet."""
        return {TOPIC: self.topics, TYPE: self.types, YEAR: self.years}[facet]

    def choosing(self, facet: str, values: Iterable[str]) -> Asked:
        """The same with other choices in one facet, from the first page."""
        chosen = _canonical(values)
        match facet:
            case "topic":
                return replace(self, page=1, topics=chosen)
            case "type":
                return replace(self, page=1, types=chosen)
            case _:
                return replace(self, page=1, years=chosen)

    def without(self, facet: str, value: str) -> Asked:
        """The same without one choice, from the first page."""
        return self.choosing(facet, (other for other in self.values(facet) if other != value))

    def sorted_by(self, sort: str) -> Asked:
        """The same in another order, from the first page."""
        return replace(self, sort=_sort(sort, has_text=bool(self.text)), page=1)

    @property
    def order(self) -> str:
        """The order asked for, the usual one included."""
        return self.sort or (RELEVANCE if self.text else NEWEST)

    @property
    def without_choices(self) -> Asked:
        """The same words without any choice, from the first page."""
        return Asked(text=self.text, sort=self.sort)

    def on_page(self, number: int) -> Asked:
        return replace(self, page=number)

    @property
    def narrows(self) -> bool:
        """Whether anything was typed or chosen at all."""
        return bool(self.text) or any(self.values(facet) for facet in FACETS)

    @property
    def query(self) -> str:
        """The canonical query: words, facets and values in a fixed order, the usual sort and page 1 left
        out."""
        pairs = [(TEXT, self.text)] if self.text else []
        pairs.extend((facet, value) for facet in FACETS for value in self.values(facet))
        if self.sort:
            pairs.append((SORT, self.sort))
        if self.page > 1:
            pairs.append((PAGE, str(self.page)))
        return urlencode(pairs)


def read(parameters: Parameters) -> Asked:
    """What these parameters ask for; unknown ones are ignored. NoSuchPage where the page is no number."""
    text = _text(parameters)
    return Asked(
        text=text,
        topics=_canonical(parameters.get(TOPIC, ())),
        types=_canonical(parameters.get(TYPE, ())),
        years=_canonical(parameters.get(YEAR, ())),
        sort=_sort("".join(parameters.get(SORT, ())[-1:]), has_text=bool(text)),
        page=page_number(parameters),
    )


def page_number(parameters: Parameters) -> int:
    """The page asked for, 1 where none is named."""
    named = [value for value in parameters.get(PAGE, ()) if value]
    if not named:
        return 1
    if not re.fullmatch(r"0*[1-9][0-9]{0,6}", named[-1]):
        raise NoSuchPage
    return int(named[-1])


def spells_page_otherwise(parameters: Parameters) -> bool:
    """Whether the page number has another spelling (`page=1`, `page=`, `page=02`) than the canonical one."""
    page = page_number(parameters)
    return list(parameters.get(PAGE, ())) != ([str(page)] if page > 1 else [])


def spells_otherwise(parameters: Parameters) -> bool:
    """Whether the address says what the canonical one leaves out: a box left empty (`q=`), the usual
    order."""
    sort = read(parameters).sort
    is_empty_box = TEXT in parameters and not any(parameters[TEXT])
    is_usual_order = list(parameters.get(SORT, ())) != ([sort] if sort else [])
    return is_empty_box or is_usual_order or spells_page_otherwise(parameters)


def _text(parameters: Parameters) -> str:
    """The words, in their plain form; of too many characters one more than is read, so that it is noticed."""
    return querylang.plain("".join(parameters.get(TEXT, ())[-1:])[: querylang.LONGEST * 4])[
        : querylang.LONGEST + 1
    ]


def _sort(named: str, *, has_text: bool) -> str:
    """The order as the canonical query names it: not at all where it is the usual one, or none of ours."""
    usual = RELEVANCE if has_text else NEWEST
    return named if named in {NEWEST, OLDEST} and named != usual else ""


def _canonical(values: Iterable[str]) -> tuple[str, ...]:
    """Sorted, none twice, none empty; without the one sign PostgreSQL refuses in a text."""
    bare = (value.replace("\x00", "").strip() for value in values)
    return tuple(sorted({value for value in bare if value}))
