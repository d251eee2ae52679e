"""Desk logins with some rights and no others."""

from __future__ import annotations

from django.contrib.auth import get_user_model
from django.contrib.auth.models import Permission
from django.test import Client


def account(name: str, *permissions: str) -> Client:
    """A desk login with these rights."""
    user = get_user_model().objects.create_user(name, password="pw")
    wanted = Permission.objects.filter(codename__in=["access_admin", *permissions])
    assert wanted.count() == 1 + len(permissions)
    user.user_permissions.set(wanted)
    client = Client()
    client.force_login(user)
    return client
