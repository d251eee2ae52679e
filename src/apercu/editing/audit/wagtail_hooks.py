from typing import Any

from django.contrib.auth.models import Permission
from django.db.models import QuerySet
from django.http import HttpRequest
from django.urls import path, reverse
from django.utils.translation import gettext_lazy as _
from wagtail import hooks
from wagtail.admin.menu import MenuItem

from apercu.editing.audit.views import PERMISSION, WhoDidWhat


class _WhoDidWhatItem(MenuItem):
    """The report's line in the menu."""

    def is_shown(self, request: HttpRequest) -> bool:
        return request.user.has_perm(PERMISSION)


@hooks.register("register_admin_urls")  # type: ignore[untyped-decorator]
def addresses() -> list[Any]:
    """Beside Wagtail's reports."""
    return [path("reports/who-did-what/", WhoDidWhat.as_view(), name="who_did_what")]


@hooks.register("register_reports_menu_item")  # type: ignore[untyped-decorator]
def menu_item() -> MenuItem:
    """First among the reports."""
    return _WhoDidWhatItem(_("Who did what"), reverse("who_did_what"), icon_name="history", order=10)


@hooks.register("register_permissions")  # type: ignore[untyped-decorator]
def permission() -> QuerySet[Permission]:
    """To be given to a role on the desk."""
    return Permission.objects.filter(content_type__app_label="audit", codename="view_event")
