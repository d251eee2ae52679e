"""The screen "Scheduled": what is due when, what failed and why, and what can be done about it."""

from __future__ import annotations

import datetime

import pytest
from django.contrib.auth import get_user_model
from django.contrib.auth.models import Permission
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from apercu.content import due, scheduling
from apercu.content.models import Digest, DueRun, Summary
from tests.builders import make_digest, make_summary
from tests.desk_forms import filled

pytestmark = pytest.mark.django_db

HERE = "/desk/scheduled/"
HOUR = datetime.timedelta(hours=1)


def now() -> datetime.datetime:
    return timezone.now()


def scheduled(title: str = "A walk") -> Summary:
    summary = make_summary(title=title, publish=False)
    scheduling.schedule(record=summary, due=now() + HOUR, by=None)
    kept: Summary = Summary.objects.get(pk=summary.pk)
    return kept


def failed(title: str = "Broken") -> Summary:
    summary = scheduled(title)
    revision = summary.scheduled_revision
    revision.content["gist"] = ""
    revision.save()
    due.publish_due(clock=lambda: now() + 2 * HOUR)
    kept: Summary = Summary.objects.get(pk=summary.pk)
    return kept


def shown(desk: Client) -> str:
    return desk.get(HERE).content.decode()


def test_without_dates_it_says_how_to_give_one(desk: Client) -> None:
    page = shown(desk)
    assert "Nothing has a date" in page
    assert "Set schedule" in page


def test_a_date_is_set_in_the_form_of_a_summary_and_of_a_month(desk: Client) -> None:
    digest = make_digest(legacy=False, publish=False)
    summary = make_summary(title="A walk", digest=digest, publish=False)
    when = (now() + HOUR).replace(microsecond=0)
    for record in (digest, summary):
        where = reverse(f"wagtailsnippets_content_{record._meta.model_name}:edit", args=[record.pk])
        data = filled(desk.get(where).context["form"])
        desk.post(where, {**data, "go_live_at": f"{when:%Y-%m-%d %H:%M}", "action-publish": "1"})
    rows = scheduling.scheduled(at=now())
    assert {(row.object_type, row.due) for row in rows} == {
        ("digest", when.replace(second=0)),
        ("summary", when.replace(second=0)),
    }
    assert not Digest.objects.get().live
    assert "June 2021" in shown(desk)


def test_it_warns_when_nothing_looks_after_the_dates(desk: Client) -> None:
    scheduled()
    assert "have never run here" in shown(desk)
    DueRun.objects.create(started_at=now() - 3 * HOUR, seen_at=now() - 3 * HOUR)
    assert 'role="alert"' not in shown(desk)
    revision = Summary.objects.get().scheduled_revision
    revision.approved_go_live_at = now() - HOUR
    revision.save()
    assert "nobody is looking after it" in shown(desk)
    DueRun.objects.create(started_at=now(), seen_at=now())
    assert "Dates are looked after" in shown(desk)


def test_what_failed_stands_there_with_the_gates_own_sentence_and_in_the_menu(desk: Client) -> None:
    failed()
    page = shown(desk)
    assert "Due, and not done" in page
    assert "Write the gist: one sentence a reader gets in five seconds." in page
    assert "Scheduled (1)" in desk.get("/desk/").content.decode()


def test_the_form_of_what_failed_says_why(desk: Client) -> None:
    summary = failed()
    page = desk.get(reverse("wagtailsnippets_content_summary:edit", args=[summary.pk])).content.decode()
    assert "It was due and could not be done" in page
    assert "Write the gist: one sentence" in page


def test_what_failed_is_taken_off_and_mended(desk: Client) -> None:
    summary = failed()
    where = reverse("scheduled:take_off", args=[summary.scheduled_revision.pk])
    answer = desk.post(where, {"mend": "1"})
    assert answer.headers["Location"] == reverse("wagtailsnippets_content_summary:edit", args=[summary.pk])
    page = desk.get(answer.headers["Location"]).content.decode()
    assert "is off the schedule and a draft again" in page
    assert scheduling.scheduled(at=now()) == ()


def test_a_date_is_moved(desk: Client) -> None:
    summary = scheduled()
    where = reverse("scheduled:move", args=[summary.scheduled_revision.pk])
    desk.post(where, {"due": "2099-05-01T09:00"})
    (row,) = scheduling.scheduled(at=now())
    assert row.due == datetime.datetime(2099, 5, 1, 9, tzinfo=datetime.UTC)


@pytest.mark.parametrize("due_at", ["2001-05-01T09:00", "tomorrow", ""])
def test_a_date_that_is_none_is_refused(desk: Client, due_at: str) -> None:
    summary = scheduled()
    before = scheduling.scheduled(at=now())[0].due
    where = reverse("scheduled:move", args=[summary.scheduled_revision.pk])
    assert desk.post(where, {"due": due_at}, follow=True).status_code == 200
    assert scheduling.scheduled(at=now())[0].due == before


def test_what_went_out_meanwhile_is_said_to_be_gone(desk: Client) -> None:
    revision = scheduled().scheduled_revision
    due.publish_due(clock=lambda: now() + 2 * HOUR)
    page = desk.post(reverse("scheduled:take_off", args=[revision.pk]), follow=True).content.decode()
    assert "not on the schedule any more" in page
    assert Summary.objects.get().live


def test_a_month_says_what_goes_out_with_it_and_what_would_stay(desk: Client) -> None:
    digest = make_digest(legacy=False, publish=False)
    make_summary(title="Ready one", digest=digest, publish=False)
    make_summary(title="Unready one", digest=digest, implications="", publish=False)
    scheduling.schedule(record=digest, due=now() + HOUR, by=None)
    page = shown(desk)
    assert page.index("Goes out with it") < page.index("Ready one") < page.index("Would stay a draft")
    assert "Write the practice implications." in page
    due.publish_due(clock=lambda: now() + 2 * HOUR)
    page = shown(desk)
    assert "Stayed drafts when their month went out" in page
    assert "Unready one" in page


def person(*rights: str) -> Client:
    user = get_user_model().objects.create_user("somebody", password="pw")
    user.user_permissions.set(Permission.objects.filter(codename__in=rights))
    client = Client()
    client.force_login(user)
    return client


def test_who_may_write_sees_it_and_may_not_move_anything() -> None:
    revision = scheduled().scheduled_revision
    writer = person("access_admin", "change_summary")
    page = shown(writer)
    assert "A walk" in page
    assert "Move it" not in page
    for act in ("move", "take_off"):
        writer.post(reverse(f"scheduled:{act}", args=[revision.pk]), {"due": "2099-05-01T09:00"})
    assert scheduling.scheduled(at=now())[0].due.year != 2099


def test_nobody_else_sees_it(client: Client) -> None:
    assert client.get(HERE).status_code == 302
    stranger = person("access_admin")
    assert stranger.get(HERE).status_code == 302
    assert "Scheduled" not in stranger.get("/desk/").content.decode()


@pytest.mark.parametrize("act", ["move", "take_off"])
def test_looking_changes_nothing(desk: Client, act: str) -> None:
    revision = scheduled().scheduled_revision
    assert desk.get(reverse(f"scheduled:{act}", args=[revision.pk])).status_code == 405
