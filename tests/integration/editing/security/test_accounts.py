"""Who manages accounts does not rise above themselves, and takes nobody's place who stands above."""

from __future__ import annotations

from typing import Any

import pytest
from django.contrib.auth import get_user_model
from django.contrib.auth.models import Group
from django.test import Client

from tests.integration.editing.security.people import Person, make_person

pytestmark = pytest.mark.django_db


@pytest.fixture
def olga() -> Person:
    return make_person("olga")


@pytest.fixture
def root() -> Any:
    return get_user_model().objects.create_superuser("root", "root@example.org", "root's own password")


def typed(name: str, **more: Any) -> dict[str, Any]:
    return {
        "username": name,
        "email": f"{name}@example.org",
        "first_name": "A",
        "last_name": "B",
        "is_active": "on",
        **more,
    }


def find(name: str) -> Any:
    return get_user_model().objects.get(username=name)


def test_an_operator_makes_accounts_but_no_administrators(olga: Person) -> None:
    passwords = {"password1": "a long new password", "password2": "a long new password"}
    olga.client.post("/desk/users/new/", typed("new", is_superuser="on", **passwords))
    assert find("new").is_active
    assert not find("new").is_superuser


def test_an_operator_makes_nobody_an_administrator(olga: Person) -> None:
    other = get_user_model().objects.create_user("other")
    for user in (other, olga.user):
        olga.client.post(f"/desk/users/edit/{user.pk}/", typed(user.username, is_superuser="on"))
        assert find(user.username).first_name == "A", "the rest is saved"
        assert not find(user.username).is_superuser


def test_an_operator_does_not_touch_an_administrator(olga: Person, root: Any) -> None:
    passwords = {"password1": "the thief's password", "password2": "the thief's password"}
    for view in ("edit", "delete"):
        assert olga.client.get(f"/desk/users/{view}/{root.pk}/").headers["Location"] == "/desk/"
        olga.client.post(
            f"/desk/users/{view}/{root.pk}/", typed("root", email="thief@example.org", **passwords)
        )
    assert find("root").check_password("root's own password")
    assert find("root").email == "root@example.org"


@pytest.mark.parametrize(
    ("action", "data"),
    [("delete", {}), ("set_active_state", {"mark_as_active": "False"}), ("assign_role", {"role": "group"})],
)
def test_nor_among_many(olga: Person, root: Any, action: str, data: dict[str, Any]) -> None:
    group = Group.objects.create(name="Some role")
    other = get_user_model().objects.create_user("other")
    where = f"/desk/bulk/auth/user/{action}/?id={root.pk}&id={other.pk}"
    olga.client.post(where, {name: group.pk if value == "group" else value for name, value in data.items()})
    after = find("root")
    assert after.is_active
    assert not after.groups.exists()
    others = get_user_model().objects.filter(username="other", is_active=True, groups=None)
    assert not others.exists(), "what concerns the other one is done"


def test_an_administrator_still_makes_administrators(root: Any) -> None:
    client = Client()
    client.force_login(root)
    other = get_user_model().objects.create_user("other")
    client.post(f"/desk/users/edit/{other.pk}/", typed("other", is_superuser="on"))
    assert find("other").is_superuser
