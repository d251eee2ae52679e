"""The four roles as people, for tests that ask what each may do."""

from __future__ import annotations

from typing import Any

from django.contrib.auth import get_user_model
from django.test import Client
from wagtail.models import GroupApprovalTask, Workflow, WorkflowContentType, WorkflowTask

from apercu.content.models import Digest, Summary
from apercu.editing import roles

REVIEWERS = ("reviewer", "editor-in-chief")


def member(key: str) -> Any:
    """Somebody with this role."""
    if roles.group_of(roles.BY_KEY[key]) is None:
        make_roles()
    user = get_user_model().objects.create_user(f"{key}@example.org", email=f"{key}@example.org")
    group = roles.group_of(roles.BY_KEY[key])
    assert group is not None
    user.groups.add(group)
    return user


def make_roles() -> None:
    """The roles, and a review whose reviewers are two of them; a site may have it from its setup already."""
    roles.make()
    workflow, is_new = Workflow.objects.get_or_create(name="Review")
    if is_new:
        task = GroupApprovalTask.objects.create(name="Review")
        task.groups.set(group for key in REVIEWERS if (group := roles.group_of(roles.BY_KEY[key])))
        WorkflowTask.objects.create(workflow=workflow, task=task, sort_order=0)
    for model in (Summary, Digest):
        kind = model.get_content_type()
        WorkflowContentType.objects.get_or_create(content_type=kind, defaults={"workflow": workflow})


def desk_of(key: str) -> Client:
    """The desk as somebody with this role sees it."""
    client = Client()
    client.force_login(member(key))
    return client
