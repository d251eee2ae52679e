"""What has a date: asked, set, moved and taken off. `due.py` does it when the date has come.

The dates are Wagtail's own (`approved_go_live_at` of a revision, `expire_at` of a record), so that the desk's
forms and ours are about the same thing.
"""

from __future__ import annotations

import datetime
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from django.apps import apps
from django.db import models, transaction
from wagtail.log_actions import log
from wagtail.models import DraftStateMixin, Page, Revision

from apercu.content import reasons
from apercu.content.models import Act, Digest, DueItem, DueRun, Summary
from apercu.content.models.change import lock_edition
from apercu.content.models.public import type_name

SET = "wagtail.publish.schedule"
QUIET = datetime.timedelta(minutes=15)  # so long may it be silent; the jobs process runs it every minute


@dataclass(frozen=True, kw_only=True)
class Companion:
    """A draft of a scheduled month: does it go out with it?"""

    summary_id: int
    title: str
    is_ready: bool
    has_own_date: bool
    why_not: tuple[str, ...]


@dataclass(frozen=True, kw_only=True)
class Failure:
    """Something that was due and could not be done; it is tried again at every run."""

    act: Act
    object_type: str
    object_id: str
    label: str
    at: datetime.datetime
    tries: int
    why: tuple[str, ...]  # sentences, in the language being spoken


@dataclass(frozen=True, kw_only=True)
class Scheduled:
    """One record with a date, for publication or withdrawal."""

    act: Act
    object_type: str
    object_id: str
    label: str
    due: datetime.datetime
    is_due: bool
    revision_id: int | None
    in_hand: bool  # a run has it at this moment, or was killed while it had it
    failure: Failure | None
    companions: tuple[Companion, ...]  # of a month


@dataclass(frozen=True, kw_only=True)
class LastRun:
    """The latest run of `publish_due`."""

    started_at: datetime.datetime
    seen_at: datetime.datetime
    finished_at: datetime.datetime | None
    published: int
    withdrawn: int
    failed: int


def scheduled(*, at: datetime.datetime) -> tuple[Scheduled, ...]:
    """Everything that has a date, the earliest first."""
    failed = {(one.act, one.object_type, one.object_id): one for one in failures()}
    held = set(DueItem.objects.filter(held_until__gt=at).values_list("act", "object_type", "object_id"))
    found = [*_publications(), *_withdrawals()]
    return tuple(
        Scheduled(
            act=act,
            object_type=object_type(type(record)),
            object_id=str(record.pk),
            label=label,
            due=due,
            is_due=due <= at,
            revision_id=revision_id,
            in_hand=(key := (act.value, object_type(type(record)), str(record.pk))) in held,
            failure=failed.get((act, *key[1:])),
            companions=_companions(record) if act is Act.PUBLISH else (),
        )
        for act, record, label, due, revision_id in sorted(found, key=lambda one: (one[3], one[2]))
    )


def failures() -> tuple[Failure, ...]:
    """What was due and could not be done, and still could not; the oldest first."""
    return tuple(
        Failure(
            act=Act(item.act),
            object_type=item.object_type,
            object_id=item.object_id,
            label=label,
            at=item.failed_at,
            tries=item.tries,
            why=tuple(reason.sentence for reason in reasons.from_json(item.reasons)),
        )
        for item, label in _open_items()
        if item.failed_at and label
    )


def last_run() -> LastRun | None:
    """When `publish_due` ran last, and what it did; none if it never did."""
    run = DueRun.objects.first()
    if run is None:
        return None
    return LastRun(**{name: getattr(run, name) for name in LastRun.__dataclass_fields__})


def is_overdue(*, at: datetime.datetime) -> bool:
    """Whether something should have happened a while ago and nobody has even tried: no jobs process runs."""
    long_ago = at - QUIET
    run = last_run()
    if run is not None and run.seen_at > long_ago:
        return False
    return Revision.objects.filter(approved_go_live_at__lte=long_ago).exists() or any(
        every(model).filter(live=True, expire_at__lte=long_ago).exists() for model in draftable()
    )


def never_ran() -> bool:
    """Whether something has a date, and no run was ever seen that could keep it."""
    return not DueRun.objects.exists() and (
        Revision.objects.exclude(approved_go_live_at=None).exists()
        or any(every(model).filter(live=True).exclude(expire_at=None).exists() for model in draftable())
    )


@transaction.atomic
def schedule(*, record: Summary | Digest, due: datetime.datetime, by: Any) -> None:
    """Give the latest draft a date, or raise Unpublishable: better now than at that hour."""
    draft = record.get_latest_revision_as_object()
    draft.go_live_at = due
    record.publish(draft.save_revision(user=by, clean=False), by)


