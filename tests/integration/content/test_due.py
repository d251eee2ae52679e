"""What is due goes out; what cannot keeps its date and says why; nothing goes out twice."""

from __future__ import annotations

import datetime
from collections.abc import Callable
from typing import Any

import pytest
from django.core.management import call_command
from django.db import IntegrityError, OperationalError
from django.utils import timezone
from wagtail.models import GroupApprovalTask, Revision, Workflow, WorkflowTask

from apercu.content import due, publishing, scheduling
from apercu.content.models import Change, Digest, DueItem, DueRun, Summary
from tests.builders import make_article, make_digest, make_page, make_summary

pytestmark = pytest.mark.django_db

# A day ahead of the real clock, so that a date is never past when it is set, however long the suite takes.
NOW = timezone.now().replace(microsecond=0) + datetime.timedelta(days=1)
SOON = NOW + datetime.timedelta(hours=1)
LATER = NOW + datetime.timedelta(hours=2)


def at(moment: datetime.datetime) -> Callable[[], datetime.datetime]:
    """A clock that stands."""
    return lambda: moment


def scheduled(title: str, *, when: datetime.datetime = SOON, **fields: Any) -> Summary:
    summary = make_summary(title=title, publish=False, **fields)
    scheduling.schedule(record=summary, due=when, by=None)
    kept: Summary = Summary.objects.get(pk=summary.pk)
    return kept


def publications(record: Any) -> int:
    rows = Change.objects.filter(object_type=record._meta.model_name, object_id=record.pk, kind="published")
    return rows.count()


def live_titles() -> list[str]:
    return sorted(Summary.objects.filter(live=True).values_list("title", flat=True))


def test_of_ten_two_fail_eight_go_out_and_the_two_keep_their_date_and_say_why() -> None:
    article = make_article()
    fine = [scheduled(f"Fine {number}") for number in range(8)]
    without_article = scheduled("Its article loses its year", articles=[article])
    article.year = None
    article.save()
    taken = scheduled("Its address is taken", slug="the-address")
    make_summary(title="Was quicker", slug="another", publish=True)
    Summary.objects.filter(pk=taken.pk).update(slug="moved-aside")
    Summary._base_manager.filter(title="Was quicker").update(slug="the-address")

    done = due.publish_due(clock=at(LATER))

    assert sorted(done.published) == sorted(one.title for one in fine)
    assert [publications(one) for one in fine] == [1] * 8
    failed = {failure.label: failure for failure in scheduling.failures()}
    assert set(failed) == {"Its article loses its year", "Its address is taken"}
    assert failed["Its article loses its year"].why == (
        "Complete the article: it needs a title, authors or a group, a year, and a journal, book or publisher.",
    )
    assert failed["Its address is taken"].why == (
        "Another summary already has this address; change the slug.",
    )
    for summary in (without_article, taken):
        still = Summary.objects.get(pk=summary.pk)
        assert not still.live
        assert still.scheduled_revision.approved_go_live_at == SOON
        assert publications(still) == 0


def test_what_failed_is_tried_again_and_goes_out_once_nothing_stands_in_its_way() -> None:
    article = make_article()
    summary = scheduled("Waits for its article", articles=[article])
    article.year = None
    article.save()
    for _ in range(3):
        due.publish_due(clock=at(LATER))
    assert [(one.tries, one.at) for one in scheduling.failures()] == [(3, LATER)]
    article.year = 2020
    article.save()
    assert due.publish_due(clock=at(LATER)).published == ["Waits for its article"]
    assert scheduling.failures() == ()
    assert not DueItem.objects.exists()
    assert publications(summary) == 1


def test_nothing_goes_out_before_its_time_nor_a_second_time() -> None:
    summary = scheduled("Later")
    assert due.publish_due(clock=at(NOW)).published == []
    assert not Summary.objects.get().live
    assert due.publish_due(clock=at(LATER)).published == ["Later"]
    assert due.publish_due(clock=at(LATER)).published == []
    assert publications(summary) == 1


def test_an_error_nobody_foresaw_stops_no_other_and_is_kept_too(monkeypatch: pytest.MonkeyPatch) -> None:
    scheduled("First", when=NOW + datetime.timedelta(minutes=1))
    broken = scheduled("Breaks", when=NOW + datetime.timedelta(minutes=2))
    scheduled("Third", when=NOW + datetime.timedelta(minutes=3))
    really = Summary.public_row_changes

    def breaks(self: Summary, before: dict[str, Any]) -> None:
        if self.title == "Breaks":
            raise IntegrityError("planted")
        really(self, before)

    monkeypatch.setattr(Summary, "public_row_changes", breaks)
    due.publish_due(clock=at(LATER))
    assert live_titles() == ["First", "Third"]
    (failure,) = scheduling.failures()
    assert failure.why == ("Something went wrong that we did not foresee: IntegrityError: planted",)
    assert Summary.objects.get(pk=broken.pk).scheduled_revision is not None
    monkeypatch.undo()
    due.publish_due(clock=at(LATER))
    assert live_titles() == ["Breaks", "First", "Third"]


