"""What the screens have in common: who may see them, and the way back."""

from __future__ import annotations

from typing import Any

from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.urls import reverse
from django.utils.translation import gettext_lazy
from django.views import View
from wagtail.admin.views.generic.base import WagtailAdminTemplateMixin

from apercu.editing.subscribers import rights

LABEL = gettext_lazy("Subscribers")
MOVING = gettext_lazy("Bring in a list")


class SubscribersScreen(WagtailAdminTemplateMixin, View):
    """A screen about subscribers; `right` is what it takes beside seeing them."""

    header_icon = "mail"
    page_title = LABEL
    right = rights.LOOK

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        if not rights.may(request.user, self.right):
            raise PermissionDenied
        response: HttpResponseBase = super().dispatch(request, *args, **kwargs)
        return response

    def above(self) -> list[dict[str, Any]]:
        """What lies between the first screen and this one."""
        return []

    def get_breadcrumbs_items(self) -> list[dict[str, Any]]:
        first = {"url": reverse("subscribers:list"), "label": LABEL}
        title = self.get_page_title()
        own = [] if title == LABEL else [{"url": "", "label": title}]
        return [*self.breadcrumbs_items, first, *self.above(), *own]

    def shown(self, **context: Any) -> HttpResponse:
        """The screen, with this in its template."""
        response: HttpResponse = self.render_to_response(self.get_context_data(**context))
        return response
