"""A login for an editor, who chooses the password: nobody ever types somebody else's."""

from __future__ import annotations

import datetime
from dataclasses import dataclass
from typing import Any

from django.conf import settings
from django.contrib.auth import get_user_model
from django.contrib.auth.tokens import default_token_generator
from django.db import transaction
from django.urls import reverse
from django.utils.encoding import force_bytes
from django.utils.http import urlsafe_base64_encode

from apercu.content.models import Person
from apercu.editing import roles


class NotInvited(Exception):
    """Nobody was invited: the message says why."""


@dataclass(frozen=True, kw_only=True)
class Invitation:
    """A login, and the one link by which its owner sets the password."""

    user: Any
    path: str
    lasts: datetime.timedelta
    is_new: bool


@transaction.atomic
def invite(*, role: roles.Role, email: str, name: str = "") -> Invitation:
    """Find or make the login of this address, put it in the role's group, and make a link for its password.

    The link is signed, lasts `PASSWORD_RESET_TIMEOUT`, and is void once it was used.
    """
    group = roles.group_of(role)
    if group is None:
        raise NotInvited(f"The group of the role “{role.key}” was deleted; choose another role.")
    users = get_user_model()._default_manager
    found = list(users.filter(email__iexact=email) | users.filter(username__iexact=email))
    if len(found) > 1:
        raise NotInvited(f"Several logins have the address {email}; change one of them on the desk first.")
    user = found[0] if found else _new(email, name)
    user.groups.add(group)
    if name:
        _sign_as(name, user)
    number, token = urlsafe_base64_encode(force_bytes(user.pk)), default_token_generator.make_token(user)
    return Invitation(
        user=user,
        path=reverse("wagtailadmin_password_reset_confirm", args=[number, token]),
        lasts=datetime.timedelta(seconds=settings.PASSWORD_RESET_TIMEOUT),
        is_new=not found,
    )


def _new(email: str, name: str) -> Any:
    first, _space, last = name.strip().rpartition(" ")
    user = get_user_model()(username=email, email=email, first_name=first[:150], last_name=last[:150])
    user.set_unusable_password()
    user.save()
    return user


def _sign_as(name: str, user: Any) -> None:
    """The person of this name signs summaries; a person who belongs to somebody else stays theirs."""
    person = Person.objects.filter(name=name).first()
    if person is None and not Person.objects.filter(user=user).exists():
        Person(name=name, user=user).save()
    elif person is not None and person.user_id is None and not Person.objects.filter(user=user).exists():
        person.user = user
        person.save()
