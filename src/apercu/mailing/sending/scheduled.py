"""Mailings whose hour has come begin; one that cannot is a draft again, and says why."""

from __future__ import annotations

import datetime

from django.db import transaction

from apercu.mailing.models import Mailing
from apercu.mailing.sending import acting, noting, pausing
from apercu.mailing.sending.replies import LONGEST
from apercu.mailing.sending.starting import CannotBeSent, Freeze, NotItsTurn

State = Mailing.State


def start_due(*, at: datetime.datetime, freeze: Freeze) -> None:
    """Begin what is due. Of several workers one does it; the others find it done."""
    due = Mailing.objects.filter(state=State.SCHEDULED, send_at__lte=at)
    for mailing in due.order_by("send_at").select_related("sent_by"):
        try:
            acting.send(mailing=mailing, by=mailing.sent_by, at=at, freeze=freeze)
        except NotItsTurn:
            continue
        except CannotBeSent as error:
            _give_up(mailing, said=str(error), at=at)


@transaction.atomic
def _give_up(mailing: Mailing, *, said: str, at: datetime.datetime) -> None:
    given_up = Mailing.objects.filter(pk=mailing.pk, state=State.SCHEDULED).update(
        state=State.DRAFT, send_at=None, paused_for=pausing.NOT_READY, paused_said=said[:LONGEST]
    )
    if given_up:
        noting.note(noting.PAUSED_ITSELF, mailing=mailing, by=None, at=at, why=pausing.NOT_READY)
