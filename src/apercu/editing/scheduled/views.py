"""The screen "Scheduled", and the two acts on it: another date, or none."""

from __future__ import annotations

from typing import Any

from django import forms
from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_POST
from django.views.generic import TemplateView
from wagtail.admin.views.generic.base import WagtailAdminTemplateMixin
from wagtail.models import Revision

from apercu.content import scheduling
from apercu.editing.scheduled import rows

HERE = "scheduled:list"


class ScheduledView(WagtailAdminTemplateMixin, TemplateView):
    """What is due when, what failed and why, and when it was last looked after."""

    template_name = "editing/scheduled/list.html"
    page_title = gettext_lazy("Scheduled")
    header_icon = "calendar-alt"

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        if not rows.may_look(request.user):
            raise PermissionDenied
        return super().dispatch(request, *args, **kwargs)

    def get_breadcrumbs_items(self) -> list[dict[str, Any]]:
        here = {"url": "", "label": self.get_page_title(), "sublabel": self.get_page_subtitle()}
        return [*self.breadcrumbs_items, here]

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        at = timezone.now()  # noqa: TID251 a view
        found = rows.rows_for(self.request.user, scheduling.scheduled(at=at))
        return {
            **super().get_context_data(**kwargs),
            "failed": [row for row in found if row.of.failure],
            "to_come": [row for row in found if not row.of.failure],
            "left_behind": rows.left_behind(scheduling.failures()),
            "last_run": scheduling.last_run(),
            "is_overdue": scheduling.is_overdue(at=at),
            "never_ran": scheduling.never_ran(),
            "time_zone": timezone.get_current_timezone_name(),
        }


class NewDate(forms.Form):
    """A date in the time to come."""

    due = forms.DateTimeField(widget=forms.DateTimeInput(attrs={"type": "datetime-local"}))

    def clean_due(self) -> Any:
        due = self.cleaned_data["due"]
        if due <= timezone.now():  # noqa: TID251 a form of a view
            raise forms.ValidationError(_("Choose a date in the future."))
        return due


@require_POST
def move(request: HttpRequest, revision_id: int) -> HttpResponse:
    """Give it another date."""
    revision = _asked_about(request, revision_id)
    form = NewDate(request.POST)
    if revision is None:
        _say_it_is_gone(request)
    elif not form.is_valid():
        messages.error(request, " ".join(str(words) for said in form.errors.values() for words in said))
    else:
        scheduling.reschedule(revision=revision, due=form.cleaned_data["due"], by=request.user)
        messages.success(request, _("“%(record)s” has its new date.") % {"record": revision.object_str})
    return redirect(HERE)


@require_POST
def take_off(request: HttpRequest, revision_id: int) -> HttpResponse:
    """Take it off the schedule, and go where it can be mended if that was asked."""
    revision = _asked_about(request, revision_id)
    if revision is None:
        _say_it_is_gone(request)
        return redirect(HERE)
    scheduling.unschedule(revision=revision, by=request.user)
    said = _(
        "“%(record)s” is off the schedule and a draft again; publish it, or give it a date, when it is ready."
    )
    messages.success(request, said % {"record": revision.object_str})
    if "mend" in request.POST:
        kind = scheduling.object_type(revision.content_type.model_class())
        return redirect(rows.edit_address(kind, revision.object_id))
    return redirect(HERE)


def _asked_about(request: HttpRequest, revision_id: int) -> Revision | None:
    """The scheduled revision; none where it went out or was taken off meanwhile."""
    revision = Revision.objects.exclude(approved_go_live_at=None).filter(pk=revision_id).first()
    kinds = (
        rows.EDITED_AT if revision is None else [scheduling.object_type(revision.content_type.model_class())]
    )
    if not any(rows.may_publish(request.user, kind) for kind in kinds):
        raise PermissionDenied
    return revision


def _say_it_is_gone(request: HttpRequest) -> None:
    messages.warning(request, _("It is not on the schedule any more: it went out, or somebody took it off."))
