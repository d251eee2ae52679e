"""The facets of the browse page: every choice with an honest count."""

from __future__ import annotations

from dataclasses import dataclass

from django.utils.translation import gettext as _

from apercu.reading import selecting
from apercu.reading.asking import TOPIC, TYPE, YEAR, Asked
from apercu.reading.keeping import by_edition


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


def facets(asked: Asked) -> tuple[Facet, ...]:
    """The three facets, each counted with its own choices lifted: at most 3 queries, and 1.

    A facet that no other one narrows is counted over the whole archive: those counts are kept.
    """
    whole = _whole_archive()
    return (
        _facet(TOPIC, _("Topic"), _topics(asked) if asked.types or asked.years else whole.topics, asked),
        _facet(
            TYPE, _("Research type"), _types(asked) if asked.topics or asked.years else whole.types, asked
        ),
        _facet(YEAR, _("Year"), _years(asked) if asked.topics or asked.types else whole.years, asked),
    )


Row = tuple[str, str, int]  # value, name, count


@dataclass(frozen=True, kw_only=True)
class _Counts:
    topics: tuple[Row, ...]
    types: tuple[Row, ...]
    years: tuple[Row, ...]


@by_edition
def _whole_archive() -> _Counts:
    everything = Asked()
    return _Counts(topics=_topics(everything), types=_types(everything), years=_years(everything))


def _topics(asked: Asked) -> tuple[Row, ...]:
    counted = selecting.counted_topics(selecting.narrowed(asked, lifting=TOPIC))
    return tuple((term.slug, term.name, term.carriers) for term in counted)


def _types(asked: Asked) -> tuple[Row, ...]:
    counted = selecting.counted_types(selecting.narrowed(asked, lifting=TYPE))
    return tuple((term.slug, term.name, term.carriers) for term in counted)


def _years(asked: Asked) -> tuple[Row, ...]:
    counted = selecting.counted_years(selecting.narrowed(asked, lifting=YEAR))
    return tuple((str(year), str(year), count) for year, count in counted)


def _facet(name: str, label: str, rows: tuple[Row, ...], asked: Asked) -> Facet:
    chosen = set(asked.values(name))
    choices = (
        Choice(value=value, name=text, count=count, is_chosen=value in chosen) for value, text, count in rows
    )
    return Facet(name=name, label=label, choices=tuple(choices))
