"""What a reader may narrow by, and how many summaries each choice would leave."""

from __future__ import annotations

from dataclasses import dataclass, field, replace

from apercu.search.engine import Counted, View
from apercu.search.schema import Field
from apercu.search.wanted import OneOf, Wanted

Counts = dict[int, int]  # by the key of a topic or type, or the year


@dataclass(frozen=True, kw_only=True)
class Filters:
    """Choices: "or" inside a facet, "and" between facets; None where a facet is not narrowed."""

    topics: tuple[int, ...] | None = None
    types: tuple[int, ...] | None = None
    years: tuple[int, ...] | None = None

    @property
    def wanted(self) -> tuple[Wanted, ...]:
        """What every chosen facet asks for."""
        chosen = ((Field.TOPIC, self.topics), (Field.TYPE, self.types), (Field.YEAR, self.years))
        return tuple(OneOf(field=name, numbers=numbers) for name, numbers in chosen if numbers is not None)


NO_FILTERS = Filters()


@dataclass(frozen=True, kw_only=True)
class Facets:
    """For every facet the choices that leave something, with what each alone would leave in it."""

    topics: Counts = field(default_factory=dict)
    types: Counts = field(default_factory=dict)
    years: Counts = field(default_factory=dict)


def count(view: View, wanted: Wanted, filters: Filters) -> Facets:
    """Each facet counted with its own choices lifted; facets that nothing narrows are counted in one pass."""
    asked = {
        "topics": Counted(field=Field.TOPIC, filters=replace(filters, topics=None).wanted),
        "types": Counted(field=Field.TYPE, filters=replace(filters, types=None).wanted),
        "years": Counted(field=Field.YEAR, filters=replace(filters, years=None).wanted),
    }
    counted = view.counts(wanted, asked)
    years = {year: number for year, number in counted["years"].items() if year}
    return Facets(topics=counted["topics"], types=counted["types"], years=years)