def test_a_failure_that_cannot_even_be_noted_stops_no_other_and_is_tried_in_the_next_run(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    revision = scheduled("First").scheduled_revision
    revision.content["gist"] = ""
    revision.save()
    scheduled("Second", when=SOON + datetime.timedelta(minutes=1))

    def away(*_given: Any, **_named: Any) -> None:
        raise OperationalError("the database is away")

    with monkeypatch.context() as broken:
        broken.setattr(due, "_note_failure", away)
        done = due.publish_due(clock=at(LATER))
    assert (done.published, [one.label for one in done.failed]) == (["Second"], ["First"])
    assert [one.label for one in due.publish_due(clock=at(LATER)).failed] == ["First"]
    assert [one.label for one in scheduling.failures()] == ["First"]


def test_what_a_run_left_behind_that_was_killed_is_tried_when_its_lease_is_over(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    scheduled("First")

    def killed(*_given: Any, **_named: Any) -> None:
        raise KeyboardInterrupt

    with monkeypatch.context() as broken:
        broken.setattr(due, "_do", killed)
        with pytest.raises(KeyboardInterrupt):
            due.publish_due(clock=at(LATER))
    assert due.publish_due(clock=at(LATER)).left_to_others == ["First"]
    assert due.publish_due(clock=at(LATER + due.LEASE)).published == ["First"]


def test_a_whole_month_goes_out_with_its_ready_drafts_and_says_who_stayed_behind() -> None:
    user = make_user("reviewer")
    month = make_digest(legacy=False, publish=False)
    ready = [make_summary(title=f"Ready {number}", digest=month, publish=False) for number in range(3)]
    unfinished = make_summary(title="Unfinished", digest=month, gist="", publish=False)
    in_review = make_summary(title="In review", digest=month, publish=False)
    review().start(in_review, user)
    own_date = scheduled("Has a date of its own", when=LATER + datetime.timedelta(days=3), digest=month)
    scheduling.schedule(record=Digest.objects.get(), due=SOON, by=user)

    (planned, _other) = scheduling.scheduled(at=NOW)
    assert {one.title: (one.is_ready, one.has_own_date, one.why_not) for one in planned.companions} == {
        **{summary.title: (True, False, ()) for summary in ready},
        "Unfinished": (False, False, ("Write the gist: one sentence a reader gets in five seconds.",)),
        "In review": (False, False, ("It is still in review.",)),
        "Has a date of its own": (False, True, ()),
    }

    due.publish_due(clock=at(LATER))
    assert Digest.objects.get().live
    assert live_titles() == ["Ready 0", "Ready 1", "Ready 2"]
    assert {one.label: one.why for one in scheduling.failures()} == {
        "Unfinished": ("Write the gist: one sentence a reader gets in five seconds.",),
        "In review": ("It is still in review.",),
    }
    assert Summary.objects.get(pk=own_date.pk).scheduled_revision is not None

    draft = Summary.objects.get(pk=unfinished.pk)
    draft.gist = "It found something."
    draft.save_revision(clean=False).publish()
    assert {one.label for one in scheduling.failures()} == {"In review"}


def test_a_month_whose_second_summary_breaks_stays_whole_in_the_dark(monkeypatch: pytest.MonkeyPatch) -> None:
    month = make_digest(legacy=False, publish=False)
    for title in ("First", "Second"):
        make_summary(title=title, digest=month, publish=False)
    scheduling.schedule(record=Digest.objects.get(), due=SOON, by=None)
    before = Change.objects.count()
    really = Summary.public_row_changes

    def breaks(self: Summary, row: dict[str, Any]) -> None:
        if self.title == "Second":
            raise IntegrityError("planted")
        really(self, row)

    monkeypatch.setattr(Summary, "public_row_changes", breaks)
    due.publish_due(clock=at(LATER))
    assert Change.objects.count() == before
    assert live_titles() == []
    assert not Digest.objects.get().live
    assert Digest.objects.get().scheduled_revision is not None
    monkeypatch.undo()
    due.publish_due(clock=at(LATER))
    assert live_titles() == ["First", "Second"]


def test_a_summary_due_with_its_month_goes_first_so_that_the_month_has_something_to_show() -> None:
    month = make_digest(legacy=False, publish=False)
    summary = make_summary(title="The only one", digest=month, publish=False)
    scheduling.schedule(record=Digest.objects.get(), due=SOON, by=None)
    scheduling.schedule(record=summary, due=SOON, by=None)
    assert due.publish_due(clock=at(LATER)).failed == []
    assert Digest.objects.get().live
    assert live_titles() == ["The only one"]


def test_a_withdrawn_summary_does_not_come_back_when_its_month_is_published_again() -> None:
    month = make_digest(legacy=False, publish=False)
    make_summary(title="Stays", digest=month, publish=False)
    gone = make_summary(title="Withdrawn", digest=month, publish=False)
    publishing.publish(record=Digest.objects.get(), by=None)
    publishing.unpublish(record=Summary.objects.get(pk=gone.pk), by=None)
    publishing.publish(record=Digest.objects.get(), by=None)
    assert live_titles() == ["Stays"]


def test_what_another_run_holds_is_left_to_it_until_its_lease_is_over() -> None:
    summary = scheduled("Held")
    DueItem.objects.create(
        act="publish",
        object_type="summary",
        object_id=str(summary.pk),
        held_by="999",
        held_until=LATER + due.LEASE,
    )
    assert due.publish_due(clock=at(LATER)).left_to_others == ["Held"]
    assert not Summary.objects.get().live
    assert scheduling.scheduled(at=LATER)[0].in_hand
    assert due.publish_due(clock=at(LATER + due.LEASE)).published == ["Held"]


def test_what_is_taken_off_the_schedule_while_a_run_is_at_it_does_not_go_out(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    summary = scheduled("Taken off in the last moment")
    really = due._lease

    def meanwhile(item: due.Due, **rest: Any) -> bool:
        scheduling.unschedule(revision=summary.scheduled_revision, by=None)
        return really(item, **rest)

    monkeypatch.setattr(due, "_lease", meanwhile)
    done = due.publish_due(clock=at(LATER))
    assert (done.published, done.failed) == ([], [])
    assert not Summary.objects.get().live
    assert not DueItem.objects.exists()


def test_a_public_summary_is_withdrawn_on_its_last_day_and_its_next_version_keeps_its_date() -> None:
    summary = make_summary(title="For a while")
    summary.refresh_from_db()
    summary.expire_at = SOON
    publishing_revision = summary.save_revision(clean=False)
    publishing_revision.publish()
    summary.refresh_from_db()
    summary.title = "Back again"
    summary.expire_at = None
    scheduling.schedule(record=summary, due=LATER + datetime.timedelta(days=1), by=None)
    assert Summary.objects.get().live

    assert due.publish_due(clock=at(LATER)).withdrawn == ["For a while"]
    gone = Summary.objects.get()
    assert (gone.live, gone.expired) == (False, True)
    assert Change.objects.filter(object_type="summary", kind="unpublished").count() == 1
    assert gone.scheduled_revision is not None
    assert due.publish_due(clock=at(LATER + datetime.timedelta(days=2))).published == ["Back again"]


def test_what_should_have_been_withdrawn_by_now_is_not_published_for_a_moment() -> None:
    summary = make_summary(title="Too late", publish=False)
    summary.expire_at = SOON + datetime.timedelta(minutes=5)
    summary.save_revision(clean=False)
    summary.refresh_from_db()
    scheduling.schedule(record=summary, due=SOON, by=None)
    due.publish_due(clock=at(LATER))
    assert not Summary.objects.get().live
    (failure,) = scheduling.failures()
    assert failure.why == (
        "The day on which it was to be withdrawn is over already: give it a later one, or none.",
    )


def test_pages_of_the_site_go_out_at_their_date_too() -> None:
    page = make_page(title="Privacy", slug="privacy")
    page.title = "Privacy, from May on"
    page.go_live_at = SOON
    page.save_revision().publish()
    assert due.publish_due(clock=at(LATER)).published == ["Privacy, from May on"]
    page.refresh_from_db()
    assert page.title == "Privacy, from May on"


def test_whoever_set_the_date_stands_in_the_log() -> None:
    user = make_user("editor")
    summary = make_summary(title="Signed", publish=False)
    scheduling.schedule(record=summary, due=SOON, by=user)
    due.publish_due(clock=at(LATER))
    assert Change.objects.latest("id").by == user


def test_the_name_wagtail_has_for_it_does_the_same_and_loses_nothing() -> None:
    summary = scheduled("By another name")
    broken = scheduled("Broken", gist="It found something.")
    overdue()
    revision = Revision.objects.get(pk=broken.scheduled_revision.pk)
    revision.content["gist"] = ""
    revision.save()
    call_command("publish_scheduled", verbosity=0)
    assert Summary.objects.get(pk=summary.pk).live
    assert Summary.objects.get(pk=broken.pk).scheduled_revision is not None
    assert [one.label for one in scheduling.failures()] == ["Broken"]
    assert DueRun.objects.count() == 1


def test_a_dry_run_says_what_is_due_and_does_nothing(capsys: pytest.CaptureFixture[str]) -> None:
    scheduled("Due")
    overdue()
    call_command("publish_due", dry_run=True)
    assert "“Due”" in capsys.readouterr().out
    assert not Summary.objects.get().live
    assert not DueRun.objects.exists()


def test_runs_that_did_nothing_are_soon_forgotten() -> None:
    for hours in (0, 30, 60):
        due.publish_due(clock=at(NOW + datetime.timedelta(hours=hours)))
    assert DueRun.objects.count() == 1


def overdue() -> None:
    """Everything that has a date had it yesterday, by the real clock."""
    dated = Revision.objects.exclude(approved_go_live_at=None)
    dated.update(approved_go_live_at=NOW - datetime.timedelta(days=2))


def make_user(name: str) -> Any:
    from django.contrib.auth import get_user_model

    return get_user_model().objects.create_superuser(name, password="pw")


def review() -> Workflow:
    workflow = Workflow.objects.create(name="Review")
    task = GroupApprovalTask.objects.create(name="Review")
    WorkflowTask.objects.create(workflow=workflow, task=task, sort_order=0)
    return workflow
