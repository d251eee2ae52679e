"""One of everything that lies on the desk, for addresses that need one."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.contrib.auth import get_user_model
from django.contrib.auth.models import Group
from django.contrib.contenttypes.models import ContentType
from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from django.utils import timezone
from wagtail.admin.models import EditingSession
from wagtail.models import Collection, GroupApprovalTask, Site, Workflow, WorkflowTask

from apercu.content.models import ErrorReport, SiteSettings, Summary
from apercu.mailing.composing.content import begin
from apercu.mailing.models import Delivery, Subscriber, SubscriberImport
from tests.builders import (
    make_article,
    make_digest,
    make_page,
    make_person,
    make_summary,
    make_topic,
    make_type,
)


def sample_values() -> Callable[[str, str], Any]:
    """Makes one of everything, and gives the value of a route's parameter: `value_of(route, name)`."""
    digest = make_digest()
    summary = make_summary(digest=digest)
    summary.title = "Changed since"
    later = summary.save_revision()
    page = make_page()
    page_revision = page.save_revision()
    workflow = Workflow.objects.create(name="Review")
    task = GroupApprovalTask.objects.create(name="Reading")
    WorkflowTask.objects.create(workflow=workflow, task=task, sort_order=0)
    report = ErrorReport.objects.create(summary=summary, text="A typo.", at=timezone.now())
    other = get_user_model().objects.create_user("somebody", "somebody@example.org")
    session = EditingSession.objects.create(
        user=other,
        content_type=ContentType.objects.get_for_model(Summary),
        object_id=summary.pk,
        last_seen_at=timezone.now(),
    )
    mailing = begin(digest=digest, by=None, at=timezone.now())
    copy = Delivery.objects.create(mailing=mailing, language="en", next_at=timezone.now())
    records = {
        "corrections/": summary.pk,
        "mailings/": mailing.pk,
        "content/summary": summary.pk,
        "content/digest": digest.pk,
        "content/article": make_article().pk,
        "content/topic": make_topic(name="Empathy").pk,
        "content/researchtype": make_type(name="Survey").pk,
        "content/person": make_person().pk,
        "error_reports": report.pk,
        "users/": other.pk,
        "groups/": Group.objects.create(name="A group").pk,
        "sites/": Site.objects.get().pk,
        "collections/": Collection.get_first_root_node().add_child(name="A collection").pk,
        "workflows/tasks/": task.pk,
        "workflows/": workflow.pk,
        "pages/": page.pk,
        "editing-sessions/": session.pk,
        "settings/": SiteSettings.load().pk,
        "subscribers/imports/": SubscriberImport.objects.create(name="a.csv", at=timezone.now()).pk,
        "subscribers/": Subscriber.objects.create(
            email="a@x.example", email_key="a@x.example", created_at=timezone.now()
        ).pk,
    }
    revisions = {
        "content/summary": later.pk,
        "content/digest": digest.latest_revision_id,
        "pages/": page_revision.pk,
    }
    named: dict[str, Any] = {
        "app_label": "content",
        "app_name": "content",
        "model_name": "summary",
        "model_app_label": "content",
        "action": "delete",
        "parent_page_id": page.get_parent().pk,
        "page_id": page.pk,
        "page_pk": page.pk,
        "task_pk": task.pk,
        "task_id": task.pk,
        "workflow_pk": workflow.pk,
        "uidb64": "MQ",
        "token": "a-token",
        "slug": "inform",
        "content_type_app_name": "content",
        "content_type_model_name": "informationpage",
        "position": 0,
        "language_code": "en",
        "language": "en",
        "form": "html",
        "copy": copy.pk,
    }

    named["path"] = default_storage.save("a.png", ContentFile(b"a picture"))
    settings = {"model_name": "sitesettings"}

    def value_of(route: str, name: str) -> Any:
        if route.startswith("desk/settings/") and name in settings:
            return settings[name]
        if "/editing-sessions/" in route and name == "object_id":
            return summary.pk
        if name.startswith("revision"):
            return next((number for part, number in revisions.items() if part in route), 1)
        if name in named:
            return named[name]
        return next((number for part, number in records.items() if part in route), 1)

    return value_of
