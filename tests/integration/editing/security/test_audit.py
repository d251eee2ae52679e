"""The account of who did what: complete, narrowed, exported without formulas, forgotten in time."""

from __future__ import annotations

import csv
import datetime
import io
from typing import Any

import pytest
from django.contrib.auth import get_user_model
from django.contrib.auth.models import Group
from django.test import Client
from django.utils import timezone
from openpyxl import load_workbook

from apercu.content import publishing
from apercu.editing.audit.models import Event, What
from apercu.editing.audit.recording import record
from tests.builders import make_summary
from tests.integration.editing.security.people import Person, make_person

pytestmark = pytest.mark.django_db
HERE = "/desk/reports/who-did-what/"


@pytest.fixture
def bob() -> Person:
    return make_person("bob")


def lines(person: Person, **asked: Any) -> list[tuple[str, str, str]]:
    """Who, what and about what, as the exported report has them."""
    answer = person.client.get(HERE, {**asked, "export": "csv"})
    rows = csv.reader(io.StringIO(b"".join(answer.streaming_content).decode("utf-8-sig")))  # type: ignore[attr-defined]
    return [(row[1], row[2], row[3]) for row in list(rows)[1:]]


def test_what_bob_publishes_changes_and_withdraws_is_on_record(bob: Person) -> None:
    summary = make_summary(title="A walk before the session", publish=False)
    publishing.publish(record=summary, by=bob.user)
    publishing.unpublish(record=summary, by=bob.user)
    found = lines(bob, group="public", words="walk")
    assert found == [
        ("bob", "unpublished", "A walk before the session"),
        ("bob", "published", "A walk before the session"),
    ]


def test_a_schedule_is_on_record(bob: Person) -> None:
    summary = make_summary(title="Later", publish=False)
    summary.go_live_at = timezone.now() + datetime.timedelta(days=3)
    summary.save_revision(user=bob.user, log_action=True).publish(user=bob.user)
    assert ("bob", "Schedule publication", "Later") in lines(bob, group="planned")


def test_signing_in_and_failing_to_is_on_record(bob: Person, client: Client) -> None:
    client.post("/desk/login/", {"username": "bob", "password": "wrong"})
    client.post("/desk/login/", {"username": "my secret typed too early", "password": "wrong"})
    kept = lines(bob, group="sign-ins")
    assert ("—", "sign-in refused", "bob") in kept
    assert ("—", "sign-in refused", "") in kept
    assert ("bob", "signed in", "bob") in kept
    assert "secret" not in str(list(Event.objects.values()))


def test_roles_and_passwords_that_change_are_on_record(bob: Person) -> None:
    olga = make_person("olga")
    alice = make_person("alice")
    role = Group.objects.get(name="Reviewers")
    olga.client.post(
        f"/desk/users/edit/{alice.user.pk}/",
        {
            "username": "alice",
            "email": "alice@example.org",
            "first_name": "A",
            "last_name": "M",
            "is_active": "on",
            "groups": [role.pk],
            "password1": "a password olga chose",
            "password2": "a password olga chose",
        },
    )
    kept = {(e.by.username if e.by else "", e.what, e.account, e.detail) for e in Event.objects.all()}
    assert ("olga", What.ROLE_CHANGED, "alice", "+ Reviewers") in kept
    assert ("olga", What.ROLE_CHANGED, "alice", "− Authors") in kept
    assert ("olga", What.PASSWORD_CHANGED, "alice", "") in kept
    assert "a password olga chose" not in str(kept)


def test_a_hash_made_anew_is_no_new_password(settings: Any, client: Client) -> None:
    user = get_user_model().objects.create_superuser("alice", password="the right password")
    Event.objects.all().delete()
    settings.PASSWORD_HASHERS = [
        "django.contrib.auth.hashers.PBKDF2PasswordHasher",
        "django.contrib.auth.hashers.MD5PasswordHasher",
    ]
    assert client.login(username="alice", password="the right password")
    user.refresh_from_db()
    assert user.password.startswith("pbkdf2"), "or this test shows nothing"
    assert [event.what for event in Event.objects.all()] == [What.SIGNED_IN]


def test_becoming_an_administrator_and_being_switched_off_is_on_record() -> None:
    user = get_user_model().objects.create_user("alice")
    user.is_superuser = True
    user.save()
    user.is_active = False
    user.save()
    user.delete()
    kept = [(event.what, event.detail) for event in Event.objects.order_by("pk")]
    assert kept == [
        (What.ACCOUNT_CREATED, ""),
        (What.ACCOUNT_CHANGED, "administrator"),
        (What.ACCOUNT_CHANGED, "inactive"),
        (What.ACCOUNT_DELETED, ""),
    ]


def test_the_report_can_be_narrowed(bob: Person) -> None:
    make_summary(title="Not this one")
    days = {"since": "2020-01-01", "until": "2020-12-31"}
    assert lines(bob, **days) == []
    today = timezone.now().date().isoformat()
    assert lines(bob, since=today, until=today)
    assert all(who == "bob" for who, _what, _about in lines(bob, user=bob.user.pk))
    assert lines(bob, user=bob.user.pk)


def test_a_date_that_is_none_is_said_beside_its_field(bob: Person) -> None:
    page = bob.client.get(HERE, {"since": "yesterday"})
    assert page.status_code == 200
    assert "Enter a valid date" in page.content.decode()


def test_many_lines_come_in_pages(bob: Person) -> None:
    for number in range(60):
        record(what=What.SIGNED_IN, account=f"name{number}", by=None)
    first = bob.client.get(HERE, {"group": "sign-ins"}).content.decode()
    assert "name59" in first
    assert "name1<" not in first
    assert "p=2" in first
    assert "group=sign-ins" in first
    assert "name1<" in bob.client.get(HERE, {"group": "sign-ins", "p": "2"}).content.decode()


@pytest.mark.parametrize("title", ["=1+1", "+1", "-1", "@SUM(A1)", "\t=1", " =1+1"])
def test_nothing_in_the_export_is_a_formula(bob: Person, title: str) -> None:
    record(what=What.SIGNED_IN, account=title, by=None)
    about = [about for _who, _what, about in lines(bob, group="sign-ins")]
    assert f"'{title}" in about or f"'{title.strip()}" in about
    book = load_workbook(io.BytesIO(b"".join(bob.client.get(HERE, {"export": "xlsx"}).streaming_content)))  # type: ignore[attr-defined]
    cells = [cell for row in book.active.iter_rows() for cell in row]
    assert len(cells) > 5
    assert not any(cell.data_type == "f" for cell in cells)


def test_alice_and_charlie_do_not_see_it() -> None:
    for name in ("alice", "charlie"):
        person = make_person(name)
        assert person.client.get(HERE).status_code == 302
    page = make_person("olga").client.get("/desk/").content.decode()
    assert HERE in page


def test_what_was_kept_long_enough_is_forgotten() -> None:
    now = timezone.now()
    ages = {
        (What.SIGNED_IN, 89): True,
        (What.SIGNED_IN, 91): False,
        (What.ROLE_CHANGED, 729): True,
        (What.ROLE_CHANGED, 731): False,
    }
    for what, days in ages:
        event = record(what=what, account=f"{what}{days}", by=None)
        Event.objects.filter(pk=event.pk).update(at=now - datetime.timedelta(days=days))
    record(what=What.SIGNED_IN, account="the next one", by=None)
    left = set(Event.objects.values_list("account", flat=True))
    assert left == {"the next one", *(f"{what}{days}" for (what, days), kept in ages.items() if kept)}
