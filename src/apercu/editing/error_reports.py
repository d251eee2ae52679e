"""Readers' reports of errors, on the desk: a listing, one report whole, a button to say it is dealt with."""

from __future__ import annotations

from typing import Any

import django_filters
from django.contrib import messages
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.middleware.csrf import get_token
from django.shortcuts import get_object_or_404, redirect
from django.urls import path, reverse
from django.utils import timezone
from django.utils.decorators import method_decorator
from django.utils.text import Truncator
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views import View
from django.views.decorators.http import require_POST
from wagtail.admin.filters import WagtailFilterSet
from wagtail.admin.menu import MenuItem
from wagtail.admin.ui.tables import Column, DateColumn, TitleColumn
from wagtail.admin.views.generic import IndexView, InspectView
from wagtail.admin.views.generic.permissions import PermissionCheckedMixin
from wagtail.admin.viewsets.model import ModelViewSet
from wagtail.permission_policies import ModelPermissionPolicy

from apercu.content import error_reports
from apercu.content.models import ErrorReport, Summary


class WhoeverEditsSummaries(ModelPermissionPolicy):
    """Who may change summaries sees, settles and deletes reports; nobody writes or alters one."""

    def __init__(self) -> None:
        super().__init__(Summary)

    def user_has_permission(self, user: Any, action: str) -> bool:
        return action in {"view", "settle", "delete"} and bool(super().user_has_permission(user, "change"))

    def user_has_any_permission(self, user: Any, actions: Any) -> bool:
        return any(self.user_has_permission(user, action) for action in actions)


class ErrorReportFilters(WagtailFilterSet):
    """Open, or dealt with."""

    handled = django_filters.ChoiceFilter(
        label=gettext_lazy("State"),
        field_name="handled_at",
        lookup_expr="isnull",
        choices=[("True", gettext_lazy("Open")), ("False", gettext_lazy("Dealt with"))],
        method="in_state",
    )

    def in_state(self, reports: QuerySet[ErrorReport], _name: str, value: str) -> QuerySet[ErrorReport]:
        return reports.filter(handled_at__isnull=value == "True")

    class Meta:
        model = ErrorReport
        fields: list[str] = []


class SettleColumn(Column):
    """Who dealt with it, or the button that says so."""

    cell_template_name = "editing/settle_cell.html"

    def __init__(self) -> None:
        super().__init__("handled_at", label=gettext_lazy("Dealt with"), sort_key="handled_at")

    def get_cell_context_data(self, instance: ErrorReport, parent_context: Any) -> dict[str, Any]:
        context: dict[str, Any] = super().get_cell_context_data(instance, parent_context)
        return {
            **context,
            "csrf_token": get_token(context["request"]),
        }  # a cell is rendered without a request


class ErrorReportList(IndexView):
    """All reports, the newest first."""

    default_ordering = "-at"

    def get_base_queryset(self) -> QuerySet[ErrorReport]:
        return ErrorReport.objects.select_related("summary", "handled_by")


class OneErrorReport(InspectView):
    """One report whole, with the ways to its summary."""

    template_name = "editing/error_report.html"
    page_title = gettext_lazy("Error report")
    permission_required = "view"

    def get_object(self, *_args: Any) -> ErrorReport:
        return get_object_or_404(ErrorReport.objects.select_related("summary", "handled_by"), pk=self.pk)

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return {**super().get_context_data(**kwargs), "edit_summary": edit_summary(self.object)}


@method_decorator(require_POST, name="dispatch")
class Settle(PermissionCheckedMixin, View):
    """Says that a report is dealt with, or that it is not after all."""

    model = ErrorReport
    permission_required = "settle"
    index_url_name = ""

    def post(self, request: HttpRequest, pk: int) -> HttpResponse:
        report = get_object_or_404(ErrorReport, pk=pk)
        if "again" in request.POST:
            error_reports.reopen(report=report)
            messages.success(request, _("The report is open again."))
        else:
            error_reports.settle(report=report, by=request.user, at=timezone.now())  # noqa: TID251 a view
            messages.success(request, _("The report is dealt with. It will be deleted in six months."))
        return redirect(self.index_url_name)


class ErrorReportsItem(MenuItem):
    """The menu's line, with the number of open reports."""

    def is_shown(self, request: HttpRequest) -> bool:
        return WhoeverEditsSummaries().user_has_permission(request.user, "settle")

    def render_component(self, request: HttpRequest) -> Any:
        component = super().render_component(request)
        if count := error_reports.still_open().count():
            component.label = _("%(label)s (%(count)s)") % {"label": self.label, "count": count}
        return component


class ErrorReportViewSet(ModelViewSet):
    """What readers say is wrong."""

    model = ErrorReport
    name = "error_reports"
    icon = "warning"
    menu_label = gettext_lazy("Error reports")
    menu_order = 150
    menu_item_class = ErrorReportsItem
    index_view_class = ErrorReportList
    inspect_view_class = OneErrorReport
    inspect_template_name = OneErrorReport.template_name
    inspect_view_enabled = True
    copy_view_enabled = False
    add_to_reference_index = False
    filterset_class = ErrorReportFilters
    exclude_form_fields: list[str] = []  # Wagtail makes the forms, though nobody may open them
    list_display = [
        TitleColumn(
            "text",
            label=gettext_lazy("What is wrong"),
            accessor=lambda report: Truncator(report.text).chars(120),
            get_url=lambda report: inspect(report),
        ),
        TitleColumn("summary", label=gettext_lazy("Summary"), get_url=lambda report: edit_summary(report)),
        DateColumn("at", label=gettext_lazy("Received"), sort_key="at"),
        SettleColumn(),
    ]

    @property
    def settle_view(self) -> Any:
        return self.construct_view(Settle)

    def get_urlpatterns(self) -> list[Any]:
        return [*super().get_urlpatterns(), path("settle/<int:pk>/", self.settle_view, name="settle")]

    def register_permissions(self) -> None:
        """None of its own to give: `WhoeverEditsSummaries`."""


def edit_summary(report: ErrorReport) -> str:
    """Where the desk edits the summary a report is about."""
    return reverse("wagtailsnippets_content_summary:edit", args=[report.summary_id])


def inspect(report: ErrorReport) -> str:
    """Where the desk shows a report whole."""
    return reverse("error_reports:inspect", args=[report.pk])
