"""Where Wagtail finds these screens: their addresses and their line in the menu."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest
from django.urls import URLPattern, path, reverse
from wagtail import hooks
from wagtail.admin.menu import MenuItem

from apercu.editing.bringing import views


class BringingItem(MenuItem):
    """The menu's line, for those who may import."""

    def is_shown(self, request: HttpRequest) -> bool:
        return views.may_bring(request.user)


@hooks.register("register_admin_urls")  # type: ignore[untyped-decorator]
def addresses() -> list[URLPattern]:
    """The screens' addresses below /desk/."""
    return [
        path("bringing/", views.Index.as_view(), name="bringing_index"),
        path("bringing/new/", views.New.as_view(), name="bringing_new"),
        path("bringing/<int:pk>/", views.OneUpload.as_view(), name="bringing_upload"),
        path("bringing/reports/<int:pk>/", views.OneReport.as_view(), name="bringing_report"),
    ]


@hooks.register("register_admin_menu_item")  # type: ignore[untyped-decorator]
def menu_item() -> Any:
    """“Bring in a blog”, below the digest's own menu."""
    return BringingItem(
        views.LABEL, reverse("bringing_index"), name="bringing", icon_name="download", order=60
    )
