"""Who comes to the desk in the tests of its security, and what lies there.

Nobody is not signed in. Charlie is, and is in no group. Alice writes, Bob is the editor-in-chief, Olga runs the site.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.contrib.auth import get_user_model
from django.contrib.auth.models import Group
from django.test import Client

from apercu.editing import roles

ROLES: dict[str, tuple[str, ...]] = {
    "charlie": (),
    "alice": ("Authors",),
    "bob": ("Editors-in-chief",),
    "olga": ("Operators",),
}
PASSWORD = "a long enough password"


@dataclass(frozen=True, kw_only=True)
class Person:
    """One of them: the account and a client signed in to it."""

    user: Any
    client: Client


def make_person(name: str) -> Person:
    """The account of this name with its roles, signed in."""
    user = get_user_model().objects.create_user(name, f"{name}@example.org", PASSWORD)
    roles.make()
    user.groups.set(Group.objects.filter(name__in=ROLES[name]))
    client = Client(raise_request_exception=False)
    client.force_login(user)
    return Person(user=user, client=client)
