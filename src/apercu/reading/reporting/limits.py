"""How many reports may come: from one reader, to the whole site, about one summary.

The reader's own count stands in the memory of the server process, under a key that is no address
(`content.senders`); a restart forgets it. The other two are counted from the reports themselves, so they hold
across processes.
"""

from __future__ import annotations

import datetime
from enum import Enum

from django.core.cache import cache

from apercu.content import error_reports
from apercu.content.models import ErrorReport, Summary

HOUR = datetime.timedelta(hours=1)
A_READER = 5  # an hour
THE_SITE = 60  # an hour
OPEN_A_SUMMARY = 20  # that nobody has dealt with yet


class Limit(Enum):
    """Which limit was reached."""

    READER = "reader"
    SITE = "site"
    SUMMARY = "summary"


class TooMany(Exception):
    """A limit is reached; `wait` is how long to keep away."""

    def __init__(self, limit: Limit, *, wait: datetime.timedelta) -> None:
        super().__init__(limit.value)
        self.limit = limit
        self.wait = wait


def admit(*, summary: Summary, sender: str, at: datetime.datetime) -> None:
    """Count one more report of this sender's, or raise TooMany and count nothing."""
    if error_reports.still_open().filter(summary=summary).count() >= OPEN_A_SUMMARY:
        raise TooMany(Limit.SUMMARY, wait=24 * HOUR)
    recent = ErrorReport.objects.filter(at__gt=at - HOUR).order_by("at")
    if recent.count() >= THE_SITE:
        raise TooMany(Limit.SITE, wait=recent[0].at + HOUR - at)
    name = f"report-{sender}"
    sent = [time for time in cache.get(name, []) if time > at - HOUR]
    if len(sent) >= A_READER:
        raise TooMany(Limit.READER, wait=sent[0] + HOUR - at)
    cache.set(name, [*sent, at], timeout=HOUR.total_seconds())
