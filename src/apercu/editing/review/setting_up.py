"""The review a new site starts with: whoever writes submits, whoever reviews approves, and that publishes."""

from __future__ import annotations

from django.contrib.auth.models import Group
from django.contrib.contenttypes.models import ContentType
from django.db import transaction
from wagtail.log_actions import log
from wagtail.models import GroupApprovalTask, ModelLogEntry, Workflow, WorkflowContentType, WorkflowTask

from apercu.content.models import Digest, Summary

NAME = "Review"
APPROVERS = ("Reviewers", "Editors-in-chief")
_CREATED = "wagtail.create"
_MARK = {"default": "review"}


@transaction.atomic
def load() -> bool:
    """Make the review workflow once in the life of a site; whether it was made now.

    That we once made it stands in Wagtail's log, which outlives it: one that somebody renamed, changed or
    took away stays as they left it. A site with a workflow of its own for summaries or digests keeps that.
    """
    if ModelLogEntry.objects.filter(action=_CREATED, data__default=_MARK["default"]).exists():
        return False
    kinds = list(ContentType.objects.get_for_models(Summary, Digest).values())
    taken = set(
        WorkflowContentType.objects.filter(content_type__in=kinds).values_list("content_type_id", flat=True)
    )
    free = [kind for kind in kinds if kind.pk not in taken]
    if not free:
        return False
    workflow = Workflow.objects.create(name=NAME)
    task = GroupApprovalTask.objects.create(name=NAME)
    task.groups.set([Group.objects.get_or_create(name=name)[0] for name in APPROVERS])
    WorkflowTask.objects.create(workflow=workflow, task=task, sort_order=0)
    for kind in free:
        WorkflowContentType.objects.create(workflow=workflow, content_type=kind)
    log(instance=workflow, action=_CREATED, data=_MARK)
    return True
