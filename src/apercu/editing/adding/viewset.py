"""Where the screen stands on the desk: in the digest's menu, and on the list of articles."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest
from django.urls import path, reverse
from django.utils.translation import gettext_lazy as _
from wagtail.admin.menu import MenuItem
from wagtail.admin.viewsets.base import ViewSet
from wagtail.admin.widgets.button import HeaderButton
from wagtail.permission_policies import ModelPermissionPolicy

from apercu.content.models import Article
from apercu.editing.adding.saving import Save
from apercu.editing.adding.views import Paste


class AddingItem(MenuItem):
    """The menu's line, for those who may add articles."""

    def is_shown(self, request: HttpRequest) -> bool:
        return bool(ModelPermissionPolicy(Article).user_has_permission(request.user, "add"))


class AddingViewSet(ViewSet):
    """The screen's two addresses."""

    name = "adding"
    icon = "plus"
    menu_label = _("Add an article")
    menu_order = 50
    menu_item_class = AddingItem

    def get_urlpatterns(self) -> list[Any]:
        return [
            path("", Paste.as_view(), name="index"),
            path("save/", Save.as_view(), name="save"),
        ]


class OffersAdding:
    """For the list of articles: the button that adds one by what somebody has of it."""

    @property
    def header_buttons(self) -> list[Any]:
        buttons = list(super().header_buttons)  # type: ignore[misc]
        if self.user_has_permission("add"):  # type: ignore[attr-defined]
            label = _("Add by DOI or reference")
            buttons.append(HeaderButton(label, url=reverse("adding:index"), icon_name="plus", priority=1))
        return buttons
