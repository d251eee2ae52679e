"""Wagtail's app for accounts, with our screens in the place of its own."""

from wagtail.users.apps import WagtailUsersAppConfig


class AccountsConfig(WagtailUsersAppConfig):
    user_viewset = "apercu.editing.accounts.screens.AccountViewSet"
