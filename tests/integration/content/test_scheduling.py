"""Dates are set, moved and taken off; and the desk can say when somebody last looked after them."""

from __future__ import annotations

import datetime

import pytest
from django.utils import timezone
from wagtail.models import Revision

from apercu.content import changes, due, rules, scheduling
from apercu.content.models import DueItem, Summary
from tests.builders import make_summary

pytestmark = pytest.mark.django_db

# A day ahead of the real clock, so that a date is never past when it is set, however long the suite takes.
NOW = timezone.now().replace(microsecond=0) + datetime.timedelta(days=1)
HOUR = datetime.timedelta(hours=1)


def scheduled(title: str = "Scheduled") -> Revision:
    summary = make_summary(title=title, publish=False)
    scheduling.schedule(record=summary, due=NOW + HOUR, by=None)
    return Summary.objects.get(pk=summary.pk).scheduled_revision


def test_what_lacks_something_gets_no_date() -> None:
    summary = make_summary(title="Unfinished", gist="", publish=False)
    with pytest.raises(rules.Unpublishable):
        scheduling.schedule(record=summary, due=NOW + HOUR, by=None)
    assert scheduling.scheduled(at=NOW) == ()


def test_what_has_a_date_is_listed_the_earliest_first() -> None:
    revision = scheduled("Second")
    scheduling.reschedule(revision=scheduled("First"), due=NOW + HOUR / 2, by=None)
    rows = scheduling.scheduled(at=NOW)
    assert [(row.label, row.due, row.is_due) for row in rows] == [
        ("First", NOW + HOUR / 2, False),
        ("Second", NOW + HOUR, False),
    ]
    assert rows[1].revision_id == revision.pk


def test_a_date_moves_and_the_newer_draft_stays_as_it_is() -> None:
    revision = scheduled()
    summary = Summary.objects.get()
    summary.title = "A later draft"
    newer = summary.save_revision(clean=False)
    before = changes.edition()
    scheduling.reschedule(revision=revision, due=NOW + 5 * HOUR, by=None)
    assert changes.edition() == before
    assert Summary.objects.get().latest_revision == newer
    due.publish_due(clock=lambda: NOW + 2 * HOUR)
    assert not Summary.objects.get().live
    due.publish_due(clock=lambda: NOW + 6 * HOUR)
    public = Summary.objects.get()
    assert (public.title, public.live, public.has_unpublished_changes) == ("Scheduled", True, True)


def test_a_moved_date_takes_the_failure_with_it() -> None:
    revision = scheduled()
    revision.content["gist"] = ""
    revision.save()
    due.publish_due(clock=lambda: NOW + 2 * HOUR)
    assert len(scheduling.failures()) == 1
    scheduling.reschedule(revision=revision, due=NOW + 5 * HOUR, by=None)
    assert scheduling.failures() == ()


def test_what_is_taken_off_is_a_draft_again_and_its_failure_is_forgotten() -> None:
    revision = scheduled()
    revision.content["gist"] = ""
    revision.save()
    due.publish_due(clock=lambda: NOW + 2 * HOUR)
    scheduling.unschedule(revision=revision, by=None)
    assert (scheduling.scheduled(at=NOW), scheduling.failures()) == ((), ())
    assert not DueItem.objects.exists()
    with pytest.raises(Revision.DoesNotExist):
        scheduling.unschedule(revision=revision, by=None)


def test_the_failures_of_what_went_out_by_another_door_are_forgotten() -> None:
    revision = scheduled()
    revision.content["gist"] = ""
    revision.save()
    due.publish_due(clock=lambda: NOW + 2 * HOUR)
    summary = Summary.objects.get()
    summary.gist = "Mended."
    summary.go_live_at = None
    summary.save_revision(clean=False).publish()
    assert scheduling.failures() == ()
    due.publish_due(clock=lambda: NOW + 2 * HOUR)
    assert not DueItem.objects.exists()


def test_it_says_when_it_last_ran_and_warns_when_nobody_looks_after_what_is_due() -> None:
    assert scheduling.last_run() is None
    assert not scheduling.never_ran()
    scheduled()
    assert scheduling.never_ran()
    assert not scheduling.is_overdue(at=NOW + HOUR)
    assert scheduling.is_overdue(at=NOW + 2 * HOUR)
    due.publish_due(clock=lambda: NOW)
    run = scheduling.last_run()
    assert run is not None
    assert (run.started_at, run.finished_at, run.published) == (NOW, NOW, 0)
    assert not scheduling.never_ran()
    assert scheduling.is_overdue(at=NOW + 2 * HOUR)
    due.publish_due(clock=lambda: NOW + 2 * HOUR)
    assert not scheduling.is_overdue(at=NOW + 3 * HOUR)


def test_a_run_that_tries_and_fails_is_no_silence() -> None:
    revision = scheduled()
    revision.content["gist"] = ""
    revision.save()
    due.publish_due(clock=lambda: NOW + 2 * HOUR)
    assert not scheduling.is_overdue(at=NOW + 2 * HOUR + scheduling.QUIET / 2)
