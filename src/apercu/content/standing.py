"""Where a summary or digest stands on its way to readers, for a whole listing in one query."""

from __future__ import annotations

from typing import Any

from django.contrib.contenttypes.models import ContentType
from django.db.models import CharField, Exists, F, OuterRef, Q, QuerySet, Subquery, TextChoices
from django.db.models.functions import Cast
from django.utils.translation import gettext_lazy as _
from wagtail.models import Revision, WorkflowState


class Standing(TextChoices):
    """One word for where a record stands."""

    DRAFT = "draft", _("Draft")
    REVIEW = "review", _("In review")
    RETURNED = "returned", _("Sent back")
    SCHEDULED = "scheduled", _("Scheduled")
    PUBLIC = "public", _("Public")
    CHANGED = "changed", _("Public, changed since")


def with_standing(records: QuerySet[Any]) -> QuerySet[Any]:
    """With `review` (the state of its workflow, if it is in one) and `goes_public_at` on every row."""
    annotated: QuerySet[Any] = records.annotate(
        review=Subquery(_reviews(records.model).values("status")[:1]),
        goes_public_at=Subquery(
            _schedules(records.model).order_by("approved_go_live_at").values("approved_go_live_at")[:1]
        ),
    )
    return annotated


def standing_of(record: Any) -> Standing:
    """Where a record of `with_standing` stands: what is about to happen to it says most."""
    if record.goes_public_at:
        return Standing.SCHEDULED
    if record.review == WorkflowState.STATUS_IN_PROGRESS:
        return Standing.REVIEW
    if record.review == WorkflowState.STATUS_NEEDS_CHANGES:
        return Standing.RETURNED
    if record.live:
        return Standing.CHANGED if record.has_unpublished_changes else Standing.PUBLIC
    return Standing.DRAFT


def standing_as(records: QuerySet[Any], standing: str) -> QuerySet[Any]:
    """Those of these records that stand so; every record that readers see counts as public."""
    reviewed, scheduled = _reviews(records.model), _schedules(records.model)
    conditions: dict[str, Q] = {
        Standing.PUBLIC: Q(live=True),
        Standing.CHANGED: Q(live=True, has_unpublished_changes=True),
        Standing.SCHEDULED: Q(Exists(scheduled)),
        Standing.REVIEW: Q(Exists(reviewed.filter(status=WorkflowState.STATUS_IN_PROGRESS))),
        Standing.RETURNED: Q(Exists(reviewed.filter(status=WorkflowState.STATUS_NEEDS_CHANGES))),
        Standing.DRAFT: Q(live=False) & ~Q(Exists(reviewed)) & ~Q(Exists(scheduled)),
    }
    return records.filter(conditions[standing])


def _reviews(model: Any) -> QuerySet[Any]:
    states: QuerySet[Any] = WorkflowState.objects.active().filter(base_content_type=_type(model))
    return states.filter(object_id=Cast(OuterRef("pk"), CharField())).order_by(F("pk").desc())


def _schedules(model: Any) -> QuerySet[Any]:
    revisions: QuerySet[Any] = Revision.objects.filter(base_content_type=_type(model))
    scheduled = revisions.exclude(approved_go_live_at=None)
    return scheduled.filter(object_id=Cast(OuterRef("pk"), CharField()))


def _type(model: Any) -> ContentType:
    return ContentType.objects.get_for_model(model, for_concrete_model=False)
