"""Author to editor: set up once, submitted, sent back with a word, approved; and no mail server in the way."""

from __future__ import annotations

import socket
import threading
import time
from collections.abc import Iterator
from typing import Any

import pytest
from django.contrib.auth import get_user_model
from django.contrib.auth.models import Group, Permission
from django.core import mail
from django.test import Client
from django.urls import reverse
from wagtail.models import Workflow, WorkflowState

from apercu.content.models import Digest, Summary
from apercu.editing.review import setting_up
from apercu.editing.review.posting import PostRoom, post_room
from tests.builders import make_digest, make_summary

pytestmark = pytest.mark.django_db


def person(name: str, *groups: str, rights: tuple[str, ...] = ()) -> Any:
    user = get_user_model().objects.create_user(name, f"{name}@example.org", "pw", first_name=name.title())
    user.groups.set([Group.objects.get_or_create(name=group)[0] for group in groups])
    given = ("access_admin", *rights)
    user.user_permissions.set(Permission.objects.filter(codename__in=given))
    return user


@pytest.fixture
def author() -> Any:
    return person("author", "Authors", rights=("add_summary", "change_summary", "change_digest"))


@pytest.fixture
def reviewer() -> Any:
    """Somebody who may approve, and has no other right."""
    setting_up.load()
    return person("reviewer", "Reviewers")


def desk_of(user: Any) -> Client:
    client = Client()
    client.force_login(user)
    return client


def submitted(user: Any, **fields: Any) -> Summary:
    setting_up.load()
    summary = make_summary(title="A walk", publish=False, **fields)
    summary.get_workflow().start(summary, user)
    kept: Summary = Summary.objects.get()
    return kept


def act(summary: Summary, name: str, user: Any, **data: str) -> Any:
    task = summary.current_workflow_task_state
    where = reverse("wagtailsnippets_content_summary:workflow_action", args=[summary.pk, name, task.pk])
    return desk_of(user).post(where, data, follow=True)


def test_a_new_site_has_a_review_for_summaries_and_digests() -> None:
    assert setting_up.load()
    for model in (Summary, Digest):
        workflow = model.get_default_workflow()
        (task,) = workflow.tasks
        groups = task.specific.groups.values_list("name", flat=True)
        assert sorted(groups) == ["Editors-in-chief", "Reviewers"]


def test_setting_up_again_changes_nothing_not_even_what_somebody_changed_or_took_away() -> None:
    setting_up.load()
    Workflow.objects.update(name="Four eyes")
    assert not setting_up.load()
    assert [
        workflow.name for workflow in Workflow.objects.filter(workflow_content_types__isnull=False).distinct()
    ] == ["Four eyes"]
    Workflow.objects.filter(name="Four eyes").delete()
    assert not setting_up.load()
    assert Summary.get_default_workflow() is None


def test_approval_by_a_reviewer_without_any_other_right_publishes(author: Any, reviewer: Any) -> None:
    summary = submitted(author)
    act(summary, "approve", reviewer)
    assert Summary.objects.get().live
    assert not Summary.objects.get().workflow_in_progress


def test_a_refused_approval_says_why_and_the_review_goes_on(author: Any, reviewer: Any) -> None:
    summary = submitted(author, gist="", topics=[])
    page = act(summary, "approve", reviewer).content.decode()
    assert "not published yet" in page
    assert "Write the gist" in page
    assert "Choose at least one topic" in page
    after = Summary.objects.get()
    assert not after.live
    assert after.workflow_in_progress
    assert after.current_workflow_task_state.status == "in_progress"


def test_a_refused_approval_from_the_dashboards_dialog_leads_to_the_form(author: Any, reviewer: Any) -> None:
    summary = submitted(author, gist="")
    task = summary.current_workflow_task_state
    where = reverse("wagtailsnippets_content_summary:workflow_action", args=[summary.pk, "approve", task.pk])
    desk = desk_of(reviewer)
    answer = desk.post(where, {"comment": "Fine."}, headers={"X-Requested-With": "XMLHttpRequest"}).json()
    assert answer["step"] == "success"
    assert answer["redirect"] == reverse("wagtailsnippets_content_summary:edit", args=[summary.pk])
    assert "Write the gist" in desk.get(answer["redirect"]).content.decode()


