from typing import Any

from django.contrib.auth.models import Permission
from django.templatetags.static import static
from django.urls import path
from django.utils.html import format_html
from django.utils.translation import gettext_lazy as _
from wagtail import hooks
from wagtail.permissions import register_permission_policy
from wagtail.snippets.models import register_snippet

from apercu.content.models import ErrorReport
from apercu.editing import bulk, history, mail_menu, menus, roles, withdrawing
from apercu.editing.accounts.screens import BULK_ACTIONS
from apercu.editing.bringing import hooks as bringing
from apercu.editing.correcting import hooks as correcting
from apercu.editing.dashboard.views import begin_month
from apercu.editing.error_reports import WhoeverEditsSummaries
from apercu.editing.mailings import hooks as mailings
from apercu.editing.review import hooks as review
from apercu.editing.scheduled import hooks as scheduled
from apercu.editing.subscribers import hooks as subscribers
from apercu.editing.viewsets import DigestGroup
from apercu.editing.without_inline_scripts import script_tag

# Each of these registers what it adds to the desk.
__all__ = [
    "bringing",
    "correcting",
    "history",
    "mail_menu",
    "mailings",
    "review",
    "scheduled",
    "subscribers",
    "withdrawing",
]

register_permission_policy(ErrorReport, WhoeverEditsSummaries())  # before any view asks for one
register_snippet(DigestGroup)
hooks.register("insert_global_admin_js", script_tag)

hooks.register("construct_main_menu", menus.without(menus.MAIN))
hooks.register("construct_settings_menu", menus.without(menus.SETTINGS))
hooks.register("construct_reports_menu", menus.without(menus.REPORTS))
hooks.register("construct_help_menu", menus.without_wagtails_help)
hooks.register("construct_homepage_panels", menus.begin_with_the_month)

for action in (*bulk.ACTIONS, *BULK_ACTIONS):
    hooks.register("register_bulk_action", action, order=1)  # after Wagtail's own, which `Delete` replaces


@hooks.register("register_admin_urls")  # type: ignore[untyped-decorator]
def addresses_of_the_first_page() -> list[Any]:
    return [path("begin-month/", begin_month, name="begin_month")]


@hooks.register("register_permissions")  # type: ignore[untyped-decorator]
def rights_to_import() -> Any:
    """For the form of a group: who may bring an archive in."""
    return Permission.objects.filter(
        content_type__app_label="importing", codename__in=["add_batch", "view_batch"]
    )


@hooks.register("insert_global_admin_css")  # type: ignore[untyped-decorator]
def styles_of_lists() -> str:
    return format_html('<link rel="stylesheet" href="{}">', static("editing/lists.css"))


@hooks.register("insert_global_admin_css")  # type: ignore[untyped-decorator]
def styles_of_mail() -> str:
    return format_html('<link rel="stylesheet" href="{}">', static("editing/mail.css"))


@hooks.register("register_log_actions")  # type: ignore[untyped-decorator]
def name_what_roles_log(actions: Any) -> None:
    actions.register_action(roles.GIVEN, _("Make a role"), _("The rights of a role were given"))
