"""What became public, was changed or withdrawn, told from the change log one entry a record and day."""

from __future__ import annotations

import datetime
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum

from django.utils.dateparse import parse_date
from django.utils.formats import date_format
from django.utils.html import format_html_join
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from apercu.content.models import Change, Correction, Digest, Summary
from apercu.content.models.change import Kind
from apercu.reading import addresses
from apercu.reading.feeds.items import Entry
from apercu.reading.machine import identity

LONGEST = 100  # entries
LOOKED_AT = 2_000  # of the newest changes
_FOLLOWED = ("summary", "digest")
_PUBLIC_AFTER = {Kind.PUBLISHED: True, Kind.CHANGED: True, Kind.UNPUBLISHED: False, Kind.DELETED: False}

Key = tuple[str, str]  # the record's type and number


class News(StrEnum):
    """What a day brought to a record."""

    PUBLISHED = "published"
    UPDATED = "updated"
    CORRECTED = "corrected"
    WITHDRAWN = "withdrawn"


@dataclass(frozen=True, kw_only=True)
class Day:
    """All changes of one record on one day (UTC), in their order."""

    key: Key
    changes: tuple[Change, ...]
    was_public: bool

    @property
    def news(self) -> News | None:
        """What a reader finds different at the end of the day; None where nobody could see any of it."""
        is_public = _PUBLIC_AFTER[Kind(self.changes[-1].kind)]
        if is_public:
            return News.UPDATED if self.was_public else News.PUBLISHED
        seen = self.was_public or any(_PUBLIC_AFTER[Kind(change.kind)] for change in self.changes)
        return News.WITHDRAWN if seen else None  # a draft that was deleted is nobody's business


@dataclass(frozen=True, kw_only=True)
class _Now:
    """What can be read of a record today."""

    title: str
    address: str
    corrections: Mapping[datetime.date, str]


def days() -> list[Day]:
    """The newest days on which something happened to a summary or digest, newest first: 2 queries."""
    followed = Change.objects.filter(object_type__in=_FOLLOWED).exclude(object_id="")
    recent = list(followed.order_by("-id").values_list("object_type", "object_id", "id")[:LOOKED_AT])
    if not recent:
        return []
    oldest = recent[-1][2]
    by_record: dict[Key, list[Change]] = defaultdict(list)
    for change in followed.filter(object_id__in={row[1] for row in recent}).order_by("id"):
        by_record[change.object_type, change.object_id].append(change)
    found = [day for key, history in by_record.items() for day in _days_of(key, history)]
    shown = [day for day in found if day.news and day.changes[-1].pk >= oldest]
    return sorted(shown, key=lambda day: day.changes[-1].pk, reverse=True)[:LONGEST]


def entries() -> tuple[Entry, ...]:
    """The days as entries of a feed: 5 queries."""
    found = days()
    now = {**_summaries_now(found), **_digests_now(found)}
    return tuple(_entry(day, now.get(day.key)) for day in found)


def _days_of(key: Key, history: Sequence[Change]) -> Iterator[Day]:
    was_public = False
    by_day: dict[datetime.date, list[Change]] = defaultdict(list)
    for change in history:
        by_day[change.at.astimezone(datetime.UTC).date()].append(change)
    for changes in by_day.values():
        yield Day(key=key, changes=tuple(changes), was_public=was_public)
        was_public = _PUBLIC_AFTER[Kind(changes[-1].kind)]


def _entry(day: Day, now: _Now | None) -> Entry:
    first, last = day.changes[0], day.changes[-1]
    corrections = now.corrections.get(last.at.astimezone(datetime.UTC).date(), "") if now else ""
    news = News.CORRECTED if corrections and day.news is News.UPDATED else day.news
    assert news is not None, "days without news are not listed"
    said = _sentences()[news] % {"title": now.title if now else _title(day)}
    return Entry(
        id=identity.tag(f"change/{first.pk}", on=first.at),
        title=said,
        address=now.address if now and news is not News.WITHDRAWN else "",
        published=first.at,
        updated=last.at,
        language=addresses.spoken(),
        content=_content(said, corrections),
    )


def _sentences() -> dict[News, str]:
    return {
        News.PUBLISHED: _("Published: %(title)s"),
        News.UPDATED: _("Updated: %(title)s"),
        News.CORRECTED: _("Corrected: %(title)s"),
        News.WITHDRAWN: _("Withdrawn: %(title)s"),
    }


def _content(said: str, corrections: str) -> SafeString:
    lines = [said, *corrections.splitlines()]
    return format_html_join("\n", "<p>{}</p>", ((line,) for line in lines if line))


def _title(day: Day) -> str:
    """What the record was called while it was public; a digest by its month.

    A draft withdrawn in the morning may have been renamed before it was deleted in the evening.
    """
    kind, number = day.key
    told = [change for change in day.changes if change.kind != Kind.DELETED] or day.changes
    label = next((change.label for change in reversed(told) if change.label), "")
    if kind == "digest":
        month = parse_date(f"{label}-01")
        return _digest_title(month) if month else label
    return label or _("summary %(number)s") % {"number": number}


def _digest_title(month: datetime.date) -> str:
    return _("Digest of %(month)s") % {"month": date_format(month, "YEAR_MONTH_FORMAT")}


def _summaries_now(found: Iterable[Day]) -> dict[Key, _Now]:
    numbers = _numbers(found, "summary")
    told: dict[int, dict[datetime.date, str]] = defaultdict(dict)
    for row in Correction.objects.filter(summary__in=numbers):
        before = told[row.summary_id].get(row.date, "")
        told[row.summary_id][row.date] = f"{before}\n{row.text}".strip()
    return {
        ("summary", str(one.pk)): _Now(
            title=one.title,
            address=addresses.absolute(addresses.summary(one.slug)),
            corrections=told[one.pk],
        )
        for one in Summary.objects.public().filter(pk__in=numbers).only("title", "slug")
    }


def _digests_now(found: Iterable[Day]) -> dict[Key, _Now]:
    public = Digest.objects.public().filter(pk__in=_numbers(found, "digest")).only("month")
    return {
        ("digest", str(one.pk)): _Now(
            title=_digest_title(one.month),
            address=addresses.absolute(addresses.digest(one.month)),
            corrections={},
        )
        for one in public
    }


def _numbers(found: Iterable[Day], kind: str) -> list[int]:
    return [int(number) for key, number in (day.key for day in found) if key == kind]
