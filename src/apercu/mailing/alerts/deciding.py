"""For whom an alert is news: chosen, not told before, and not more often than they wanted to hear."""

from __future__ import annotations

import datetime
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from apercu.mailing.choosing import Terms, Wanted

DAY, WEEK = datetime.timedelta(days=1), datetime.timedelta(days=7)
KEPT_FOR = datetime.timedelta(days=14)  # news that a reader's cap held back for longer is none any more


@dataclass(frozen=True, slots=True, kw_only=True)
class News:
    """A summary that may be told."""

    terms: Terms
    published_at: datetime.datetime
    leaves_at: datetime.datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class Reader:
    """What is known of one subscriber to alerts."""

    wanted: Wanted
    since: datetime.datetime  # when they confirmed: what is older was there for them to read
    weekly_cap: int
    told: frozenset[int]  # summaries they had in an alert or a digest
    heard_at: tuple[datetime.datetime, ...]  # when their alerts of the last week were written down


def news_for(reader: Reader, news: Iterable[News], *, at: datetime.datetime) -> tuple[int, ...]:
    """The summaries to tell them now, in the order of publication; nothing where they heard enough."""
    if not may_hear(reader.heard_at, weekly_cap=reader.weekly_cap, at=at):
        return ()
    return tuple(one.terms.summary for one in news if _is_news(one, reader, at))


def may_hear(heard_at: Sequence[datetime.datetime], *, weekly_cap: int, at: datetime.datetime) -> bool:
    """Whether one more alert is within the bounds: one in 24 hours, the reader's own number in seven days."""
    this_week = [when for when in heard_at if when > at - WEEK]
    return len(this_week) < weekly_cap and not any(when > at - DAY for when in this_week)


def _is_news(one: News, reader: Reader, at: datetime.datetime) -> bool:
    return (
        one.leaves_at <= at < one.leaves_at + KEPT_FOR
        and one.published_at >= reader.since
        and one.terms.summary not in reader.told
        and reader.wanted.has(one.terms)
    )
