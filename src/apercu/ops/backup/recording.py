"""When the last backup was made, or could not be, for the doctor: a row beside those of the loops."""

from __future__ import annotations

import datetime

from django.db.models import F

from apercu.ops.models import LoopState

NAME = "backup"


def made(*, at: datetime.datetime) -> None:
    LoopState.objects.update_or_create(name=NAME, defaults={"succeeded_at": at, "failures": 0})


def failed(*, at: datetime.datetime) -> None:
    row, _created = LoopState.objects.get_or_create(name=NAME)
    LoopState.objects.filter(pk=row.pk).update(failed_at=at, failures=F("failures") + 1)


def last() -> LoopState | None:
    return LoopState.objects.filter(name=NAME).first()
