"""The facets of the browse page: every choice with an honest count."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext as _

from apercu.reading import selecting
from apercu.reading.asking import TOPIC, TYPE, YEAR, Asked
from apercu.reading.finding import Findings
from apercu.reading.terms import terms


@dataclass(frozen=True, kw_only=True)
class Choice:
    """One box to tick; its count is what choosing it alone in its facet would leave."""

    value: str
    name: str
    count: int
    is_chosen: bool

    @property
    def is_idle(self) -> bool:
        """Whether ticking it would add nothing."""
        return self.count == 0 and not self.is_chosen


@dataclass(frozen=True, kw_only=True)
class Facet:
    """One group of choices: "or" inside it, "and" with the others."""

    name: str  # the parameter's
    label: str
    choices: tuple[Choice, ...]

    @property
    def active(self) -> tuple[Choice, ...]:
        """The choices that leave something, and those already made."""
        return tuple(choice for choice in self.choices if not choice.is_idle)

    @property
    def idle(self) -> tuple[Choice, ...]:
        """The choices that would leave nothing."""
        return tuple(choice for choice in self.choices if choice.is_idle)

    @property
    def chosen(self) -> int:
        """How many of its choices were made."""
        return sum(choice.is_chosen for choice in self.choices)


Row = tuple[str, str, int]  # value, name, count


def facets(asked: Asked, found: Findings) -> tuple[Facet, ...]:
    """The three facets, each counted with its own choices lifted: no query where the index counted, else
    3."""
    topics, types, years = _by_index(found) if found.counted else _by_records(asked)
    return (
        _facet(TOPIC, _("Topic"), topics, asked),
        _facet(TYPE, _("Research type"), types, asked),
        _facet(YEAR, _("Year"), years, asked),
    )


def _by_index(found: Findings) -> tuple[Iterable[Row], Iterable[Row], Iterable[Row]]:
    counted, known = found.counted, terms()
    assert counted is not None
    return (
        (_row(term, counted.topics.get(term.pk, 0)) for term in known.topics),
        (_row(term, counted.types.get(term.pk, 0)) for term in known.types),
        ((str(year), str(year), counted.years.get(year, 0)) for year in found.every_year),
    )


def _by_records(asked: Asked) -> tuple[Iterable[Row], Iterable[Row], Iterable[Row]]:
    topics = selecting.counted_topics(selecting.narrowed(asked, lifting=TOPIC))
    types = selecting.counted_types(selecting.narrowed(asked, lifting=TYPE))
    years = selecting.counted_years(selecting.narrowed(asked, lifting=YEAR))
    return (
        (_row(term, term.carriers) for term in topics),
        (_row(term, term.carriers) for term in types),
        ((str(year), str(year), count) for year, count in years),
    )


def _row(term: Any, count: int) -> Row:
    return term.slug, term.name, count


def _facet(name: str, label: str, rows: Iterable[Row], asked: Asked) -> Facet:
    chosen = set(asked.values(name))
    choices = (
        Choice(value=value, name=text, count=count, is_chosen=value in chosen) for value, text, count in rows
    )
    return Facet(name=name, label=label, choices=tuple(choices))
