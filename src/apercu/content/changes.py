"""Reading the change log: the edition of the site, and what changed since a mark."""

from __future__ import annotations

import datetime

from django.db import connection
from django.db.models import Max, QuerySet

from apercu.content.models import Change


def edition() -> int:
    """The number of the site's present state: the highest Change id, 0 before the first."""
    return Change.objects.aggregate(highest=Max("id"))["highest"] or 0


Stamp = tuple[int, str]


def stamp() -> Stamp:
    """The edition with its time, as a key to keep things by: 0 and nothing before the first change.

    The time tells two databases apart that reached the same number (a restored backup). Every page asks
    this, so it is one plain statement.
    """
    table = connection.ops.quote_name(Change._meta.db_table)
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT id, at FROM {table} ORDER BY id DESC LIMIT 1")  # noqa: S608 our own table's name
        row = cursor.fetchone()
    return (int(row[0]), str(row[1])) if row else (0, "")


def stamp_at(change: int) -> Stamp:
    """The stamp the site had at this change; 0 and nothing where the log has no such change."""
    table = connection.ops.quote_name(Change._meta.db_table)
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT id, at FROM {table} WHERE id = %s", [change])  # noqa: S608 our own table's name
        row = cursor.fetchone()
    return (int(row[0]), str(row[1])) if row else (0, "")


def last_at() -> datetime.datetime:
    """When anything public changed last; the beginning of Unix time before the first change."""
    latest = Change.objects.aggregate(latest=Max("at"))["latest"]
    return latest or datetime.datetime.fromtimestamp(0, tz=datetime.UTC)


def since(mark: int) -> QuerySet[Change]:
    """The changes after a mark, in commit order; a follower keeps the last id as its new mark."""
    return Change.objects.filter(id__gt=mark).order_by("id")
