"""Doing what is due: publications at their date, withdrawals at theirs. `apercu publish_due` runs it.

Each item is leased, so that a second run (of this machine or another) leaves it alone; done in one
transaction of its own, which also takes the lease away; and, if it fails, noted with its reason while it
keeps its date.
A run that is killed leaves an item whole or untouched: at worst its lease has to run out first.
"""

from __future__ import annotations

import datetime
import logging
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from typing import Any

from django.db import models, transaction
from django.db.models import F, Q
from wagtail.log_actions import LogContext
from wagtail.log_actions import registry as logs
from wagtail.models import Revision

from apercu.content import reasons, scheduling
from apercu.content.models import Act, Digest, DueItem, DueRun
from apercu.content.models.change import lock_edition

logger = logging.getLogger(__name__)

LEASE = datetime.timedelta(minutes=5)  # far longer than any item takes: a month of thirty takes seconds
IDLE_RUNS_KEPT = datetime.timedelta(days=1)
RUNS_KEPT = datetime.timedelta(days=90)
AT_ITS_HOUR = "wagtail.publish.scheduled"
# Runs of this process that could not give a lease back, the database being away: the next run does, and the
# item need not wait until it runs out.
_cut_short: set[str] = set()

Clock = Callable[[], datetime.datetime]


@dataclass(frozen=True, kw_only=True)
class Due:
    """One act whose time has come."""

    act: Act
    model: type[models.Model]
    object_id: str
    at: datetime.datetime
    label: str
    revision_id: int | None = None

    @property
    def row(self) -> dict[str, str]:
        """What its row in the side table is found by."""
        return {
            "act": self.act,
            "object_type": scheduling.object_type(self.model),
            "object_id": self.object_id,
        }


@dataclass(frozen=True, kw_only=True)
class Failed:
    """One act that could not be done, and why."""

    label: str
    reasons: tuple[reasons.Reason, ...]


@dataclass(kw_only=True)
class Done:
    """What one run did."""

    published: list[str] = field(default_factory=list)
    withdrawn: list[str] = field(default_factory=list)
    failed: list[Failed] = field(default_factory=list)
    left_to_others: list[str] = field(default_factory=list)


def publish_due(*, clock: Clock) -> Done:
    """Do everything that is due by now; one item's failure stops no other."""
    run = _begin(at=clock())
    done = Done()
    for find in (due_publications, due_withdrawals):  # in this order: what is published may have to go again
        for item in find(at=clock()):
            try:
                _take(item, run=run, done=done, clock=clock)
            except Exception as error:  # not even its failure could be noted: at worst its lease runs out
                logger.exception("%s %s could not be looked after", item.act.value, item.row)
                _cut_short.add(str(run.pk))
                done.failed.append(Failed(label=item.label, reasons=reasons.of_error(error, record=None)))
    DueRun.objects.filter(pk=run.pk).update(seen_at=clock(), finished_at=clock())
    return done


def due_publications(*, at: datetime.datetime) -> list[Due]:
    """Scheduled revisions whose time has come, the earliest first; of one hour, months last.

    A summary and its month may be due together, and the month needs it.
    """
    rows = Revision.objects.filter(approved_go_live_at__lte=at).select_related("content_type")
    found = [
        Due(
            act=Act.PUBLISH,
            model=model,
            object_id=row.object_id,
            at=row.approved_go_live_at,
            label=row.object_str,
            revision_id=row.pk,
        )
        for row in rows.defer("content")
        if (model := row.content_type.model_class())
    ]
    return sorted(found, key=lambda due: (due.at, due.model is Digest, due.revision_id))


def due_withdrawals(*, at: datetime.datetime) -> list[Due]:
    """Public records whose last day is over, the earliest first."""
    found = [
        Due(act=Act.WITHDRAW, model=model, object_id=str(row.pk), at=row.expire_at, label=str(row))
        for model in scheduling.draftable()
        for row in scheduling.every(model).filter(live=True, expire_at__lte=at)
    ]
    return sorted(found, key=lambda due: (due.at, due.label))


def something_new_is_due(*, at: datetime.datetime) -> bool:
    """Whether anything is due that no run has tried yet: what failed waits for its next turn."""
    tried = set(DueItem.objects.exclude(failed_at=None).values_list("act", "object_type", "object_id"))
    found = [*due_publications(at=at), *due_withdrawals(at=at)]
    return any((item.act.value, item.row["object_type"], item.object_id) not in tried for item in found)


def _begin(*, at: datetime.datetime) -> DueRun:
    """Note that a run began, and forget what no longer says anything."""
    idle = Q(published=0, withdrawn=0, failed=0, started_at__lt=at - IDLE_RUNS_KEPT)
    DueRun.objects.filter(idle | Q(started_at__lt=at - RUNS_KEPT)).delete()
    scheduling.forget_what_was_settled()
    DueItem.objects.filter(held_by__in=_cut_short).update(held_by="", held_until=None)
    _cut_short.clear()
    DueItem.objects.filter(_free(at), failed_at=None).delete()
    return DueRun.objects.create(started_at=at, seen_at=at)


