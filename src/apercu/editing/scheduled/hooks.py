"""The screen's place in the desk, and what the form of a failed item says."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import HttpRequest
from django.urls import include, path, reverse
from django.utils.html import format_html, format_html_join
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from wagtail import hooks
from wagtail.admin.menu import MenuItem

from apercu.content import scheduling
from apercu.content.models import Act
from apercu.editing.scheduled import rows, views


class ScheduledItem(MenuItem):
    """The menu's line, with the number of what failed."""

    def is_shown(self, request: HttpRequest) -> bool:
        return rows.may_look(request.user)

    def render_component(self, request: HttpRequest) -> Any:
        component = super().render_component(request)
        if count := len(scheduling.failures()):
            component.label = _("%(label)s (%(count)s)") % {"label": self.label, "count": count}
        return component


@hooks.register("register_admin_urls")  # type: ignore[untyped-decorator]
def addresses() -> list[Any]:
    """/desk/scheduled/ and what is done there."""
    here = [
        path("", views.ScheduledView.as_view(), name="list"),
        path("<int:revision_id>/move/", views.move, name="move"),
        path("<int:revision_id>/take-off/", views.take_off, name="take_off"),
    ]
    return [path("scheduled/", include((here, "scheduled")))]


@hooks.register("register_admin_menu_item")  # type: ignore[untyped-decorator]
def menu_item() -> MenuItem:
    """Beside the digest's own menu."""
    return ScheduledItem(
        gettext_lazy("Scheduled"),
        reverse("scheduled:list"),
        name="scheduled",
        icon_name="calendar-alt",
        order=60,
    )


@hooks.register("before_edit_snippet")  # type: ignore[untyped-decorator]
def say_what_failed(request: HttpRequest, record: Any) -> None:
    """On the form of what was due and could not be done: why, in the gate's own sentences."""
    if request.method != "GET":
        return
    kind = scheduling.object_type(type(record))
    for failure in scheduling.failures():
        if (failure.object_type, failure.object_id) == (kind, str(record.pk)):
            messages.error(request, _told(failure))


def _told(failure: scheduling.Failure) -> str:
    behind = failure.act == Act.JOIN
    said = (
        _("It stayed a draft when its month went out.")
        if behind
        else _("It was due and could not be done. It keeps its date and is tried again.")
    )
    reasons = format_html_join("", "<li>{}</li>", ((sentence,) for sentence in failure.why))
    return format_html("{} <ul>{}</ul>", said, reasons)
