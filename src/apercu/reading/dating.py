"""When a summary or a digest is said to have been published, and when changed."""

from __future__ import annotations

import datetime

from apercu.content.models import Digest, Summary

# After its month's first day; what comes later was brought in from elsewhere.
LATE = datetime.timedelta(days=92)


def public_month(record: Summary) -> datetime.date | None:
    """The month a summary stands in, where readers may see that month."""
    digest: Digest | None = record.digest
    return digest.month if digest and digest.live else None


def came_late(record: Summary) -> bool:
    """Whether it was first published here after its month, as an older blog's entries are.

    The day on which such an entry reached this site says nothing about it.
    """
    first, month = record.first_published_at, public_month(record)
    return first is not None and month is not None and (first.year, first.month) > (month.year, month.month)


def published(record: Summary) -> str:
    """When it was published (ISO 8601): to the second, or its month alone where it came late."""
    if came_late(record):
        return f"{public_month(record):%Y-%m}"
    return stamp(record.first_published_at)


def modified(record: Summary) -> str:
    """When it last changed on a later day than its first (ISO 8601), else when it was published."""
    return stamp(changed(record)) or published(record)


def changed(record: Summary) -> datetime.datetime | None:
    """When it last changed, where that was on a later day than its first publication."""
    first: datetime.datetime | None = record.first_published_at
    last: datetime.datetime | None = record.last_published_at
    return last if first and last and last.date() > first.date() else None


def entered(record: Summary | Digest) -> datetime.datetime:
    """The moment a feed gives as its publication: its month's first where it was brought in long after it."""
    first: datetime.datetime | None = record.first_published_at
    assert first is not None, "a live record was published once"
    month = record.month if isinstance(record, Digest) else public_month(record)
    if month is None:
        return first
    begun = datetime.datetime.combine(month, datetime.time(), tzinfo=datetime.UTC)
    return begun if first - begun > LATE else first


def stamp(moment: datetime.datetime | None) -> str:
    """A moment in UTC to the second (RFC 3339)."""
    if moment is None:
        return ""
    return moment.astimezone(datetime.UTC).strftime("%Y-%m-%dT%H:%M:%SZ")
