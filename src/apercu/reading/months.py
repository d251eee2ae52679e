"""The public months, kept for an edition: what lists of months and steps between them are cut from."""

from __future__ import annotations

import datetime
from bisect import bisect_left
from collections.abc import Collection
from dataclasses import dataclass
from functools import cached_property

from apercu.content.models import Summary
from apercu.reading import selecting
from apercu.reading.keeping import in_any_language


@dataclass(frozen=True, kw_only=True)
class PublicMonth:
    """A month readers may see."""

    key: int
    month: datetime.date
    published: datetime.date  # the day (UTC) it first became public
    count: int  # of its public summaries


@dataclass(frozen=True, kw_only=True)
class Months:
    """All of them, the newest first."""

    every: tuple[PublicMonth, ...]

    @cached_property
    def years(self) -> tuple[int, ...]:
        """The years that have any, the newest first."""
        return tuple(dict.fromkeys(one.month.year for one in self.every))

    @cached_property
    def counts(self) -> dict[int, int]:
        """How many public summaries each has, by its key."""
        return {one.key: one.count for one in self.every}

    def of_year(self, year: int) -> tuple[PublicMonth, ...]:
        """Those of one year."""
        return tuple(one for one in self.every if one.month.year == year)

    def around(self, month: datetime.date) -> tuple[PublicMonth | None, PublicMonth | None]:
        """The months before and after this one, which need not be public itself."""
        at = bisect_left(self.every, -month.toordinal(), key=lambda one: -one.month.toordinal())
        is_here = at < len(self.every) and self.every[at].month == month
        before = at + 1 if is_here else at
        return (
            self.every[before] if before < len(self.every) else None,
            self.every[at - 1] if at else None,
        )


@dataclass(frozen=True, kw_only=True)
class Titled:
    """A summary by its title."""

    title: str
    slug: str
    language: str


@in_any_language
def months() -> Months:
    """The public months: 1 query once an edition."""
    rows = selecting.counted_digests().values_list("pk", "month", "first_published_at", "carriers")
    begun = datetime.datetime.min.replace(tzinfo=datetime.UTC)
    return Months(
        every=tuple(
            PublicMonth(
                key=key,
                month=month,
                published=(published or begun).astimezone(datetime.UTC).date(),
                count=count,
            )
            for key, month, published, count in rows
        )
    )


def titles_of(these: Collection[PublicMonth]) -> dict[int, tuple[Titled, ...]]:
    """The public summaries of months by the months' keys, in their order: 1 query."""
    rows = Summary.objects.public().filter(digest_id__in=[one.key for one in these])
    found: dict[int, list[Titled]] = {}
    for key, title, slug, language in rows.order_by("position", "pk").values_list(
        "digest_id", "title", "slug", "language"
    ):
        found.setdefault(key, []).append(Titled(title=title, slug=slug, language=language))
    return {key: tuple(titles) for key, titles in found.items()}
