"""What an editor does for somebody who asked for it: take them off, write to them again after bounces.

Nothing here subscribes anybody. Whoever left comes back by their own doing alone.
"""

from __future__ import annotations

import datetime

from django.db import transaction

from apercu.mailing import consent, subscribing
from apercu.mailing.models import ConsentEvent, Subscriber


class WithoutReason(ValueError):
    """An act on somebody's subscription without a reason."""


def unsubscribe(*, subscriber: Subscriber, by: str, reason: str, at: datetime.datetime) -> bool:
    """Take somebody off who asked for it another way; whether they had not left before."""
    return subscribing.leave(subscriber=subscriber, source=_desk(by), at=at, reason=_given(reason))


@transaction.atomic
def unblock(*, subscriber: Subscriber, by: str, reason: str, at: datetime.datetime) -> bool:
    """Write to somebody again whose provider had said no; whether they were blocked. Who left stays gone.

    A copy sent before counts no more: neither what was told of it nor what is told of it from now on, but
    for a complaint (`bounces.rule`).
    """
    why = _given(reason)
    row = Subscriber.objects.select_for_update().get(pk=subscriber.pk)
    if not row.blocked:
        return False
    before, row.blocked, row.blocked_at = row.blocked, Subscriber.Blocked.NO, None
    row.save(update_fields=["blocked", "blocked_at"])
    subscriber.refresh_from_db()
    consent.note(
        subscriber=subscriber,
        kind=ConsentEvent.Kind.UNBLOCKED,
        at=at,
        source=_desk(by),
        details={"reason": why, "was": before},
    )
    return True


def _desk(by: str) -> str:
    return f"desk: {by}"


def _given(reason: str) -> str:
    if not reason.strip():
        raise WithoutReason
    return reason.strip()
