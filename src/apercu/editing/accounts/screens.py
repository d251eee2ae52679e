"""Wagtail's screens of accounts, with two rules of our own.

Wagtail trusts whoever may change accounts with everything: such a person could tick "Administrator" for an
account of theirs, or set an administrator's password and sign in as them. Here only an administrator does
either.
"""

from __future__ import annotations

from typing import Any

from django.core.exceptions import PermissionDenied
from django.http import HttpRequest
from django.http.response import HttpResponseBase
from django.utils.translation import gettext_lazy as _
from wagtail.users.forms import UserCreationForm, UserEditForm
from wagtail.users.views.bulk_actions import AssignRoleBulkAction, DeleteBulkAction, SetActiveStateBulkAction
from wagtail.users.views.users import CreateView, DeleteView, EditView, UserViewSet


def may_touch(user: Any, account: Any) -> bool:
    """Whether this user may change or delete this account at all, given the right to change accounts."""
    return bool(user.is_superuser or not account.is_superuser)


class _OnlyAdministratorsMakeAdministrators:
    """Ignores what comes for "Administrator" unless it comes from one."""

    fields: dict[str, Any]

    def __init__(self, *args: Any, by: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if not by.is_superuser and "is_superuser" in self.fields:
            field = self.fields["is_superuser"]
            field.disabled = True  # what is posted for it is not read
            field.help_text = _("Only an administrator can make somebody an administrator.")


class AccountCreationForm(_OnlyAdministratorsMakeAdministrators, UserCreationForm):
    """A new account."""


class AccountEditForm(_OnlyAdministratorsMakeAdministrators, UserEditForm):
    """An account there is."""


class _By:
    """Tells the form who is changing the account."""

    request: HttpRequest

    def get_form_kwargs(self) -> dict[str, Any]:
        return {**super().get_form_kwargs(), "by": self.request.user}  # type: ignore[misc]


class _NoAdministrators:
    """Refuses to open an administrator's account to anybody else."""

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        if not may_touch(request.user, self.get_object()):  # type: ignore[attr-defined]
            raise PermissionDenied
        return super().dispatch(request, *args, **kwargs)  # type: ignore[misc,no-any-return]


class NewAccount(_By, CreateView):
    """A new account, never an administrator unless an administrator makes it."""


class ChangeAccount(_NoAdministrators, _By, EditView):
    """Name, e-mail, password and roles of an account."""


class DeleteAccount(_NoAdministrators, DeleteView):
    """An account taken away."""


class AccountViewSet(UserViewSet):
    """Accounts."""

    add_view_class = NewAccount
    edit_view_class = ChangeAccount
    delete_view_class = DeleteAccount
    copy_view_enabled = False  # a second account like the first is never what is wanted

    def get_form_class(self, for_update: bool = False) -> Any:
        return AccountEditForm if for_update else AccountCreationForm


class _NoAdministratorsAmongThem:
    """Leaves administrators out of what is done to many accounts, unless an administrator does it."""

    request: HttpRequest

    def check_perm(self, obj: Any) -> bool:
        return may_touch(self.request.user, obj) and bool(super().check_perm(obj))  # type: ignore[misc]


class AssignRole(_NoAdministratorsAmongThem, AssignRoleBulkAction):
    """A role for many accounts."""


class SetActive(_NoAdministratorsAmongThem, SetActiveStateBulkAction):
    """Many accounts switched off or on."""


class DeleteMany(_NoAdministratorsAmongThem, DeleteBulkAction):
    """Many accounts taken away."""


BULK_ACTIONS = (AssignRole, SetActive, DeleteMany)