@transaction.atomic
def reschedule(*, revision: Revision, due: datetime.datetime, by: Any) -> None:
    """Move the date of a scheduled revision; its text, and drafts written since, stay as they are."""
    lock_edition()
    revision = Revision.objects.select_for_update().exclude(approved_go_live_at=None).get(pk=revision.pk)
    revision.content["go_live_at"] = due.isoformat()
    revision.approved_go_live_at = due
    revision.save(update_fields=["content", "approved_go_live_at"])
    record = revision.content_object
    if not record.live:
        every(type(record)).filter(pk=record.pk).update(go_live_at=due)
    _forget_failure(record)
    log(instance=record, action=SET, user=by, revision=revision, data=_said_of(revision, record, due))


@transaction.atomic
def unschedule(*, revision: Revision, by: Any) -> None:
    """Take a revision off the schedule; it stays a draft."""
    lock_edition()
    revision = Revision.objects.select_for_update().exclude(approved_go_live_at=None).get(pk=revision.pk)
    revision.approved_go_live_at = None
    revision.save(user=by, update_fields=["approved_go_live_at"])
    _forget_failure(revision.content_object)


def forget_what_was_settled() -> None:
    """Delete the failures of what has no date any more, or went out after all."""
    still_open = {item.pk for item, _label in _open_items()}
    DueItem.objects.exclude(failed_at=None).exclude(pk__in=still_open).delete()


def draftable() -> list[type[models.Model]]:
    """The models that can have a date: pages as one, and each of our drafted records."""
    ours = (model for model in apps.get_models() if issubclass(model, DraftStateMixin))
    return [Page, *(model for model in ours if not issubclass(model, Page))]


def object_type(model: type[models.Model]) -> str:
    """The name its rows carry; all kinds of pages carry one, as in the change log."""
    return "page" if issubclass(model, Page) else type_name(model)


def every(model: type[models.Model]) -> models.QuerySet[Any]:
    """All rows of it, whatever its managers leave out."""
    return model._base_manager.all()


_Found = tuple[Act, Any, str, datetime.datetime, int | None]


def _publications() -> Iterable[_Found]:
    rows = Revision.objects.exclude(approved_go_live_at=None).select_related("content_type").defer("content")
    for row in rows:
        record = row.content_object
        if record is not None:
            label = str(record) if isinstance(record, Digest) else row.object_str
            yield Act.PUBLISH, record, label, row.approved_go_live_at, row.pk


def _withdrawals() -> Iterable[_Found]:
    for model in draftable():
        for record in every(model).filter(live=True).exclude(expire_at=None):
            yield Act.WITHDRAW, record, str(record), record.expire_at, None


def _companions(record: Any) -> tuple[Companion, ...]:
    if not isinstance(record, Digest):
        return ()
    return tuple(
        Companion(
            summary_id=one.summary.pk,
            title=one.revision.object_str,
            is_ready=not one.why_not and not one.has_own_date,
            has_own_date=one.has_own_date,
            why_not=tuple(reason.sentence for reason in one.why_not),
        )
        for one in record.companions()
    )


def _open_items() -> list[tuple[DueItem, str]]:
    """The rows of what is still to be done, each with the present name of its record."""
    items = list(DueItem.objects.order_by("failed_at", "pk"))
    names = {
        (act, kind): _names(act, kind, [one.object_id for one in items if one.object_type == kind])
        for act, kind in {(one.act, one.object_type) for one in items}
    }
    found = ((one, names[one.act, one.object_type].get(one.object_id)) for one in items)
    return [(item, name) for item, name in found if name]


def _names(act: str, kind: str, keys: list[str]) -> dict[str, str]:
    model = next((model for model in draftable() if object_type(model) == kind), None)
    if model is None:
        return {}
    rows = every(model).filter(pk__in=keys)
    if act == Act.WITHDRAW:
        rows = rows.filter(live=True).exclude(expire_at=None)
    elif act == Act.JOIN:
        rows = rows.filter(first_published_at=None)
    records = {str(row.pk): row for row in rows}
    if act == Act.PUBLISH:
        records = {pk: row for pk, row in records.items() if row.approved_schedule}
    return {pk: str(row) or pk for pk, row in records.items()}


def _forget_failure(record: Any) -> None:
    DueItem.objects.filter(
        act=Act.PUBLISH, object_type=object_type(type(record)), object_id=str(record.pk)
    ).delete()


def _said_of(revision: Revision, record: Any, due: datetime.datetime) -> dict[str, Any]:
    """What Wagtail's history prints of a schedule."""
    facts = {
        "id": revision.pk,
        "created": revision.created_at.isoformat(),
        "go_live_at": due.isoformat(),
        "has_live_version": record.live,
    }
    return {"revision": facts}
