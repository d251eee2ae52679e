"""What a report changes: a row of it, the copy it is about, and whether the address is written to again.

The same report read twice, by two ways in, or in another order ends in the same state. A copy can come back
for good once, for now once, and be complained of once: who says it again says nothing new.
"""

from __future__ import annotations

import datetime
import enum
import hashlib
from dataclasses import dataclass

from django.db import transaction
from django.db.models import Q

from apercu.mailing import consent
from apercu.mailing.bounces import finding, rule
from apercu.mailing.bounces.report import LONGEST_SAID, Kind, Report
from apercu.mailing.models import Bounce, ConsentEvent, Delivery, Subscriber

Blocked = Subscriber.Blocked
_RANK = {Blocked.NO: 0, Blocked.BOUNCED: 1, Blocked.COMPLAINED: 2}


class What(enum.StrEnum):
    """What was done with a report."""

    NOTED = "noted"
    KNOWN = "known"  # it had been told before
    NOT_COUNTED = "not counted"  # delayed, delivered, an automatic answer
    IGNORED = "ignored"  # not about a copy of ours, or nobody can know that it is
    NOT_UNDERSTOOD = "not understood"  # for a person


@dataclass(frozen=True, kw_only=True)
class Outcome:
    """What became of one report."""

    what: What
    why: str = ""  # a sentence without any address, for the log
    blocked: str = ""  # the block it brought about

    @property
    def is_for_a_person(self) -> bool:
        return self.what is What.NOT_UNDERSTOOD


@dataclass(frozen=True, kw_only=True)
class Heard:
    """One report about a subscriber, for those who look at them."""

    kind: str
    at: datetime.datetime
    status: str
    said: str
    source: str
    mailing: str  # its name; none where the copy is gone


@transaction.atomic
def receive(*, report: Report, at: datetime.datetime, source: str) -> Outcome:
    """Take one report in; one that is forged changes nothing."""
    if report.kind is Kind.UNKNOWN:
        return Outcome(what=What.NOT_UNDERSTOOD, why="It is no report of a mail system.")
    if not report.kind.counts:
        return Outcome(what=What.NOT_COUNTED, why=f"It is of the kind “{report.kind}”.")
    copy = finding.copy_of(report)
    if isinstance(copy, finding.Ignored):
        return Outcome(what=What.IGNORED, why=str(copy))
    if report.kind is not Kind.COMPLAINT:
        is_first = Q(bounced_at=None) | Q(bounced_at__gt=at)
        Delivery.objects.filter(is_first, pk=copy.pk).update(bounced_at=at)
    people = Subscriber.objects.select_for_update()
    person = people.filter(pk=copy.subscriber_id).first() if copy.subscriber_id is not None else None
    if person is None:
        return Outcome(what=What.IGNORED, why="Whom the copy was for was erased.")
    is_new = _note(report, copy=copy, person=person, at=at, source=source)
    blocked = _apply_the_rule(person, report=report, at=at, source=source)
    return Outcome(what=What.NOTED if is_new else What.KNOWN, blocked=blocked)


def of_subscriber(subscriber: Subscriber) -> tuple[Heard, ...]:
    """What was reported of the copies of one person, the last first: 1 query."""
    rows = subscriber.bounces.select_related("delivery__mailing").order_by("-at", "-pk")
    return tuple(
        Heard(
            kind=row.kind,
            at=row.at,
            status=row.status,
            said=row.said,
            source=row.source,
            mailing=row.delivery.mailing.name if row.delivery else "",
        )
        for row in rows
    )


def _note(report: Report, *, copy: Delivery, person: Subscriber, at: datetime.datetime, source: str) -> bool:
    """Write the row, or keep the earlier of two that tell the same; whether it is new."""
    told = {
        "at": at,
        "status": report.status[:12],
        "said": report.said.replace("\0", "")[:LONGEST_SAID],
        "source": source[:40],
    }
    row, is_new = Bounce.objects.get_or_create(
        identity=hashlib.sha256(f"{copy.pk} {report.kind}".encode()).hexdigest(),
        defaults={**told, "subscriber": person, "delivery": copy, "kind": report.kind},
    )
    kept = (row.at, row.status, row.said, row.source)
    if not is_new and tuple(told.values()) < kept:
        Bounce.objects.filter(pk=row.pk).update(**told)
    return is_new


def _apply_the_rule(person: Subscriber, *, report: Report, at: datetime.datetime, source: str) -> str:
    """Block an address where that follows from all its reports; what it was blocked for by this one, if so.

    Somebody who left is left as they are: it is their own doing that nothing is sent.
    """
    if person.state == Subscriber.State.LEFT:
        return ""
    verdict = rule.verdict(_counting(person))
    if verdict is None or _RANK[Blocked(verdict.blocked)] < _RANK[Blocked(person.blocked)]:
        return ""
    is_worse = verdict.blocked != person.blocked
    if not is_worse and person.blocked_at is not None and person.blocked_at <= verdict.since:
        return ""
    Subscriber.objects.filter(pk=person.pk).update(blocked=verdict.blocked, blocked_at=verdict.since)
    if not is_worse:
        return ""
    consent.note(
        subscriber=person,
        kind=ConsentEvent.Kind.BLOCKED,
        at=at,
        source=source,
        details={"reason": str(verdict.reason), "status": report.status, "said": report.said},
    )
    return verdict.blocked


def _counting(person: Subscriber) -> list[rule.Told]:
    """The reports that count: about copies sent since the address was confirmed, unblocked or moved last."""
    Event = ConsentEvent.Kind
    last = dict(
        person.consent_events.filter(kind__in=[Event.UNBLOCKED, Event.MOVED])
        .order_by("at")
        .values_list("kind", "at")
    )
    moved = last.get(Event.MOVED)
    trusted = max((at for at in (person.confirmed_at, last.get(Event.UNBLOCKED)) if at), default=None)
    told = []
    for row in person.bounces.select_related("delivery"):
        sent = row.delivery.sent_at if row.delivery and row.delivery.sent_at else row.at
        # A complaint is what somebody did, and they did it when it came; a bounce is as old as its copy.
        happened = row.at if row.kind == Bounce.Kind.COMPLAINT else sent
        if (moved and sent <= moved) or (trusted and happened <= trusted):
            continue
        told.append(rule.Told(kind=row.kind, at=row.at, copy=row.delivery_id))
    return told