def _take(due: Due, *, run: DueRun, done: Done, clock: Clock) -> None:
    """Lease one item, do it or note why not, and count it."""
    at = clock()
    if not _lease(due, run=run, at=at):
        done.left_to_others.append(due.label)
        return
    try:
        was_done = _do(due, run=run, at=at)
    except Exception as error:
        why = reasons.of_error(error, record=_record(due))
        if any(reason.code == "unforeseen" for reason in why):
            logger.exception("%s %s could not be done", due.act.value, due.row)
        _note_failure(due, run=run, why=why, at=clock())
        done.failed.append(Failed(label=due.label, reasons=why))
        return
    if was_done:
        (done.published if due.act is Act.PUBLISH else done.withdrawn).append(due.label)


def _free(at: datetime.datetime) -> Q:
    return Q(held_until=None) | Q(held_until__lte=at)


def _lease(due: Due, *, run: DueRun, at: datetime.datetime) -> bool:
    """Whether the item is now ours: one statement decides, so that two runs never both have it."""
    DueItem.objects.get_or_create(defaults=None, **due.row)
    rows = DueItem.objects.filter(_free(at), **due.row)
    return bool(rows.update(held_by=str(run.pk), held_until=at + LEASE))


def _do(due: Due, *, run: DueRun, at: datetime.datetime) -> bool:
    """Do one item in one transaction; False where it was done, or taken off the schedule, meanwhile."""
    with transaction.atomic():
        lock_edition()
        was_done = _publish(due, at=at) if due.act is Act.PUBLISH else _withdraw(due, at=at)
        DueItem.objects.filter(**due.row, held_by=str(run.pk)).delete()
        counted = (
            {"published": F("published") + 1} if due.act is Act.PUBLISH else {"withdrawn": F("withdrawn") + 1}
        )
        DueRun.objects.filter(pk=run.pk).update(seen_at=at, **(counted if was_done else {}))
    return was_done


def _publish(due: Due, *, at: datetime.datetime) -> bool:
    still_due = Revision.objects.select_for_update().filter(pk=due.revision_id, approved_go_live_at__lte=at)
    revision = still_due.first()
    if revision is None:
        return False
    draft = revision.as_object()
    if draft.expire_at and draft.expire_at <= at:
        raise reasons.LastDayOver
    draft.go_live_at = None  # its hour has come: from here on Wagtail is not to compare it with its own clock
    revision.as_object = lambda: draft
    with LogContext(user=_who_scheduled(revision, draft)):
        revision.publish(log_action=AT_ITS_HOUR)
    if isinstance(draft, Digest):
        _note_those_left_behind(draft, at=at)
    return True


def _withdraw(due: Due, *, at: datetime.datetime) -> bool:
    record = (
        scheduling.every(due.model)
        .select_for_update(of=("self",))  # what is joined may be absent, and PostgreSQL locks no absent row
        .filter(pk=due.object_id, live=True, expire_at__lte=at)
        .first()
    )
    if record is None:
        return False
    record = getattr(record, "specific", record)
    # Wagtail's action forgets every schedule; a later version that has a date of its own is to keep it.
    dates = dict(_scheduled(record).values_list("pk", "approved_go_live_at"))
    record.unpublish(set_expired=True, log_action="wagtail.unpublish.scheduled")
    for pk, date in dates.items():
        Revision.objects.filter(pk=pk).update(approved_go_live_at=date)
    return True


def _scheduled(record: Any) -> models.QuerySet[Any]:
    return record.revisions.exclude(approved_go_live_at=None)  # type: ignore[no-any-return]


def _note_those_left_behind(month: Digest, *, at: datetime.datetime) -> None:
    """A summary that was not ready when its month went out stays a draft; the desk says so, and why."""
    for companion in month.companions():
        if companion.why_not:
            DueItem.objects.update_or_create(
                act=Act.JOIN,
                object_type="summary",
                object_id=str(companion.summary.pk),
                defaults={"failed_at": at, "tries": 1, "reasons": reasons.as_json(companion.why_not)},
            )


def _note_failure(due: Due, *, run: DueRun, why: Iterable[reasons.Reason], at: datetime.datetime) -> None:
    """Keep the reason and give the lease back; the date stays, and the next run tries again."""
    with transaction.atomic():
        DueItem.objects.filter(**due.row, held_by=str(run.pk)).update(
            held_by="", held_until=None, failed_at=at, tries=F("tries") + 1, reasons=reasons.as_json(why)
        )
        DueRun.objects.filter(pk=run.pk).update(seen_at=at, failed=F("failed") + 1)


def _record(due: Due) -> Any:
    return scheduling.every(due.model).filter(pk=due.object_id).first()


def _who_scheduled(revision: Revision, draft: Any) -> Any:
    """Who set the date stands in the logs as who published."""
    entry = logs.get_logs_for_instance(draft).filter(
        action="wagtail.publish.schedule", revision_id=revision.pk
    )
    latest = entry.order_by("-timestamp").select_related("user").first()
    return (latest and latest.user) or revision.user
