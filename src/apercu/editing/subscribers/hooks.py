"""Where Wagtail finds these screens: their addresses, their line in the menu, the rights a group can have."""

from __future__ import annotations

from typing import Any

from django.contrib.auth.models import Permission
from django.http import HttpRequest
from django.urls import include, path, reverse
from wagtail import hooks
from wagtail.admin.menu import MenuItem

from apercu.editing.subscribers import importing, rights, views
from apercu.editing.subscribers.screen import LABEL


class SubscribersItem(MenuItem):
    """The menu's line, for those who may see addresses."""

    def is_shown(self, request: HttpRequest) -> bool:
        return rights.may(request.user, rights.LOOK)


@hooks.register("register_admin_urls")  # type: ignore[untyped-decorator]
def addresses() -> list[Any]:
    """/desk/subscribers/ and what is done there."""
    here = [
        path("", views.List.as_view(), name="list"),
        path("export/", views.Export.as_view(), name="export"),
        path("imports/", importing.Imports.as_view(), name="imports"),
        path("imports/<int:pk>/", importing.Import.as_view(), name="import"),
        path("<int:pk>/", views.One.as_view(), name="person"),
        path("<int:pk>/take-off/", views.TakeOff.as_view(), name="take_off"),
        path("<int:pk>/unblock/", views.Unblock.as_view(), name="unblock"),
        path("<int:pk>/ask-again/", views.AskAgain.as_view(), name="ask_again"),
        path("<int:pk>/data/", views.TheirData.as_view(), name="data"),
        path("<int:pk>/erase/", views.Erase.as_view(), name="erase"),
    ]
    return [path("subscribers/", include((here, "subscribers")))]


@hooks.register("register_mail_menu_item")  # type: ignore[untyped-decorator]
def menu_item() -> MenuItem:
    """In the group “Mail”."""
    return SubscribersItem(
        LABEL, reverse("subscribers:list"), name="subscribers", icon_name="group", order=200
    )


@hooks.register("register_permissions")  # type: ignore[untyped-decorator]
def rights_of_a_group() -> Any:
    """For the form of a group. Nobody may add a subscriber: people do that themselves."""
    names = [right.partition(".")[2] for right in (rights.LOOK, rights.ACT, rights.ERASE, rights.MOVE)]
    return Permission.objects.filter(content_type__app_label="mailing", codename__in=names)
