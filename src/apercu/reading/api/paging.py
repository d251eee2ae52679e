"""Long lists in parts. A cursor names the last record given, not a number of records to skip.

So a record that is published or withdrawn meanwhile neither repeats nor hides another.
"""

from __future__ import annotations

import base64
import datetime
import json
from collections.abc import Sequence
from dataclasses import dataclass
from typing import TypeVar

from django.db.models import Model, Q, QuerySet

M = TypeVar("M", bound=Model)
Value = datetime.date | int | None
_HIGHEST = 2**63 - 1  # of what a database keeps as a whole number


class DamagedCursor(Exception):
    """A cursor that this list never gave."""

    def __init__(self) -> None:
        super().__init__("This cursor was not given by this list, or was changed. Begin without one.")


@dataclass(frozen=True, kw_only=True)
class Key:
    """One column a list is sorted by."""

    column: str
    kind: type[datetime.date] | type[int]
    newest_first: bool = False
    may_be_empty: bool = False  # then empty ones stand last

    def beyond(self, value: Value) -> Q:
        """What stands after this value."""
        if value is None:
            return Q(pk__in=())
        comparison = "lt" if self.newest_first else "gt"
        after = Q(**{f"{self.column}__{comparison}": value})
        return after | Q(**{f"{self.column}__isnull": True}) if self.may_be_empty else after

    def same(self, value: Value) -> Q:
        return Q(**{f"{self.column}__isnull": True}) if value is None else Q(**{self.column: value})

    def written(self, value: Value) -> str | int | None:
        return value.isoformat() if isinstance(value, datetime.date) else value

    def read(self, value: object) -> Value:
        """The value as it was written, or ValueError."""
        if value is None and self.may_be_empty:
            return None
        if self.kind is datetime.date and isinstance(value, str):
            return datetime.date.fromisoformat(value)
        if self.kind is int and type(value) is int and 0 <= value <= _HIGHEST:
            return value
        raise ValueError(value)


@dataclass(frozen=True, kw_only=True)
class Order:
    """The order of a list, which no two records share a place in."""

    name: str  # stands in its cursors, so that no list takes another's
    keys: tuple[Key, ...]

    def cursor_after(self, record: Model) -> str:
        """The cursor that goes on after this record."""
        return self._written([getattr(record, key.column) for key in self.keys])

    def read(self, cursor: str) -> tuple[Value, ...]:
        """The place a cursor names; DamagedCursor where it names none."""
        try:
            padded = cursor + "=" * (-len(cursor) % 4)
            name, *values = json.loads(base64.b64decode(padded, altchars=b"-_", validate=True))
            place = tuple(key.read(value) for key, value in zip(self.keys, values, strict=True))
        except (ValueError, TypeError) as error:
            raise DamagedCursor from error
        if name != self.name or self._written(place) != cursor:
            raise DamagedCursor
        return place

    def after(self, place: Sequence[Value]) -> Q:
        """The records after this place."""
        beyond = Q(pk__in=())
        for key, value in reversed(list(zip(self.keys, place, strict=True))):
            beyond = key.beyond(value) | (key.same(value) & beyond)
        return beyond

    def _written(self, place: Sequence[Value]) -> str:
        values = [key.written(value) for key, value in zip(self.keys, place, strict=True)]
        written = json.dumps([self.name, *values], separators=(",", ":")).encode()
        return base64.urlsafe_b64encode(written).decode().rstrip("=")


SUMMARIES = Order(
    name="summaries",
    keys=(
        Key(column="dated", kind=datetime.date, newest_first=True, may_be_empty=True),
        Key(column="position", kind=int),
        Key(column="pk", kind=int),
    ),
)
DIGESTS = Order(name="digests", keys=(Key(column="month", kind=datetime.date, newest_first=True),))
ARTICLES = Order(name="articles", keys=(Key(column="pk", kind=int, newest_first=True),))


def part(records: QuerySet[M], order: Order, *, cursor: str | None, limit: int) -> tuple[list[M], str | None]:
    """At most `limit` records of a list in this order, and the cursor of the rest where there is more."""
    if cursor is not None:
        records = records.filter(order.after(order.read(cursor)))
    found = list(records[: limit + 1])
    here = found[:limit]
    return here, order.cursor_after(here[-1]) if len(found) > limit else None
