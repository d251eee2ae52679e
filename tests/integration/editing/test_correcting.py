"""A correction: what changed and what readers are told, published together or not at all."""

from __future__ import annotations

import datetime
from typing import Any

import pytest
from django.contrib.auth import get_user_model
from django.contrib.auth.models import Permission
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from apercu.content import publishing, scheduling
from apercu.content.models import Change, FormerAddress, Summary
from tests.builders import make_summary
from tests.desk_forms import filled

pytestmark = pytest.mark.django_db

NOTE = "It said 48 clients; it is 84."


def edit(summary: Summary) -> str:
    return reverse("wagtailsnippets_content_summary:edit", args=[summary.pk])


def correct(summary: Summary) -> str:
    return reverse("correct_summary", args=[summary.pk])


def typed(desk: Client, summary: Summary, **changes: Any) -> dict[str, Any]:
    return filled(desk.get(edit(summary)).context["form"]) | changes


def note(summary: Summary, **changes: Any) -> dict[str, Any]:
    """What is typed into the form beside the draft as it stands."""
    seen = publishing.version(Summary.objects.get(pk=summary.pk))
    return {"note": NOTE, "day": "2024-05-02", "seen": seen, **changes}


def test_from_the_form_to_the_note_to_readers(desk: Client, client: Client) -> None:
    summary = make_summary(title="A walk with 48 clients")
    assert "Publish as a correction" in desk.get(edit(summary)).content.decode()
    asked = desk.post(
        edit(summary), typed(desk, summary, title="A walk with 84 clients", **{"action-correct": "1"})
    )
    assert asked.headers["Location"] == correct(summary)
    assert Summary.objects.get().title == "A walk with 48 clients"

    page = desk.get(correct(summary)).content.decode()
    assert '<span class="deletion">48</span><span class="addition">84</span>' in page
    assert f'value="{timezone.localdate():%Y-%m-%d}"' in page
    before = Change.objects.count()
    desk.post(correct(summary), note(summary))

    public = Summary.objects.get()
    assert public.title == "A walk with 84 clients"
    assert [(row.date, row.text) for row in public.corrections.all()] == [(datetime.date(2024, 5, 2), NOTE)]
    assert Change.objects.count() == before + 1
    assert Change.objects.latest("id").by == get_user_model().objects.get()
    assert NOTE in Client().get(public.get_absolute_url()).content.decode()


def test_a_second_correction_stands_after_the_first(desk: Client) -> None:
    summary = make_summary(title="A walk")
    for text in ("First.", "Second."):
        desk.post(correct(summary), note(summary, note=text))
    rows = Summary.objects.get().corrections.order_by("sort_order")
    assert [row.text for row in rows] == ["First.", "Second."]


@pytest.mark.parametrize("in_place", [True, False])
def test_what_somebody_else_saved_meanwhile_is_shown_before_it_goes_out(desk: Client, in_place: bool) -> None:
    summary = make_summary(title="A walk")
    desk.post(edit(summary), typed(desk, summary, title="A long walk"))
    shown = note(summary)
    draft = Summary.objects.get().get_latest_revision_as_object()
    draft.title = "Something else altogether"
    last = draft.latest_revision
    draft.save_revision(clean=False, user=last.user, overwrite_revision=last if in_place else None)
    answer = desk.post(correct(summary), shown)
    page = answer.content.decode()
    assert answer.status_code == 409
    assert "somebody saved a newer draft" in page
    assert "altogether" in page
    assert NOTE in page
    assert Summary.objects.get().title == "A walk"
    desk.post(correct(summary), filled(answer.context["form"]))
    assert Summary.objects.get().title == "Something else altogether"


def test_a_refused_correction_publishes_neither_and_keeps_what_was_typed(desk: Client) -> None:
    summary = make_summary(title="A walk")
    desk.post(edit(summary), typed(desk, summary, gist="", title="Another walk"))
    answer = desk.post(correct(summary), note(summary))
    page = answer.content.decode()
    assert answer.status_code == 409
    assert "Write the gist" in page
    assert NOTE in page
    public = Summary.objects.get()
    assert (public.title, public.corrections.count()) == ("A walk", 0)
    draft = public.get_latest_revision_as_object()
    assert (draft.title, draft.corrections.count()) == ("Another walk", 0)


@pytest.mark.parametrize("given", [{"note": ""}, {"note": "   "}, {"day": ""}, {"day": "yesterday"}])
def test_a_correction_needs_its_note_and_its_day(desk: Client, given: dict[str, str]) -> None:
    summary = make_summary(title="A walk")
    assert desk.post(correct(summary), note(summary, **given)).status_code == 200
    assert Summary.objects.get().corrections.count() == 0


def test_what_is_not_public_is_edited_not_corrected(desk: Client) -> None:
    summary = make_summary(title="A draft", publish=False)
    assert "Publish as a correction" not in desk.get(edit(summary)).content.decode()
    page = desk.post(correct(summary), note(summary), follow=True).content.decode()
    assert "needs no correction" in page
    assert not Summary.objects.get().live


def test_what_has_a_date_is_locked_and_not_corrected_around_it(desk: Client) -> None:
    summary = make_summary(title="A walk")
    draft = Summary.objects.get()
    draft.title = "A later walk"
    scheduling.schedule(record=draft, due=timezone.now() + datetime.timedelta(days=1), by=None)
    page = desk.post(correct(summary), note(summary), follow=True).content.decode()
    assert "cannot be corrected while it is locked" in page
    assert Summary.objects.get().corrections.count() == 0


def test_who_may_not_publish_may_not_correct() -> None:
    summary = make_summary(title="A walk")
    writer = get_user_model().objects.create_user("writer", password="pw")
    writer.user_permissions.set(Permission.objects.filter(codename__in=["access_admin", "change_summary"]))
    client = Client()
    client.force_login(writer)
    assert "Publish as a correction" not in client.get(edit(summary)).content.decode()
    client.post(correct(summary), note(summary))
    assert Summary.objects.get().corrections.count() == 0


def test_a_new_slug_leaves_a_redirect_whichever_button_made_it_public(desk: Client) -> None:
    summary = make_summary(title="A walk", slug="a-walk")
    desk.post(edit(summary), typed(desk, summary, slug="walking", **{"action-publish": "1"}))
    moved = Client().get("/summaries/a-walk/")
    assert (moved.status_code, moved.headers["Location"]) == (308, "/summaries/walking/")
    desk.post(edit(summary), typed(desk, summary, slug="walking-again", **{"action-correct": "1"}))
    assert Client().get("/summaries/walking-again/").status_code == 404
    desk.post(correct(summary), note(summary))
    for old in ("a-walk", "walking"):
        assert Client().get(f"/summaries/{old}/").headers["Location"] == "/summaries/walking-again/"
    assert FormerAddress.objects.count() == 2


def test_withdrawing_takes_one_step_and_every_date_with_it(desk: Client) -> None:
    summary = make_summary(title="A walk")
    draft = Summary.objects.get()
    draft.title = "A later walk"
    scheduling.schedule(record=draft, due=timezone.now() + datetime.timedelta(days=1), by=None)
    where = reverse("wagtailsnippets_content_summary:unpublish", args=[summary.pk])
    page = desk.post(where, follow=True).content.decode()
    assert "is withdrawn; its text is kept as a draft" in page
    gone = Summary.objects.get()
    assert (gone.live, gone.scheduled_revision) == (False, None)
    assert Change.objects.latest("id").kind == "unpublished"
    assert Change.objects.latest("id").by == get_user_model().objects.get()
    assert Client().get("/summaries/a-walk/").status_code in {404, 410}
