"""The whole archive in its orders, as bare keys: kept for an edition, 8 bytes a summary and order.

A list shows twenty of perhaps a hundred thousand summaries. No database finds the twenty without looking at
them all, for the day that places a summary is its month's or its own; so that is done once an edition, and a
list cuts its part out of what was found. Readers still only see what the records say is public.
"""

from __future__ import annotations

import datetime
from array import array
from bisect import bisect_left, bisect_right
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from itertools import chain, islice

from apercu.content.models import ResearchType, Summary, Topic
from apercu.content.queries import public_summaries
from apercu.reading.asking import Asked
from apercu.reading.keeping import in_any_language, of_each
from apercu.reading.terms import terms

TERMS_KEPT = 500  # whose carriers are kept at once; a site has some fifty
_NOBODY: array[int] = array("q")


@dataclass(frozen=True, kw_only=True)
class Whole:
    """Every public summary's key in the order of lists, and where the summaries of each day begin."""

    keys: array[int]
    ages: array[int]  # of the days that summaries are of: growing, and so the newest first
    starts: array[int]  # of each day, among the keys

    def of_day(self, day: datetime.date | None) -> tuple[int, int]:
        """Where this day begins and ends among the keys; the same place twice where nothing is of it."""
        return self._between(_age(day), _age(day))

    def of_year(self, year: int) -> array[int]:
        """The keys of a year."""
        start, end = self._between(_age(datetime.date(year, 12, 31)), _age(datetime.date(year, 1, 1)))
        return self.keys[start:end]

    def _between(self, newest: int, oldest: int) -> tuple[int, int]:
        first, after = bisect_left(self.ages, newest), bisect_right(self.ages, oldest)
        return self._start(first), self._start(after)

    def _start(self, day: int) -> int:
        return self.starts[day] if day < len(self.starts) else len(self.keys)


@in_any_language
def whole() -> Whole:
    """The archive in the order of lists: 1 query once an edition."""
    keys, ages, starts = array("q"), array("q"), array("q")
    last: object = whole
    for place, (key, day) in enumerate(public_summaries().values_list("pk", "dated")):
        keys.append(key)
        if day != last:
            last = day
            ages.append(_age(day))
            starts.append(place)
    return Whole(keys=keys, ages=ages, starts=starts)


@in_any_language
def newest() -> array[int]:
    """The archive in the order of feeds: 1 query once an edition.

    Those that were published last stand first; of one day (an import's) those of the latest months.
    """
    published = dict(Summary.objects.public().order_by().values_list("pk", "first_published_at"))
    begun = datetime.datetime.min.replace(tzinfo=datetime.UTC)
    known = [key for key in whole().keys if key in published]
    # Sorting keeps the order of what is equal.
    return array("q", sorted(known, key=lambda key: _day(published[key] or begun), reverse=True))


def with_topic(topic: Topic) -> array[int]:
    """The public summaries on a topic, in the order of lists: 1 query once an edition."""
    return _carriers(("topic", topic.pk))


def of_type(kind: ResearchType) -> array[int]:
    """The public summaries of a research type, in the order of lists: 1 query once an edition."""
    return _carriers(("type", kind.pk))


@of_each(most=TERMS_KEPT)
def _carriers(term: tuple[str, int]) -> array[int]:
    facet, key = term
    rows = (
        Summary.topics.through._default_manager.filter(topic_id=key)
        if facet == "topic"
        else Summary.types.through._default_manager.filter(researchtype_id=key)
    )
    carriers = set(rows.values_list("summary_id", flat=True))
    return array("q", (one for one in whole().keys if one in carriers)) if carriers else _NOBODY


def narrowed(asked: Asked, *, start: int = 0) -> Iterable[int]:
    """The keys these choices leave, in the order of lists, from a place in the archive on.

    1 query a term once an edition.
    """
    groups = _groups(asked)
    if len(groups) == 1 and isinstance(groups[0], array) and not start:
        return groups[0]  # one choice: what it leaves stands in order already
    keys = whole().keys
    return among(keys[start:] if start else keys, groups)


def among(keys: Iterable[int], groups: Sequence[Collection[int]]) -> Iterable[int]:
    """Those of the keys that are in every group, in their order."""
    if not groups:
        return keys
    first, *others = (group if isinstance(group, (set, frozenset)) else set(group) for group in groups)
    wanted = first.intersection(*others)
    return (key for key in keys if key in wanted) if wanted else ()


def _groups(asked: Asked) -> list[Collection[int]]:
    """What each facet's choices leave."""
    filters = terms().filters(asked)
    groups: list[Collection[int]] = []
    if filters.topics is not None:
        groups.append(_any_of([_carriers(("topic", key)) for key in filters.topics]))
    if filters.types is not None:
        groups.append(_any_of([_carriers(("type", key)) for key in filters.types]))
    if filters.years is not None:
        groups.append(_any_of([whole().of_year(year) for year in filters.years]))
    return groups


def part(keys: Iterable[int], *, offset: int = 0, limit: int) -> list[int]:
    """A part of a list."""
    return list(islice(keys, offset, offset + limit))


def _any_of(several: Sequence[array[int]]) -> Collection[int]:
    return several[0] if len(several) == 1 else set(chain.from_iterable(several))


def _age(day: datetime.date | None) -> int:
    """A day as a number that grows the older it is; without a day oldest of all."""
    return -day.toordinal() if day else 1


def _day(moment: datetime.datetime) -> datetime.date:
    return moment.astimezone(datetime.UTC).date()
