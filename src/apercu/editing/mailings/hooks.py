"""The screens' addresses and their line in the menu."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest
from django.urls import include, path, reverse
from wagtail import hooks
from wagtail.admin.menu import MenuItem

from apercu.editing.mailings import acts, sending, views


class MailingsItem(MenuItem):
    """The menu's line, for those who may see mailings."""

    def is_shown(self, request: HttpRequest) -> bool:
        return views.may(request.user, "view")


@hooks.register("register_admin_urls")  # type: ignore[untyped-decorator]
def addresses() -> list[Any]:
    """/desk/mailings/ and below."""
    here = [
        path("", views.All.as_view(), name="list"),
        path("begin/", acts.begin, name="begin"),
        path("release/", acts.release, name="release"),
        path("<int:pk>/", views.One.as_view(), name="one"),
        path("<int:pk>/send/", sending.Send.as_view(), name="send"),
        path("<int:pk>/test/", acts.try_out, name="test"),
        path("<int:pk>/copies/", views.Copies.as_view(), name="copies"),
        path("<int:pk>/copies/<int:copy>/decide/", acts.decide, name="decide"),
        path("<int:pk>/parts/<str:language>/<str:form>/", views.part, name="part"),
        *(path(f"<int:pk>/{name}/", acts.act, {"name": name}, name=name) for name in acts.NAMES),
    ]
    return [path("mailings/", include((here, "mailings")))]


@hooks.register("register_mail_menu_item")  # type: ignore[untyped-decorator]
def menu_item() -> MenuItem:
    """In the group “Mail”."""
    return MailingsItem(views.LABEL, reverse("mailings:list"), name="mailings", icon_name="mail", order=10)
