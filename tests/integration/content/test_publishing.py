"""The gate at its doors, and what becomes public with what."""

from __future__ import annotations

import datetime
from typing import Any

import pytest
from django.contrib.auth import get_user_model
from django.contrib.contenttypes.models import ContentType
from django.core.management import call_command
from django.db import IntegrityError, models, transaction
from django.utils import timezone
from wagtail.models import GroupApprovalTask, Revision, Workflow, WorkflowTask

from apercu.content import changes, publishing, rules
from apercu.content.models import Change, Digest, FormerAddress, Summary, Topic
from tests.builders import make_article, make_digest, make_summary, make_topic

pytestmark = pytest.mark.django_db


def unfinished() -> Summary:
    return make_summary(title="Unfinished", topics=[], publish=False)


def by_our_own_code(summary: Summary) -> None:
    publishing.publish(record=summary, by=None)


def by_its_revision(summary: Summary) -> None:
    summary.get_latest_revision().publish()


def by_the_workflow(summary: Summary) -> None:
    user = get_user_model().objects.create_superuser("approver", password="pw")
    task = GroupApprovalTask.objects.create(name="Look at it")
    workflow = Workflow.objects.create(name="Review")
    WorkflowTask.objects.create(workflow=workflow, task=task, sort_order=0)
    state = workflow.start(summary, user)
    state.current_task_state.approve(user=user)


def by_a_date(summary: Summary) -> None:
    summary.go_live_at = timezone.now() + datetime.timedelta(days=1)
    summary.save_revision(clean=False).publish()


DOORS = [by_our_own_code, by_its_revision, by_the_workflow, by_a_date]


@pytest.mark.parametrize("door", DOORS)
def test_no_door_lets_an_unfinished_summary_through(door: Any) -> None:
    summary = unfinished()
    before = changes.edition()
    with pytest.raises(rules.Unpublishable) as refused, transaction.atomic():
        door(summary)
    assert [problem.code for problem in refused.value.problems] == ["topic-missing"]
    assert not Summary.objects.get().live
    assert changes.edition() == before


@pytest.mark.parametrize("door", DOORS[:3])
def test_every_door_lets_a_finished_one_through(door: Any) -> None:
    door(make_summary(title="Finished", publish=False))
    assert Summary.objects.get().live
    assert Change.objects.filter(object_type="summary", kind="published").count() == 1


def test_a_date_in_the_future_publishes_at_that_hour_and_asks_the_gate_again() -> None:
    summary = make_summary(title="Later", publish=False)
    before = changes.edition()
    by_a_date(summary)
    assert not Summary.objects.get().live
    assert changes.edition() == before
    Revision.objects.update(approved_go_live_at=timezone.now() - datetime.timedelta(minutes=1))
    content = Revision.objects.get(pk=Summary.objects.get().latest_revision_id)
    content.content["go_live_at"] = (timezone.now() - datetime.timedelta(minutes=1)).isoformat()
    content.save()
    call_command("publish_scheduled", verbosity=0)
    assert Summary.objects.get().live
    assert changes.edition() > before


def test_a_broken_draft_of_a_public_summary_leaves_the_public_text_alone() -> None:
    summary = make_summary(title="Public")
    summary.gist = ""
    revision = summary.save_revision(clean=False)
    with pytest.raises(rules.Unpublishable), transaction.atomic():
        revision.publish()
    assert Summary.objects.get().gist


def test_publishing_a_digest_publishes_its_ready_summaries_and_leaves_the_others_drafts() -> None:
    digest = make_digest(legacy=False, publish=False)
    ready = make_summary(title="Ready", digest=digest, publish=False)
    make_summary(title="Unfinished", digest=digest, topics=[], publish=False)
    waiting = make_summary(title="Waits for its own date", digest=digest, publish=False)
    by_a_date(waiting)
    publishing.publish(record=digest, by=None)
    assert [summary.title for summary in Summary.objects.filter(live=True)] == [ready.title]


def test_a_summary_that_waits_in_a_workflow_is_not_published_with_its_month() -> None:
    user = get_user_model().objects.create_superuser("author", password="pw")
    digest = make_digest(legacy=False, publish=False)
    make_summary(title="Ready", digest=digest, publish=False)
    waiting = make_summary(title="In review", digest=digest, publish=False)
    workflow = Workflow.objects.create(name="Review")
    task = GroupApprovalTask.objects.create(name="Look at it")
    WorkflowTask.objects.create(workflow=workflow, task=task, sort_order=0)
    workflow.start(waiting, user)
    publishing.publish(record=digest, by=user)
    assert not Summary.objects.get(title="In review").live


def test_a_digest_without_a_summary_stays_a_draft() -> None:
    digest = make_digest(legacy=False, publish=False)
    with pytest.raises(rules.Unpublishable) as refused, transaction.atomic():
        publishing.publish(record=digest, by=None)
    assert [problem.code for problem in refused.value.problems] == ["summary-missing"]


