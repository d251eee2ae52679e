"""Writing down what happened to an account, and forgetting it in time."""

from __future__ import annotations

import datetime
from typing import Any

from django.db import transaction
from django.db.models import Q

from apercu.editing.audit.models import Event, What

# Whoever looks for a break-in looks back weeks; whoever asks who was an editor looks back years.
SIGN_INS_KEPT = datetime.timedelta(days=90)
ACCOUNTS_KEPT = datetime.timedelta(days=730)
SIGN_INS = (
    What.SIGNED_IN,
    What.SIGN_IN_REFUSED,
    What.CODE_REFUSED,
    What.BACKUP_CODE_USED,
    What.SESSIONS_ENDED,
)


@transaction.atomic
def record(*, what: What, account: str, by: Any, detail: str = "") -> Event:
    """Write down what happened to the account of this name; takes away what has been kept long enough."""
    who = by if by is not None and by.pk is not None else None
    event = Event.objects.create(what=what, account=account[:254], by=who, detail=detail[:500])
    forget_old(at=event.at)
    return event


def forget_old(*, at: datetime.datetime) -> int:
    """Delete what is older than it is kept, and say how many rows."""
    old = Q(what__in=SIGN_INS, at__lt=at - SIGN_INS_KEPT) | Q(at__lt=at - ACCOUNTS_KEPT)
    return Event.objects.filter(old).delete()[0]
