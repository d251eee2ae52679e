"""What is known of everybody who wants alerts, read a few thousand at a time."""

from __future__ import annotations

import datetime
from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from apercu.mailing.alerts.deciding import WEEK, Reader
from apercu.mailing.choosing import wanted_by
from apercu.mailing.models import AlertItem, Delivery, Mailing, Subscriber

AT_ONCE = 2000
_NEVER_LEFT = (Delivery.State.SKIPPED, Delivery.State.CANCELLED)

Many = dict[int, set[int]]


@dataclass(frozen=True, slots=True, kw_only=True)
class Known:
    """One subscriber to alerts."""

    subscriber: int
    language: str
    reader: Reader


def of_alerts(*, at: datetime.datetime) -> Iterator[Known]:
    """Everybody whom an alert may reach, in a fixed number of queries for every few thousand."""
    reachable = Subscriber.objects.filter(
        state=Subscriber.State.ACTIVE, blocked=Subscriber.Blocked.NO, often=Subscriber.Often.ALERTS
    ).order_by("pk")
    last = 0
    while some := list(reachable.filter(pk__gt=last)[:AT_ONCE]):
        yield from _known(some, at)
        last = some[-1].pk


def _known(some: Sequence[Subscriber], at: datetime.datetime) -> Iterator[Known]:
    keys = [one.pk for one in some]
    wanted = wanted_by([(one.pk, one.all_topics, one.all_types) for one in some])
    told, heard = _told(keys), _heard(keys, since=at - WEEK)
    for one in some:
        yield Known(
            subscriber=one.pk,
            language=one.language,
            reader=Reader(
                wanted=wanted[one.pk],
                since=one.confirmed_at or one.created_at,
                weekly_cap=one.weekly_cap,
                told=frozenset(told[one.pk]),
                heard_at=tuple(heard[one.pk]),
            ),
        )


def _told(keys: Sequence[int]) -> Many:
    """The summaries each was told of in an alert, or had in a digest."""
    found: Many = defaultdict(set)
    items = AlertItem.objects.filter(subscriber__in=keys)
    for subscriber, summary in items.values_list("subscriber_id", "summary_key"):
        found[subscriber].add(summary)
    copies = Delivery.objects.filter(subscriber__in=keys, mailing__kind=Mailing.Kind.DIGEST)
    for subscriber, parts in copies.exclude(state__in=_NEVER_LEFT).values_list("subscriber_id", "parts"):
        found[subscriber or 0].update(int(part) for part in parts.split(",") if part)
    return found


def _heard(keys: Sequence[int], *, since: datetime.datetime) -> dict[int, list[datetime.datetime]]:
    """When the alerts of each were written down since then."""
    found: dict[int, list[datetime.datetime]] = defaultdict(list)
    copies = Delivery.objects.filter(
        subscriber__in=keys, mailing__kind=Mailing.Kind.ALERTS, mailing__started_at__gt=since
    ).exclude(state__in=_NEVER_LEFT)
    for subscriber, when in copies.values_list("subscriber_id", "mailing__started_at"):
        if subscriber and when:
            found[subscriber].append(when)
    return found
