"""Readers' reports of errors: received, dealt with, and forgotten when they have served.

Nothing about the sender is kept but what they wrote. There is no clean-up to run: every report that comes in
or is dealt with takes the old ones away.
"""

from __future__ import annotations

import datetime
from typing import Any

from django.db import transaction
from django.db.models import QuerySet

from apercu.content.models import ErrorReport, Summary

KEPT = datetime.timedelta(days=183)  # after it was dealt with; the privacy page says "six months"


@transaction.atomic
def receive(*, summary: Summary, text: str, email: str, at: datetime.datetime) -> ErrorReport:
    """Keep a reader's report for the editors."""
    forget_old(at=at)
    return ErrorReport.objects.create(summary=summary, text=text, email=email, at=at)


@transaction.atomic
def settle(*, report: ErrorReport, by: Any, at: datetime.datetime) -> None:
    """Note that a report was dealt with; one that already was keeps who did it and when."""
    forget_old(at=at)
    ErrorReport.objects.filter(pk=report.pk, handled_at=None).update(handled_at=at, handled_by=by)


@transaction.atomic
def reopen(*, report: ErrorReport) -> None:
    """Take back that a report was dealt with."""
    ErrorReport.objects.filter(pk=report.pk).update(handled_at=None, handled_by=None)


def forget_old(*, at: datetime.datetime) -> int:
    """Delete what was dealt with longer ago than `KEPT`, and say how many; open ones stay."""
    return ErrorReport.objects.filter(handled_at__lt=at - KEPT).delete()[0]


def still_open() -> QuerySet[ErrorReport]:
    """The reports nobody has dealt with yet."""
    return ErrorReport.objects.filter(handled_at=None)
