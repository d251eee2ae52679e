"""The archive: all years, and one year's months."""

from __future__ import annotations

import datetime
from collections.abc import Iterable
from dataclasses import dataclass
from itertools import groupby

from django.utils.translation import gettext as _

from apercu.content import addresses as records
from apercu.reading import addresses
from apercu.reading.machine import heads
from apercu.reading.months import months
from apercu.reading.viewdata.home import Month, month_lines
from apercu.reading.viewdata.page import Page, site


@dataclass(frozen=True, kw_only=True)
class CountedMonth:
    """A month and how many summaries it has."""

    month: datetime.date
    address: str
    count: int


@dataclass(frozen=True, kw_only=True)
class Year:
    """A year with its public months, January first."""

    number: int
    address: str
    months: tuple[CountedMonth, ...]

    @property
    def count(self) -> int:
        """How many summaries the year has."""
        return sum(month.count for month in self.months)


@dataclass(frozen=True, kw_only=True)
class ArchivePage(Page):
    """Every year, newest first."""

    years: tuple[Year, ...]


@dataclass(frozen=True, kw_only=True)
class YearPage(Page):
    """One year's months, newest first, with their summaries' titles."""

    number: int
    months: tuple[Month, ...]
    previous: int | None  # the years around it that have digests
    previous_address: str
    next: int | None
    next_address: str


class NoSuchYear(Exception):
    """A year without a public digest."""


def archive_page() -> ArchivePage:
    """The archive: 2 queries, 5 more once an edition."""
    frame, title, path = site(), _("All digests"), addresses.archive()
    return ArchivePage(
        site=frame,
        title=title,
        path=path,
        section="digests",
        head=heads.of_page(frame, title=title, path=path),
        years=tuple(_years()),
    )


def year_page(number: int) -> YearPage:
    """One year: 4 queries, 5 more once an edition; NoSuchYear where no month of it is public."""
    here = months().of_year(number)
    if not here:
        raise NoSuchYear
    years = months().years
    earlier = max((year for year in years if year < number), default=None)
    later = min((year for year in years if year > number), default=None)
    frame, title, path = site(), _("Digests of %(year)s") % {"year": number}, addresses.year(number)
    return YearPage(
        site=frame,
        title=title,
        path=path,
        section="digests",
        head=heads.of_page(frame, title=title, path=path),
        number=number,
        months=month_lines(here),
        previous=earlier,
        previous_address=addresses.year(earlier) if earlier else "",
        next=later,
        next_address=addresses.year(later) if later else "",
    )


def _years() -> Iterable[Year]:
    prefix = addresses.here("")
    for number, these in groupby(months().every, key=lambda one: one.month.year):
        here = [
            CountedMonth(month=one.month, address=f"{prefix}{records.digest(one.month)}", count=one.count)
            for one in these
        ]
        yield Year(number=number, address=addresses.year(number), months=tuple(reversed(here)))
