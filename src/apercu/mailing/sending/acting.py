"""What a person does with a mailing: send it, now or at an hour, stop it, decide about copies.

Publishing a digest does none of this. Each is one transaction that begins by changing the mailing's state
from one that allows it, so that of two clicks at once the second changes nothing and is told why.
"""

from __future__ import annotations

import datetime
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from apercu.mailing.models import Delivery, Mailing
from apercu.mailing.sending import noting, pausing, reasons, starting
from apercu.mailing.sending.starting import CannotBeSent, Freeze, NotItsTurn

State = Mailing.State
Copy = Delivery.State


@transaction.atomic
def send(*, mailing: Mailing, by: Any, at: datetime.datetime, freeze: Freeze) -> int:
    """Send it from now on; how many will get it. NotItsTurn or CannotBeSent, and nothing has happened."""
    number = starting.start(mailing=mailing, by=by, at=at, freeze=freeze)
    noting.note(noting.SENT, mailing=mailing, by=by, at=at, recipients=number)
    return number


@transaction.atomic
def schedule(
    *, mailing: Mailing, send_at: datetime.datetime, by: Any, at: datetime.datetime, freeze: Freeze
) -> None:
    """Send it at an hour to come, to whoever is subscribed then; what speaks against it is said now."""
    if send_at <= at:
        raise CannotBeSent(_("That hour is over."))
    _change(
        mailing, State.DRAFT, State.SCHEDULED,
        to=State.SCHEDULED, send_at=send_at, sent_by=by, paused_for="", paused_said="",
    )  # fmt: skip
    freeze(mailing)
    noting.note(noting.SCHEDULED, mailing=mailing, by=by, at=at, send_at=send_at.isoformat())


@transaction.atomic
def unschedule(*, mailing: Mailing, by: Any, at: datetime.datetime) -> None:
    """Make it a draft again."""
    _change(mailing, State.SCHEDULED, to=State.DRAFT, send_at=None, sent_by=None)
    noting.note(noting.UNSCHEDULED, mailing=mailing, by=by, at=at)


@transaction.atomic
def pause(*, mailing: Mailing, by: Any, at: datetime.datetime) -> None:
    """Let it stand still; copies being handed over at this moment still leave."""
    _change(mailing, State.SENDING, to=State.PAUSED, paused_for=pausing.BY_A_PERSON, paused_said="")
    noting.note(noting.PAUSED, mailing=mailing, by=by, at=at)


@transaction.atomic
def resume(*, mailing: Mailing, by: Any, at: datetime.datetime) -> None:
    """Let it go on where it stopped."""
    _change(mailing, State.PAUSED, to=State.SENDING, paused_for="", paused_said="", progress_at=at)
    noting.note(noting.RESUMED, mailing=mailing, by=by, at=at)


@transaction.atomic
def cancel(*, mailing: Mailing, by: Any, at: datetime.datetime) -> int:
    """Stop it for good; how many copies were not sent. The digest may have another mailing."""
    _change(
        mailing,
        State.SCHEDULED,
        State.SENDING,
        State.PAUSED,
        to=State.CANCELLED,
        send_at=None,
        finished_at=at,
    )
    waiting = mailing.deliveries.filter(state__in=(Copy.QUEUED, Copy.RESERVED))
    number = waiting.update(state=Copy.CANCELLED, lease_until=None, worker="")
    noting.note(noting.CANCELLED, mailing=mailing, by=by, at=at, left=number)
    return number


@transaction.atomic
def send_again(*, delivery: Delivery, by: Any, at: datetime.datetime) -> None:
    """An unclear copy is sent once more, with the same Message-ID: at worst somebody gets it twice."""
    _go_on(delivery.mailing, at=at)
    unclear = Delivery.objects.filter(pk=delivery.pk, state=Copy.UNCLEAR)
    # Its worker's name stays: should that one still hear the server's yes, the copy does not leave again.
    if not unclear.update(state=Copy.QUEUED, reason="", next_at=at, attempts=0):
        raise NotItsTurn(_("It is known by now what became of this copy."))
    noting.note(noting.SENT_AGAIN, mailing=delivery.mailing, by=by, at=at, delivery=delivery.pk)


@transaction.atomic
def leave_unclear(*, delivery: Delivery, by: Any, at: datetime.datetime) -> None:
    """An unclear copy is left at that: at worst somebody did not get it."""
    unclear = Delivery.objects.filter(pk=delivery.pk, state=Copy.UNCLEAR)
    if not unclear.update(reason=reasons.LEFT_AS_IT_IS):
        raise NotItsTurn(_("It is known by now what became of this copy."))
    noting.note(noting.LEFT_UNCLEAR, mailing=delivery.mailing, by=by, at=at, delivery=delivery.pk)


@transaction.atomic
def retry_failed(*, mailing: Mailing, by: Any, at: datetime.datetime) -> int:
    """Try every copy again that the server did not take; how many."""
    _go_on(mailing, at=at)
    number = mailing.deliveries.filter(state=Copy.FAILED).update(state=Copy.QUEUED, next_at=at, attempts=0)
    if not number:
        raise NotItsTurn(_("No copy of this mailing has failed."))
    noting.note(noting.RETRIED, mailing=mailing, by=by, at=at, copies=number)
    return number


def to_decide(mailing: Mailing) -> int:
    """How many unclear copies wait for a person's decision."""
    return mailing.deliveries.filter(state=Copy.UNCLEAR).exclude(reason=reasons.LEFT_AS_IT_IS).count()


def _go_on(mailing: Mailing, *, at: datetime.datetime) -> None:
    """A mailing gets copies to send again: one that was over goes on, one that stands still stays so."""
    over = Mailing.objects.filter(pk=mailing.pk, state=State.SENT)
    if over.update(state=State.SENDING, finished_at=None, progress_at=at):
        return
    # Locked, so that a worker that finds nothing left does not call it sent meanwhile.
    going_on = Mailing.objects.select_for_update().filter(
        pk=mailing.pk, state__in=(State.SENDING, State.PAUSED, State.SENT)
    )
    found = going_on.first()
    if found is None:
        raise NotItsTurn(_("This mailing was cancelled, or is not being sent yet."))
    if found.state == State.SENT:
        over.update(state=State.SENDING, finished_at=None, progress_at=at)


def _change(mailing: Mailing, *expected: State, to: State, **fields: Any) -> None:
    if not Mailing.objects.filter(pk=mailing.pk, state__in=expected).update(state=to, **fields):
        mailing.refresh_from_db()
        raise NotItsTurn(
            _("The mailing is “%(state)s” by now, and this cannot be done.")
            % {"state": mailing.get_state_display()}
        )
    mailing.refresh_from_db()
