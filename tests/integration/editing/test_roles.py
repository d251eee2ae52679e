"""The four roles: made once, then the operator's; what each may do is the table in the documents."""

from __future__ import annotations

import io
import re
from pathlib import Path

import pytest
from django.contrib.auth import get_user_model
from django.contrib.auth.models import Group, Permission
from django.core.management import CommandError, call_command
from django.test import Client
from django.urls import reverse
from wagtail.models import GroupApprovalTask, ModelLogEntry

from apercu.content.models import Digest, Person, Summary
from apercu.content.submitting import submit
from apercu.editing import roles
from tests.builders import make_digest, make_summary
from tests.integration.editing.roles import REVIEWERS, desk_of, make_roles, member
from tests.integration.editing.test_desk import address

pytestmark = pytest.mark.django_db

TABLE = Path(__file__).resolve().parents[3] / "docs" / "editors" / "roles.md"


def table() -> dict[str, dict[str, str]]:
    """The document's table: for each right, what each role's cell says."""
    rows = [row for row in TABLE.read_text("utf-8").splitlines() if row.startswith("|")]
    head = [cell.strip() for cell in rows[0].strip("|").split("|")]
    found = {}
    for row in rows[2:]:
        right, *cells = [cell.strip() for cell in row.strip("|").split("|")]
        found[right] = dict(zip(head[1:], cells, strict=True))
    return found


# What a row of the table means in Django's rights; "pages" and "images" are Wagtail's own.
MEANS = {
    "sign in to the desk": [roles.DESK],
    "write a summary": ["content.add_summary"],
    "change a summary": ["content.change_summary"],
    "add and change articles": ["content.change_article"],
    "begin a month": ["content.add_digest"],
    "change a month": ["content.change_digest"],
    "publish, withdraw, schedule": ["content.publish_summary", "content.publish_digest"],
    "delete summaries, months, articles": [
        "content.delete_summary",
        "content.delete_digest",
        "content.delete_article",
    ],
    "add and change topics, types and people": [
        "content.change_topic",
        "content.change_researchtype",
        "content.change_person",
    ],
    "merge and delete topics, types and people": [
        "content.delete_topic",
        "content.delete_researchtype",
        "content.delete_person",
    ],
    "import": ["importing.add_batch"],
    "see, export and import subscribers; take them off, unblock, erase": [
        "mailing.view_subscriber",
        "mailing.change_subscriber",
        "mailing.delete_subscriber",
        "mailing.export_subscriber",
    ],
    "the site's name, logo and addresses": ["content.change_sitesettings"],
    "users and groups": ["auth.add_user", "auth.change_group"],
    "workflows": ["wagtailcore.change_workflow"],
}


@pytest.mark.parametrize("role", roles.ROLES, ids=lambda role: role.key)
def test_each_role_may_what_the_table_says_and_no_more(role: roles.Role) -> None:
    rows = table()
    assert set(rows) == {*MEANS, "approve in review", "the free pages"}
    user = member(role.key)
    for right, names in MEANS.items():
        cell = rows[right][role.name]
        assert cell in ("yes", "–"), (right, cell)
        assert {user.has_perm(name) for name in names} == {cell == "yes"}, right
    assert (rows["the free pages"][role.name] == "yes") is ("publish" in role.pages)
    assert (rows["approve in review"][role.name] == "yes") is (role.key in REVIEWERS)


def test_every_right_of_a_role_is_one_that_exists() -> None:
    there = {
        f"{one.content_type.app_label}.{one.codename}"
        for one in Permission.objects.select_related("content_type")
    }
    assert [right for role in roles.ROLES for right in role.rights if right not in there] == []


def test_made_once_and_then_left_alone() -> None:
    assert roles.make() == [role.name for role in roles.ROLES]
    assert roles.make() == []
    authors = roles.group_of(roles.BY_KEY["author"])
    assert authors is not None
    taken = Permission.objects.get(content_type__app_label="content", codename="change_article")
    authors.permissions.remove(taken)
    authors.name = "Rédaction"
    authors.save()
    Group.objects.get(name="Operators").delete()
    assert roles.make() == []
    assert not authors.permissions.filter(pk=taken.pk).exists()
    assert not Group.objects.filter(name__in=["Authors", "Operators"]).exists()


def test_a_right_of_a_later_release_is_given_once(monkeypatch: pytest.MonkeyPatch) -> None:
    roles.make()
    author = roles.BY_KEY["author"]
    later = roles.Role(key="author", name="Authors", rights=(*author.rights, "content.add_topic"))
    monkeypatch.setattr(roles, "ROLES", (later,))
    roles.make()
    group = roles.group_of(author)
    assert group is not None
    assert group.permissions.filter(codename="add_topic").exists()
    group.permissions.remove(Permission.objects.get(content_type__app_label="content", codename="add_topic"))
    roles.make()
    assert not group.permissions.filter(codename="add_topic").exists()


def test_wagtails_own_groups_go_only_while_nobody_is_in_them() -> None:
    editors = Group.objects.get(name="Editors")
    get_user_model().objects.create_user("somebody").groups.add(editors)
    roles.make()
    assert Group.objects.filter(name="Editors").exists()
    assert not Group.objects.filter(name="Moderators").exists()


def test_what_wagtails_groups_approved_the_editors_in_chief_approve() -> None:
    roles.make()
    (task,) = GroupApprovalTask.objects.all()
    assert [group.name for group in task.groups.all()] == ["Editors-in-chief"]


