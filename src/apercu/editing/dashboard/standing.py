"""What the desk's first page knows of the work, fetched in a number of queries that no archive changes."""

from __future__ import annotations

import datetime
from dataclasses import dataclass
from typing import Any

from django.db.models import Q

from apercu.content import error_reports, lacking
from apercu.content.models import Digest, Summary
from apercu.content.months_work import MonthsWork, work_on
from apercu.content.standing import Standing, standing_as, with_standing
from apercu.editing.dashboard.schedule import Schedule, schedule
from apercu.importing.models import Batch

SHOWN = 8


@dataclass(frozen=True, kw_only=True)
class Reviewed:
    """One record in review, or sent back by its reviewer."""

    model_name: str
    key: int
    title: str


@dataclass(frozen=True, kw_only=True)
class Months:
    """Other months that are not public yet."""

    shown: tuple[tuple[int, datetime.date], ...]
    more: int


@dataclass(frozen=True, kw_only=True)
class LastImport:
    """What the latest import did."""

    at: datetime.datetime
    created: int
    updated: int
    failed: int


@dataclass(frozen=True, kw_only=True)
class Work:
    """Everything on the first page."""

    month: datetime.date
    work: MonthsWork | None
    other_months: Months
    in_review: tuple[Reviewed, ...]
    sent_back: tuple[Reviewed, ...]
    schedule: Schedule
    reports: int
    old_with_warnings: int
    drafts_without_month: int
    last_import: LastImport | None


def work(*, at: datetime.datetime, today: datetime.date) -> Work:
    """The state of the work: about 20 queries."""
    month = today.replace(day=1)
    summaries = Summary.objects.all()
    return Work(
        month=month,
        work=work_on(month),
        other_months=_other_months(month),
        in_review=_reviewed(Standing.REVIEW),
        sent_back=_reviewed(Standing.RETURNED),
        schedule=schedule(at=at),
        reports=error_reports.still_open().count(),
        old_with_warnings=lacking.legacy_with_warnings().count(),
        drafts_without_month=summaries.filter(live=False, digest=None).count(),
        last_import=_last_import(),
    )


def _other_months(month: datetime.date) -> Months:
    waiting = Digest.objects.filter(~Q(month=month), live=False).order_by("-month")
    keys = list(waiting.values_list("pk", "month")[: SHOWN + 1])
    more = waiting.count() - SHOWN if len(keys) > SHOWN else 0
    return Months(shown=tuple(keys[:SHOWN]), more=more)


def _reviewed(standing: Standing) -> tuple[Reviewed, ...]:
    return (*_of(Digest, standing), *_of(Summary, standing))


def _of(model: Any, standing: Standing) -> list[Reviewed]:
    records = standing_as(with_standing(model.objects.all()), standing)
    return [
        Reviewed(model_name=model._meta.model_name, key=record.pk, title=str(record))
        for record in records.order_by("pk")[:SHOWN]
    ]


def _last_import() -> LastImport | None:
    batch = Batch.objects.filter(sample=False).order_by("-started_at").first()
    if batch is None:
        return None
    totals = {name: int(batch.totals.get(name, 0)) for name in ("created", "updated", "failed")}
    return LastImport(at=batch.started_at, **totals)
