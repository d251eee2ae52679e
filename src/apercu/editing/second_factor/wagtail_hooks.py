from typing import Any

from django.http import HttpRequest
from django.urls import path, reverse
from django.utils.translation import gettext as _
from wagtail import hooks

from apercu.editing.second_factor import views


@hooks.register("register_admin_urls")  # type: ignore[untyped-decorator]
def addresses() -> list[Any]:
    """Under one's own account; whoever may enter the desk may have a second factor."""
    here = "account/second-factor/"
    return [
        path(here, views.State.as_view(), name="second_factor"),
        path(f"{here}set-up/", views.SetUp.as_view(), name="second_factor_set_up"),
        path(f"{here}backup-codes/", views.RenewCodes.as_view(), name="second_factor_codes"),
        path(f"{here}remove/", views.Remove.as_view(), name="second_factor_remove"),
        path(f"{here}end-sessions/", views.EndOtherSessions.as_view(), name="end_other_sessions"),
    ]


@hooks.register("register_account_menu_item")  # type: ignore[untyped-decorator]
def way_in(_request: HttpRequest) -> dict[str, str]:
    """A line on one's account page."""
    return {
        "url": reverse("second_factor"),
        "label": _("Second factor and sessions"),
        "help_text": _("Ask for a code from your phone when you sign in; sign out on other devices."),
    }