def test_a_group_an_operator_made_before_is_used() -> None:
    mine = Group.objects.create(name="Reviewers")
    assert "Reviewers" not in roles.make()
    assert roles.group_of(roles.BY_KEY["reviewer"]) == mine


def test_a_reviewer_may_approve_what_an_author_submits_and_the_author_may_not() -> None:
    make_roles()
    for record in (make_summary(publish=False), make_digest(publish=False)):
        submit(
            record=record,
            by=get_user_model().objects.filter(username="author@example.org").first() or member("author"),
        )
        state = record.current_workflow_state.current_task_state
        author = get_user_model().objects.get(username="author@example.org")
        assert state.task.specific.get_actions(record, author) == []
    reviewer = member("reviewer")
    summary = Summary.objects.get()
    state = summary.current_workflow_state.current_task_state
    assert {name for name, *_rest in state.task.specific.get_actions(summary, reviewer)} == {
        "approve",
        "reject",
    }


LISTS = ["summary", "digest", "article", "topic", "researchtype", "person"]


@pytest.mark.parametrize("role", [role.key for role in roles.ROLES])
def test_each_role_opens_its_screens_and_is_kept_from_the_others(role: str) -> None:
    roles.make()
    desk = desk_of(role)
    user = get_user_model().objects.get(username=f"{role}@example.org")
    for record in LISTS:
        any_right = any(
            user.has_perm(f"content.{action}_{record}") for action in ("add", "change", "delete", "view")
        )
        assert (desk.get(address(record, "list")).status_code == 200) is any_right, record
        assert (desk.get(address(record, "add")).status_code == 200) is user.has_perm(
            f"content.add_{record}"
        ), record
    for name, right in (
        ("wagtailusers_users:index", "auth.change_user"),
        ("wagtailusers_groups:index", "auth.change_group"),
    ):
        assert (desk.get(reverse(name)).status_code == 200) is user.has_perm(right)
    assert (
        desk.get(reverse("wagtailsettings:edit", args=["content", "sitesettings"]), follow=True).request[
            "PATH_INFO"
        ]
        != "/desk/"
    ) is (user.has_perm("content.change_sitesettings"))
    assert desk.get("/desk/").status_code == 200


def test_an_author_cannot_publish_through_the_form() -> None:
    roles.make()
    summary = make_summary(publish=False)
    make_roles()
    page = desk_of("author").get(address("summary", "edit", summary.pk)).content.decode()
    assert 'name="action-publish"' not in page
    assert 'name="action-submit"' in page


def test_setup_makes_them_and_says_so() -> None:
    out = io.StringIO()
    call_command("setup", "--no-sample", stdout=out)
    assert "Groups were added for editors: Authors, Reviewers, Editors-in-chief, Operators." in out.getvalue()
    out = io.StringIO()
    call_command("setup", "--no-sample", stdout=out)
    assert "Groups" not in out.getvalue()
    assert ModelLogEntry.objects.filter(action=roles.GIVEN).count() == 4


def invited(**options: str) -> str:
    out, told = io.StringIO(), io.StringIO()
    call_command("add_editor", stdout=out, stderr=told, **options)
    assert "It works once" in told.getvalue()
    return out.getvalue().strip()


def path_of(link: str) -> str:
    return re.sub(r"^https?://[^/]+", "", link)


def test_an_editor_is_invited_and_chooses_the_password(client: Client) -> None:
    roles.make()
    link = invited(role="author", email="alice@example.org", name="Alice Martin")
    user = get_user_model().objects.get()
    assert (user.username, user.first_name, user.last_name) == ("alice@example.org", "Alice", "Martin")
    assert not user.has_usable_password()
    assert Person.objects.get(name="Alice Martin").user == user
    form = client.get(path_of(link), follow=True)
    assert form.status_code == 200
    where = form.redirect_chain[-1][0]
    chosen = "a pass phrase of my own"
    client.post(where, {"new_password1": chosen, "new_password2": chosen})
    assert client.login(username="alice@example.org", password=chosen)
    assert client.get("/desk/").status_code == 200
    again = Client().get(path_of(link), follow=True)
    assert again.status_code == 200
    assert not again.context["validlink"]


def test_a_link_that_was_tampered_with_or_is_old_is_void(settings: object) -> None:
    roles.make()
    link = path_of(invited(role="author", email="alice@example.org"))
    bent = link[:-2] + ("x/" if link[-2] != "x" else "y/")
    assert not Client().get(bent, follow=True).context["validlink"]
    settings.PASSWORD_RESET_TIMEOUT = -1  # type: ignore[attr-defined]
    assert not Client().get(link, follow=True).context["validlink"]


def test_somebody_who_is_here_already_gets_the_role_and_a_new_link() -> None:
    roles.make()
    invited(role="author", email="alice@example.org", name="Alice Martin")
    invited(role="reviewer", email="Alice@example.org")
    user = get_user_model().objects.get()
    assert set(user.groups.values_list("name", flat=True)) == {"Authors", "Reviewers"}


def test_what_is_wrong_is_said_in_a_sentence() -> None:
    roles.make()
    with pytest.raises(CommandError, match="valid email"):
        invited(role="author", email="no address")
    Group.objects.get(name="Authors").delete()
    with pytest.raises(CommandError, match="was deleted"):
        invited(role="author", email="alice@example.org")
    assert not get_user_model().objects.exists()
    assert not Digest.objects.exists()
