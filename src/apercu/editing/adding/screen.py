"""What the screen's views have in common: who may see them, and their furniture."""

from __future__ import annotations

from typing import Any

from django.http import HttpResponse
from django.urls import reverse_lazy
from django.utils.translation import gettext, gettext_lazy
from django.views import View
from wagtail.admin.views.generic.base import WagtailAdminTemplateMixin
from wagtail.admin.views.generic.permissions import PermissionCheckedMixin
from wagtail.permission_policies import ModelPermissionPolicy

from apercu.content.models import Article


class AddingView(PermissionCheckedMixin, WagtailAdminTemplateMixin, View):
    """A view of the screen, for those who may add articles."""

    permission_policy = ModelPermissionPolicy(Article)
    permission_required = "add"
    page_title = gettext_lazy("Add an article")
    header_icon = "plus"
    template_name = "editing/adding/paste.html"

    def get_breadcrumbs_items(self) -> list[dict[str, Any]]:
        return [
            *self.breadcrumbs_items,
            {"url": reverse_lazy("wagtailsnippets_content_article:list"), "label": gettext("Articles")},
            {"url": "", "label": self.page_title},
        ]

    def show(self, template: str, *, status: int = 200, **context: Any) -> HttpResponse:
        """A page of the screen."""
        self.template_name = f"editing/adding/{template}.html"
        may_begin = self.request.user.has_perm("content.add_summary")
        whole = self.get_context_data(may_begin=may_begin, **context)
        page: HttpResponse = self.render_to_response(whole, status=status)
        return page
