"""What the screens about people show: plain values, no model instances."""

from __future__ import annotations

import datetime
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _

from apercu.mailing.models import Bounce, ConsentEvent, Delivery, Subscriber

State = Subscriber.State
MOST_COPIES = 100


@dataclass(frozen=True, kw_only=True)
class Line:
    """Somebody in the list."""

    email: str
    address: str
    standing: str
    gets_mail: bool
    often: str
    language: str
    since: datetime.datetime

    @classmethod
    def of(cls, one: Subscriber) -> Line:
        return cls(
            email=one.email,
            address=reverse("subscribers:person", args=[one.pk]),
            standing=standing(one),
            gets_mail=one.state == State.ACTIVE and not one.blocked,
            often=one.get_often_display(),
            language=one.get_language_display(),
            since=one.created_at,
        )


@dataclass(frozen=True, kw_only=True)
class Happened:
    """A row of the evidence."""

    at: datetime.datetime
    what: str
    source: str
    words: str
    details: Sequence[tuple[str, str]]

    @classmethod
    def of(cls, event: ConsentEvent) -> Happened:
        return cls(
            at=event.at,
            what=event.get_kind_display(),
            source=event.source,
            words=event.text.words if event.text else "",
            details=[(_detail(name), _value(value)) for name, value in event.details.items()],
        )


@dataclass(frozen=True, kw_only=True)
class Copy:
    """A copy of a mailing."""

    subject: str
    state: str
    sent: datetime.datetime | None
    bounced: datetime.datetime | None
    reason: str

    @classmethod
    def of(cls, row: Delivery) -> Copy:
        subject = row.mailing.subject_fr if row.language == "fr" else row.mailing.subject
        return cls(
            subject=subject or row.mailing.name,
            state=row.get_state_display(),
            sent=row.sent_at,
            bounced=row.bounced_at,
            reason=row.reason,
        )


@dataclass(frozen=True, kw_only=True)
class Said:
    """What a provider said of a copy."""

    at: datetime.datetime
    kind: str
    status: str
    said: str

    @classmethod
    def of(cls, bounce: Bounce) -> Said:
        return cls(at=bounce.at, kind=bounce.get_kind_display(), status=bounce.status, said=bounce.said)


@dataclass(frozen=True, kw_only=True)
class Person:
    """Somebody's page."""

    pk: int
    email: str
    standing: str
    gets_mail: bool
    choices: Sequence[tuple[str, str]]
    dates: Sequence[tuple[str, datetime.datetime]]
    evidence: Sequence[Happened]
    copies: Sequence[Copy]
    bounces: Sequence[Said]
    has_left: bool
    is_blocked: bool
    complained: bool
    may_be_asked: bool

    @classmethod
    def of(cls, one: Subscriber) -> Person:
        """8 queries, whatever somebody's history."""
        copies = one.deliveries.select_related("mailing").order_by("-pk")[:MOST_COPIES]
        return cls(
            pk=one.pk,
            email=one.email,
            standing=standing(one),
            gets_mail=one.state == State.ACTIVE and not one.blocked,
            choices=_choices(one),
            dates=_dates(one),
            evidence=[Happened.of(event) for event in one.consent_events.select_related("text")],
            copies=[Copy.of(row) for row in copies],
            bounces=[Said.of(bounce) for bounce in one.bounces.all()],
            has_left=one.state == State.LEFT,
            is_blocked=bool(one.blocked),
            complained=one.blocked == Subscriber.Blocked.COMPLAINED,
            may_be_asked=one.state == State.PENDING and not one.blocked,
        )


def standing(one: Subscriber) -> str:
    """Where somebody stands, in a few words: their own doing, and what their provider says."""
    state = one.get_state_display()
    return (
        _("%(state)s, %(blocked)s") % {"state": state, "blocked": one.get_blocked_display()}
        if one.blocked
        else state
    )


def _choices(one: Subscriber) -> list[tuple[str, str]]:
    often = one.get_often_display()
    topics = _("all") if one.all_topics else ", ".join(topic.name for topic in one.topics.all())
    types = _("all") if one.all_types else ", ".join(kind.name for kind in one.types.all())
    chosen = [
        (_("Language"), one.get_language_display()),
        (_("How often"), often),
        (_("Topics"), topics or _("none that is still here")),
        (_("Research types"), types or _("none that is still here")),
    ]
    if one.often == Subscriber.Often.ALERTS:
        chosen.insert(2, (_("Alerts a week at most"), str(one.weekly_cap)))
    return chosen


def _dates(one: Subscriber) -> list[tuple[str, datetime.datetime]]:
    dates = [
        (_("Asked"), one.created_at),
        (_("Confirmed"), one.confirmed_at),
        (_("Left"), one.left_at),
        (_("Blocked since"), one.blocked_at),
    ]
    return [(label, at) for label, at in dates if at is not None]


def _detail(name: str) -> str:
    """What a detail of the evidence is called; the name it is kept under where there is no other."""
    return {
        "reason": _("reason"),
        "was": _("was"),
        "line": _("line of the file"),
        "consent_source": _("agreed at"),
        "consent_at": _("agreed on"),
        "confirmed_at": _("confirmed on"),
        "left_at": _("left on"),
        "blocked_at": _("blocked on"),
        "language": _("language"),
        "often": _("how often"),
        "weekly_cap": _("alerts a week"),
        "topics": _("topics"),
        "types": _("research types"),
    }.get(name, name)


def _value(value: Any) -> str:
    return ", ".join(map(str, value)) if isinstance(value, list) else str(value)
