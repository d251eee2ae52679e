"""What has a date on which it becomes public, and what failed to, for the dashboard."""

from __future__ import annotations

import datetime
from collections.abc import Mapping
from dataclasses import dataclass

from django.utils.formats import date_format
from wagtail.models import Revision

from apercu.content import scheduling
from apercu.content.models import Digest, Summary
from apercu.content.revised import revisions_of

SHOWN = 8
LATE = datetime.timedelta(minutes=30)  # a job that runs every few minutes has had its chance by then


@dataclass(frozen=True, kw_only=True)
class Appointment:
    """One record that becomes public by itself."""

    model_name: str
    key: str
    title: str
    at: datetime.datetime
    is_late: bool
    why_not: tuple[str, ...] = ()  # sentences, where it was tried and failed


@dataclass(frozen=True, kw_only=True)
class Schedule:
    """The next appointments, those that were missed first, and how many more there are."""

    appointments: tuple[Appointment, ...]
    more: int


def schedule(*, at: datetime.datetime) -> Schedule:
    """What becomes public when: 2 queries, and a few for each that failed."""
    failed = {(one.object_type, one.object_id): one.why for one in scheduling.failures()}
    scheduled = (revisions_of(Summary) | revisions_of(Digest)).exclude(approved_go_live_at=None)
    rows = scheduled.order_by("approved_go_live_at").select_related("base_content_type")
    shown = list(rows[:SHOWN])
    count = scheduled.count()
    return Schedule(
        appointments=tuple(_appointment(revision, at, failed) for revision in shown), more=count - len(shown)
    )


def _appointment(
    revision: Revision, at: datetime.datetime, failed: Mapping[tuple[str, str], tuple[str, ...]]
) -> Appointment:
    month = revision.content.get("month")
    title = date_format(datetime.date.fromisoformat(month), "F Y") if month else revision.object_str
    return Appointment(
        model_name=revision.base_content_type.model,
        key=revision.object_id,
        title=title,
        at=revision.approved_go_live_at,
        why_not=failed.get((revision.base_content_type.model, revision.object_id), ()),
        is_late=revision.approved_go_live_at < at - LATE,
    )
