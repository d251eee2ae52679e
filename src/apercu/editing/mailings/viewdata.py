"""What the screens show of mailings: plain values, no model instances."""

from __future__ import annotations

import datetime
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from django.db.models import Count, Q
from django.urls import reverse
from django.utils.formats import date_format, number_format
from django.utils.text import capfirst
from django.utils.translation import gettext as _

from apercu.mailing.models import Delivery, Mailing
from apercu.mailing.sending import pausing, reasons

State = Mailing.State
Copy = Delivery.State
_WAITING = (Copy.QUEUED, Copy.RESERVED, Copy.CLAIMED)
_LATE = datetime.timedelta(minutes=2)  # a worker that lives says so every few seconds


@dataclass(frozen=True, kw_only=True)
class Counts:
    """The copies of a mailing, counted."""

    waiting: int = 0
    sent: int = 0
    failed: int = 0
    unclear: int = 0
    skipped: int = 0
    cancelled: int = 0
    bounced: int = 0
    left: int = 0

    @property
    def total(self) -> int:
        """All copies that were written down."""
        return self.waiting + self.sent + self.failed + self.unclear + self.skipped + self.cancelled

    @property
    def done(self) -> int:
        """Copies that wait for nothing any more."""
        return self.total - self.waiting


@dataclass(frozen=True, kw_only=True)
class Line:
    """A mailing in the list."""

    subject: str
    what: str  # the month, or that it was an alert
    state: str
    when: datetime.datetime | None
    counts: Counts
    address: str
    needs_somebody: bool


@dataclass(frozen=True, kw_only=True)
class Shown:
    """A mailing on its own screen."""

    key: int
    name: str
    subject: str
    what: str
    state: str
    state_label: str
    why_paused: str
    send_at: datetime.datetime | None
    started_at: datetime.datetime | None
    finished_at: datetime.datetime | None
    progress_at: datetime.datetime | None
    counts: Counts
    worker_seen_at: datetime.datetime | None
    worker_is_missing: bool

    @property
    def done(self) -> str:
        """How many copies wait for nothing any more, as people write it."""
        return number_format(self.counts.done, force_grouping=True)

    @property
    def total(self) -> str:
        """How many copies there are, as people write it."""
        return number_format(self.counts.total, force_grouping=True)

    @property
    def is_draft(self) -> bool:
        return self.state == State.DRAFT

    @property
    def is_scheduled(self) -> bool:
        return self.state == State.SCHEDULED

    @property
    def is_sending(self) -> bool:
        return self.state == State.SENDING

    @property
    def is_paused(self) -> bool:
        return self.state == State.PAUSED

    @property
    def may_be_cancelled(self) -> bool:
        return self.state in {State.SCHEDULED, State.SENDING, State.PAUSED}


@dataclass(frozen=True, kw_only=True)
class Attention:
    """A copy somebody should look at."""

    key: int
    to: str
    state: str
    state_label: str
    reason: str
    when: datetime.datetime | None


def counts_of(mailings: Iterable[int]) -> dict[int, Counts]:
    """The copies of these mailings, counted in one query."""
    rows: Any = (
        Delivery.objects.filter(mailing__in=list(mailings))
        .order_by()
        .values("mailing_id")
        .annotate(
            waiting=Count("pk", filter=Q(state__in=_WAITING)),
            sent=Count("pk", filter=Q(state=Copy.SENT)),
            failed=Count("pk", filter=Q(state=Copy.FAILED)),
            unclear=Count("pk", filter=Q(state=Copy.UNCLEAR)),
            skipped=Count("pk", filter=Q(state=Copy.SKIPPED)),
            cancelled=Count("pk", filter=Q(state=Copy.CANCELLED)),
            bounced=Count("pk", filter=Q(bounced_at__isnull=False)),
            left=Count("pk", filter=Q(left_at__isnull=False)),
        )
    )
    return {row.pop("mailing_id"): Counts(**row) for row in rows}


def what_of(mailing: Mailing) -> str:
    """The month of a digest's mailing; for others what they are."""
    if mailing.kind == Mailing.Kind.ALERTS:
        return _("Alert")
    return capfirst(date_format(mailing.digest.month, "F Y")) if mailing.digest else mailing.name


def line_of(mailing: Mailing, counts: Counts) -> Line:
    """A mailing in the list."""
    return Line(
        subject=mailing.subject or mailing.name,
        what=what_of(mailing),
        state=mailing.get_state_display(),
        when=mailing.started_at or mailing.send_at or mailing.created_at,
        counts=counts,
        address=reverse("mailings:one", args=[mailing.pk]),
        needs_somebody=mailing.state == State.PAUSED or bool(counts.unclear or mailing.paused_for),
    )


def shown(mailing: Mailing, *, worker_seen_at: datetime.datetime | None, at: datetime.datetime) -> Shown:
    """A mailing on its own screen."""
    is_missing = worker_seen_at is None or at - worker_seen_at > _LATE
    waits_for_it = mailing.state in {State.SENDING, State.SCHEDULED}
    return Shown(
        key=mailing.pk,
        name=mailing.name,
        subject=mailing.subject or mailing.name,
        what=what_of(mailing),
        state=mailing.state,
        state_label=capfirst(mailing.get_state_display()),
        why_paused=pausing.sentence_of(mailing),
        send_at=mailing.send_at,
        started_at=mailing.started_at,
        finished_at=mailing.finished_at,
        progress_at=mailing.progress_at,
        counts=counts_of([mailing.pk]).get(mailing.pk, Counts()),
        worker_seen_at=worker_seen_at,
        worker_is_missing=waits_for_it and is_missing,
    )


def attention(copy: Delivery, *, by_name: bool) -> Attention:
    """A copy in the list of those to look at, with its address for those who may know who subscribes."""
    to = copy.subscriber.email if copy.subscriber else _("(erased)")
    return Attention(
        key=copy.pk,
        to=to if by_name else _("copy %(number)s") % {"number": copy.pk},
        state=copy.state,
        state_label=copy.get_state_display(),
        reason=reasons.sentence_of(copy.reason),
        when=copy.sent_at or copy.bounced_at or copy.left_at,
    )