def test_what_is_sent_back_says_on_its_form_who_wants_what_changed(author: Any, reviewer: Any) -> None:
    summary = submitted(author)
    act(summary, "reject", reviewer, comment="Name the <b>sample</b>.")
    assert WorkflowState.objects.get().status == WorkflowState.STATUS_NEEDS_CHANGES
    page = (
        desk_of(author)
        .get(reverse("wagtailsnippets_content_summary:edit", args=[summary.pk]))
        .content.decode()
    )
    assert "Reviewer asked for changes." in page
    assert "Name the &lt;b&gt;sample&lt;/b&gt;." in page


def test_a_month_can_be_reviewed_too(author: Any, reviewer: Any) -> None:
    digest = make_digest(legacy=False, publish=False)
    make_summary(title="Ready", digest=digest, publish=False)
    state = digest.get_workflow().start(digest, author)
    state.current_task_state.approve(user=reviewer)
    assert Digest.objects.get().live
    assert Summary.objects.get().live


# --- mail ---

LIVE = pytest.mark.django_db(transaction=True, serialized_rollback=True)


@LIVE
def test_reviewers_are_told_once_each_and_who_submitted_hears_what_became_of_it() -> None:
    setting_up.load()
    writer = person("author", "Authors")
    editor = person("reviewer", "Reviewers")
    get_user_model().objects.create_superuser("boss", "boss@example.org", "pw")
    summary = submitted(writer)
    post_room.wait()
    assert sorted(letter.to[0] for letter in mail.outbox) == ["boss@example.org", "reviewer@example.org"]
    assert "A walk" in mail.outbox[0].body
    mail.outbox.clear()
    act(summary, "reject", editor, comment="Name the sample.")
    post_room.wait()
    assert [(letter.to, "Name the sample." in letter.body) for letter in mail.outbox] == [
        (["author@example.org"], True)
    ]


@pytest.fixture
def silent_server() -> Iterator[int]:
    """A mail server that takes a connection and never says a word."""
    with socket.create_server(("127.0.0.1", 0)) as server:
        yield server.getsockname()[1]


@LIVE
def test_a_mail_server_that_never_answers_holds_no_click(silent_server: int, settings: Any) -> None:
    settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
    settings.EMAIL_HOST, settings.EMAIL_PORT, settings.EMAIL_TIMEOUT = "127.0.0.1", silent_server, 2
    setting_up.load()
    editor = person("reviewer", "Reviewers")
    begun = time.monotonic()
    summary = submitted(person("author", "Authors"))
    act(summary, "approve", editor)
    assert time.monotonic() - begun < 2
    assert Summary.objects.get().live
    post_room.wait()


@LIVE
def test_a_mail_server_that_is_not_there_fails_no_action(
    settings: Any, caplog: pytest.LogCaptureFixture
) -> None:
    settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
    settings.EMAIL_HOST, settings.EMAIL_PORT = "127.0.0.1", 9
    setting_up.load()
    person("reviewer", "Reviewers")
    submitted(person("author", "Authors"))
    post_room.wait()
    assert Summary.objects.get().workflow_in_progress
    assert "could not be posted" in caplog.text


def test_letters_are_posted_in_turn_by_one_thread_of_the_process(mailoutbox: list[Any]) -> None:
    room = PostRoom()
    before = threading.active_count()
    room.take(
        [
            mail.EmailMessage("One", "", to=["a@example.org"]),
            mail.EmailMessage("Two", "", to=["b@example.org"]),
        ]
    )
    room.take([mail.EmailMessage("Three", "", to=["c@example.org"])])
    room.wait()
    assert [letter.subject for letter in mailoutbox] == ["One", "Two", "Three"]
    assert threading.active_count() == before + 1
