"""A summary's own page."""

from __future__ import annotations

import datetime
from dataclasses import dataclass

from apercu.content.models import Summary
from apercu.reading import selecting
from apercu.reading.viewdata import parts
from apercu.reading.viewdata.page import Page, site

RELATED = 3


@dataclass(frozen=True, kw_only=True)
class SummaryPage(Page):
    """One summary, alone."""

    text: parts.Text
    published: datetime.date | None  # the day, where the month does not tell it better
    updated: datetime.date | None  # the last day on which it changed after its first
    related: tuple[parts.Line, ...]


def summary_page(record: Summary, *, is_preview: bool = False) -> SummaryPage:
    """A summary, public or (in preview) not yet: 4 queries once it is at hand, 3 more once an edition."""
    text = parts.text(record)
    published, updated = _dates(record)
    return SummaryPage(
        site=site(),
        title=record.title,
        path="" if is_preview else text.line.address,
        description=record.gist,
        section="summaries",
        is_preview=is_preview,
        text=text,
        published=published,
        updated=updated,
        related=_related(record),
    )


def _dates(record: Summary) -> tuple[datetime.date | None, datetime.date | None]:
    """The day it was published and the day it was last changed.

    One that was brought in later than its month (an older blog's) shows the month alone: the day on which it
    reached this site says nothing about it.
    """
    first, last = record.first_published_at, record.last_published_at
    month = parts.public_month(record)
    if first is None or last is None:
        return None, None
    came_late = month is not None and (first.year, first.month) > (month.year, month.month)
    return (
        None if came_late else first.date(),
        last.date() if last.date() > first.date() else None,
    )


def _related(record: Summary) -> tuple[parts.Line, ...]:
    topics = list(record.topics.all())
    if not topics:
        return ()
    return parts.lines(selecting.as_lines(selecting.sharing_topics(record, topics))[:RELATED])