def test_if_one_ready_summary_fails_nothing_of_the_month_becomes_public(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    digest = make_digest(legacy=False, publish=False)
    make_summary(title="First", digest=digest, publish=False)
    make_summary(title="Second", digest=digest, publish=False)
    really = Summary.publish

    def fails_on_the_second(self: Summary, *args: Any, **kwargs: Any) -> None:
        if self.title == "Second":
            raise IntegrityError("planted")
        really(self, *args, **kwargs)

    monkeypatch.setattr(Summary, "publish", fails_on_the_second)
    before = changes.edition()
    with pytest.raises(IntegrityError), transaction.atomic():
        publishing.publish(record=digest, by=None)
    assert not Summary.objects.filter(live=True).exists()
    assert not Digest.objects.get().live
    assert changes.edition() == before


def test_withdrawing_a_month_leaves_its_summaries_public() -> None:
    digest = make_digest(legacy=False, publish=False)
    make_summary(title="Stays", digest=digest, publish=False)
    publishing.publish(record=digest, by=None)
    publishing.unpublish(record=Digest.objects.get(), by=None)
    assert not Digest.objects.get().live
    assert Summary.objects.get().live


def test_who_published_stands_in_the_log() -> None:
    user = get_user_model().objects.create_superuser("editor", password="pw")
    summary = make_summary(title="Signed", publish=False)
    publishing.publish(record=summary, by=user)
    assert Change.objects.latest("id").by == user


def test_a_changed_slug_leaves_a_redirect_and_nobody_else_may_take_it() -> None:
    summary = make_summary(title="First name")
    summary.slug = "second-name"
    summary.save_revision(clean=False).publish()
    kept = FormerAddress.objects.get()
    assert (kept.object_type, kept.slug, kept.object_id) == ("summary", "first-name", str(summary.pk))
    newcomer = make_summary(title="Newcomer", slug="first-name", publish=False)
    with pytest.raises(rules.Unpublishable) as refused, transaction.atomic():
        publishing.publish(record=newcomer, by=None)
    assert [problem.code for problem in refused.value.problems] == ["slug-taken"]


def test_a_summary_that_returns_to_its_old_slug_takes_it_back() -> None:
    summary = make_summary(title="First name")
    for slug in ("second-name", "first-name"):
        summary.slug = slug
        summary.save_revision(clean=False).publish()
        summary.refresh_from_db()
    assert [former.slug for former in FormerAddress.objects.all()] == ["second-name"]


def test_drafts_of_one_title_get_slugs_of_their_own() -> None:
    slugs = [make_summary(title="One title", publish=False).slug for _ in range(3)]
    assert slugs == ["one-title", "one-title-2", "one-title-3"]


def test_a_topic_that_moves_leaves_a_redirect() -> None:
    topic = make_topic(name="Empathy")
    topic.slug = "empathic-care"
    topic.save()
    assert FormerAddress.objects.get(object_type="topic").slug == "empathy"


def test_a_topic_in_use_is_not_deleted_under_the_drafts_that_carry_it() -> None:
    topic = make_topic(name="Empathy")
    make_summary(title="Carries it", topics=[topic], publish=False)
    with pytest.raises(models.ProtectedError, match="still carry"), transaction.atomic():
        topic.delete()
    assert Topic.objects.filter(pk=topic.pk).exists()


def test_a_doi_is_kept_in_one_spelling_and_once() -> None:
    article = make_article(doi=" 10.5555/ABC ")
    assert article.doi == "10.5555/abc"
    with pytest.raises(IntegrityError), transaction.atomic():
        make_article(doi="10.5555/abc")
    assert make_article(doi="").doi is None
    assert make_article(doi="").doi is None


def test_publishing_an_older_draft_does_not_bring_back_what_is_not_its_text() -> None:
    summary = make_summary(title="Now")
    older = summary.latest_revision
    summary.title = "Later"
    summary.save_revision(clean=False).publish()
    first = Summary.objects.get().first_published_at
    older.publish()
    again = Summary.objects.get()
    assert (again.title, again.live, again.first_published_at) == ("Now", True, first)


def test_content_types_of_drafted_records_can_take_a_workflow() -> None:
    from wagtail.models import WorkflowContentType

    workflow = Workflow.objects.create(name="Review")
    for model in (Summary, Digest):
        WorkflowContentType.objects.create(
            workflow=workflow, content_type=ContentType.objects.get_for_model(model)
        )
        assert model().get_workflow() == workflow


def test_a_first_draft_changed_in_memory_is_published_as_it_was_saved() -> None:
    from apercu.content import drafting

    digest = drafting.create_digest(
        month=datetime.date(2021, 6, 1), teaser="<p>As saved.</p>", legacy=True, by=None
    )
    digest.teaser = "<p>Changed and saved since.</p>"
    digest.save()
    publishing.publish(record=digest, by=None)
    assert Digest.objects.get().teaser == "<p>As saved.</p>"


def test_a_first_draft_that_is_refused_stays_a_draft_in_memory_too() -> None:
    from apercu.content import drafting

    digest = drafting.create_digest(month=datetime.date(2021, 6, 1), teaser="<p>Alone.</p>", by=None)
    with pytest.raises(rules.Unpublishable):
        publishing.publish(record=digest, by=None)
    assert (digest.live, Digest.objects.get().live) == (False, False)
