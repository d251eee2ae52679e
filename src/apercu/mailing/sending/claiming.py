"""The queue: rows taken in small batches, claimed one by one, and what became of them.

Each change is one statement that names the state it expects and whose hands the row is in: whoever is too
late changes nothing. A claim is written in its own transaction, before the server may have the copy.
"""

from __future__ import annotations

import datetime
from collections.abc import Iterator
from dataclasses import dataclass

from django.db import transaction
from django.db.models import Case, CharField, Exists, F, OuterRef, QuerySet, Value, When

from apercu.mailing.models import Delivery, Mailing, Subscriber
from apercu.mailing.sending import reasons, statements

State = Delivery.State
NOBODY = ""
# What a copy becomes that is not handed over: it waits again, unless its mailing was cancelled meanwhile.
_WAITING_AGAIN = Case(
    When(
        Exists(Mailing.objects.filter(pk=OuterRef("mailing_id"), state=Mailing.State.CANCELLED)),
        then=Value(State.CANCELLED),
    ),
    default=Value(State.QUEUED),
    output_field=CharField(),
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Reserved:
    """A copy in a worker's hands."""

    delivery: int
    mailing: int
    language: str
    parts: tuple[int, ...]
    attempts: int
    subscriber: int
    email: str


def reserve(
    *, mailing: int, worker: str, at: datetime.datetime, lease: datetime.timedelta, size: int
) -> list[Reserved]:
    """Take some of a mailing's waiting copies into this worker's hands; others get others."""
    with transaction.atomic():
        waiting = Delivery.objects.filter(mailing=mailing, state=State.QUEUED, next_at__lte=at)
        # Of the index's order alone: sorting by the key, too, would sort all that wait at each batch.
        free = waiting.order_by("next_at").select_for_update(skip_locked=True)
        taken = list(free.values_list("pk", flat=True)[:size])
        if not taken:
            return []
        Delivery.objects.filter(pk__in=taken, state=State.QUEUED).update(
            state=State.RESERVED, worker=worker, lease_until=at + lease
        )
    return list(_in_hand(taken, worker=worker))


def _in_hand(taken: list[int], *, worker: str) -> Iterator[Reserved]:
    """What was taken; a copy whose person was erased is left out."""
    rows = Delivery.objects.filter(pk__in=taken, state=State.RESERVED, worker=worker)
    names = ("pk", "mailing_id", "language", "parts", "attempts", "subscriber_id", "subscriber__email")
    for pk, mailing, language, parts, attempts, subscriber, email in rows.values_list(*names):
        if subscriber is None:
            rows.filter(pk=pk).update(
                state=State.SKIPPED, reason=reasons.ERASED, worker=NOBODY, lease_until=None
            )
            continue
        yield Reserved(
            delivery=pk,
            mailing=mailing,
            language=language,
            parts=tuple(int(part) for part in parts.split(",") if part),
            attempts=attempts,
            subscriber=subscriber,
            email=email,
        )


def claim(
    row: Reserved, *, worker: str, at: datetime.datetime, lease: datetime.timedelta, token_hash: str
) -> bool:
    """Write down that the server may have this copy from now on, with the token of its link.

    False, and nothing written, when it is no longer this worker's, or is not to be sent any more.
    """
    with transaction.atomic():
        if not statements.claim(delivery=row.delivery, worker=worker, email=row.email, until=at + lease):
            return False
        statements.remember_token(
            token_hash=token_hash, subscriber=row.subscriber, delivery=row.delivery, at=at
        )
    return True


def leave_out(row: Reserved, *, worker: str) -> bool:
    """Leave a copy out whose person left or was blocked since; whether that was so."""
    person = Subscriber.objects.filter(pk=row.subscriber).values_list("state", "blocked").first()
    if person is None:
        reason = reasons.ERASED
    elif person[1]:
        reason = reasons.BLOCKED
    elif person[0] != Subscriber.State.ACTIVE:
        reason = reasons.LEFT
    else:
        return False
    _reserved(row, worker=worker).update(state=State.SKIPPED, reason=reason, worker=NOBODY, lease_until=None)
    return True


def sent(*, delivery: int, worker: str, at: datetime.datetime) -> bool:
    """The server has it. A worker that was slow says so of a copy that was given up as unclear meanwhile, and
    even of one that a person has put back and nobody has taken yet.
    """
    # An unclear copy that is put back keeps its worker's name; whoever reserves it writes another.
    return statements.sent(delivery=delivery, worker=worker, at=at)


def failed(row: Reserved, *, worker: str, said: str) -> None:
    """The server will never take it."""
    _not_handed_over(row, worker=worker).update(
        state=State.FAILED, reason=said, lease_until=None, worker=NOBODY, attempts=F("attempts") + 1
    )


def put_off(row: Reserved, *, worker: str, until: datetime.datetime, said: str) -> None:
    """The server did not take it now."""
    _not_handed_over(row, worker=worker).update(
        state=_WAITING_AGAIN,
        next_at=until,
        reason=said,
        lease_until=None,
        worker=NOBODY,
        attempts=F("attempts") + 1,
    )


def unclear(row: Reserved, *, worker: str) -> None:
    """The server may have it: the connection broke between the end of the message and the reply."""
    Delivery.objects.filter(pk=row.delivery, worker=worker, state=State.CLAIMED).update(
        state=State.UNCLEAR, reason=reasons.CONNECTION_LOST, lease_until=None, attempts=F("attempts") + 1
    )


def give_back(row: Reserved, *, worker: str) -> None:
    """It was not handed over, and through no fault of its own."""
    _not_handed_over(row, worker=worker).update(state=_WAITING_AGAIN, lease_until=None, worker=NOBODY)


def give_back_all(*, worker: str) -> None:
    """Whatever this worker has reserved and not begun goes back to the queue."""
    Delivery.objects.filter(state=State.RESERVED, worker=worker).update(
        state=State.QUEUED, lease_until=None, worker=NOBODY
    )


def recover(*, at: datetime.datetime) -> None:
    """Look after leases that ran out: what was reserved waits again, what was claimed is unclear."""
    over = Delivery.objects.filter(state__in=(State.RESERVED, State.CLAIMED), lease_until__lt=at)
    if not over.exists():  # nobody waits for a writer who has nothing to write
        return
    over.filter(state=State.RESERVED).update(state=State.QUEUED, lease_until=None, worker=NOBODY)
    over.filter(state=State.CLAIMED).update(state=State.UNCLEAR, reason=reasons.WORKER_GONE, lease_until=None)


def workers(*, at: datetime.datetime) -> int:
    """How many have copies in their hands."""
    busy = Delivery.objects.filter(state__in=(State.RESERVED, State.CLAIMED), lease_until__gte=at)
    return busy.values("worker").distinct().count()


def finish(*, mailing: int, at: datetime.datetime) -> bool:
    """Call a mailing sent of which nothing waits or is in anybody's hands; whether it is now."""
    open_states = (State.QUEUED, State.RESERVED, State.CLAIMED)
    left = Delivery.objects.filter(mailing=mailing, state__in=open_states)
    if left.exists():
        return False
    with transaction.atomic():
        # Locked first, then looked at again: somebody may be putting a copy back.
        sending = Mailing.objects.select_for_update().filter(pk=mailing, state=Mailing.State.SENDING)
        if sending.first() is None or left.exists():
            return False
        return bool(sending.update(state=Mailing.State.SENT, finished_at=at))


def _reserved(row: Reserved, *, worker: str) -> QuerySet[Delivery]:
    return Delivery.objects.filter(pk=row.delivery, worker=worker, state=State.RESERVED)


def _not_handed_over(row: Reserved, *, worker: str) -> QuerySet[Delivery]:
    """The row while it is this worker's, or was: a claim whose lease ran out is unclear by now."""
    return Delivery.objects.filter(
        pk=row.delivery, worker=worker, state__in=(State.RESERVED, State.CLAIMED, State.UNCLEAR)
    )
