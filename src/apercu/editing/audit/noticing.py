"""What happens to accounts is noticed here, whichever screen, command or shell does it.

Django and Wagtail have many doors to an account (forms, bulk actions, the shell); their signals are the one
place all of them pass.
"""

from __future__ import annotations

from typing import Any

from django.contrib.auth import get_user_model
from django.contrib.auth.models import AbstractUser, Group
from django.contrib.auth.signals import user_logged_in, user_login_failed
from django.db.models.signals import m2m_changed, post_delete, post_save, pre_save
from wagtail.log_actions import get_active_log_context

from apercu.editing.audit.models import What
from apercu.editing.audit.recording import record

_WATCHED = ("is_active", "is_superuser", "email", "username")


def connect() -> None:
    """Follow Django's signals about accounts."""
    user = get_user_model()
    user_logged_in.connect(_signed_in, dispatch_uid="audit")
    user_login_failed.connect(_refused, dispatch_uid="audit")
    pre_save.connect(_before_save, sender=user, dispatch_uid="audit")
    post_save.connect(_after_save, sender=user, dispatch_uid="audit")
    post_delete.connect(_deleted, sender=user, dispatch_uid="audit")
    m2m_changed.connect(_roles_changed, sender=user.groups.through, dispatch_uid="audit")
    m2m_changed.connect(_rights_changed, sender=Group.permissions.through, dispatch_uid="audit")


def _signed_in(user: Any, **_rest: Any) -> None:
    record(what=What.SIGNED_IN, account=user.get_username(), by=user)


def _refused(credentials: dict[str, Any], **_rest: Any) -> None:
    """Names of no account are left out: now and then it is a password that was typed there."""
    user = get_user_model()
    name = str(credentials.get(user.USERNAME_FIELD) or credentials.get("username") or "")
    known = user._default_manager.filter(**{user.USERNAME_FIELD: name}).exists()
    record(what=What.SIGN_IN_REFUSED, account=name if known else "", by=None)


def _before_save(instance: AbstractUser, raw: bool, update_fields: Any = None, **_rest: Any) -> None:
    """Remember how the account stood, where anything watched may change."""
    if raw or (update_fields is not None and not {*_WATCHED, "password"} & set(update_fields)):
        return
    before = type(instance)._default_manager.filter(pk=instance.pk).first() if instance.pk else None
    instance._audited = before  # type: ignore[attr-defined]  # handed to `_after_save`


def _after_save(instance: AbstractUser, created: bool, raw: bool, **_rest: Any) -> None:
    before = instance.__dict__.pop("_audited", None)
    name = instance.get_username()
    if raw:
        return
    if created:
        rights = "administrator" if instance.is_superuser else ""
        record(what=What.ACCOUNT_CREATED, account=name, by=_acting(), detail=rights)
    elif before is not None:
        typed = instance.__dict__.get("_password")
        if typed is not None and before.password != instance.password:
            # A hash made anew with more rounds at a sign-in has no `_password`: that is no new password.
            record(what=What.PASSWORD_CHANGED, account=name, by=_acting() or instance)
        if changed := _differences(before, instance):
            record(what=What.ACCOUNT_CHANGED, account=name, by=_acting(), detail=changed)


def _differences(before: AbstractUser, after: AbstractUser) -> str:
    """What changed of the account, as `reporting` has words for; e-mail addresses are not written down."""
    found = []
    if before.is_active != after.is_active:
        found.append("active" if after.is_active else "inactive")
    if before.is_superuser != after.is_superuser:
        found.append("administrator" if after.is_superuser else "no-administrator")
    if before.email != after.email:
        found.append("e-mail")
    if before.username != after.username:
        found.append(f"was {before.username}")
    return ", ".join(found)


def _deleted(instance: AbstractUser, **_rest: Any) -> None:
    record(what=What.ACCOUNT_DELETED, account=instance.get_username(), by=_acting())


def _roles_changed(instance: Any, action: str, reverse: bool, pk_set: set[int] | None, **_rest: Any) -> None:
    if action not in {"post_add", "post_remove", "pre_clear"}:
        return
    if reverse:  # from the role's side
        users = get_user_model()._default_manager.filter(pk__in=pk_set) if pk_set else instance.user_set.all()
        pairs = [(user.get_username(), [instance.name]) for user in users]
    else:
        roles = Group.objects.filter(pk__in=pk_set) if pk_set else instance.groups.all()
        pairs = [(instance.get_username(), sorted(role.name for role in roles))]
    sign = "+" if action == "post_add" else "−"
    for account, names in pairs:
        if names:
            detail = ", ".join(f"{sign} {name}" for name in names)
            record(what=What.ROLE_CHANGED, account=account, by=_acting(), detail=detail)


def _rights_changed(instance: Any, action: str, reverse: bool, pk_set: set[int] | None, **_rest: Any) -> None:
    """Only what somebody does at the desk: what an upgrade gives a role is in its notes."""
    if reverse or action not in {"post_add", "post_remove", "pre_clear"} or _acting() is None:
        return
    rights = instance.permissions.all()
    if pk_set is not None:
        rights = rights.model.objects.filter(pk__in=pk_set)
    sign = "+" if action == "post_add" else "−"
    names = rights.order_by("codename").values_list("codename", flat=True)
    if names:
        detail = f"{instance.name}: " + ", ".join(f"{sign} {name}" for name in names)
        record(what=What.RIGHTS_CHANGED, account="", by=_acting(), detail=detail)


def _acting() -> Any:
    """Who is at the desk, where it is the desk that does it."""
    return get_active_log_context().user
