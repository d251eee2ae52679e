"""The screen that asks what was put right, beside what has changed, and publishes both."""

from __future__ import annotations

from http import HTTPStatus
from typing import Any

from django import forms
from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.generic import FormView
from wagtail.admin.views.generic.base import WagtailAdminTemplateMixin
from wagtail.permissions import policy_registry

from apercu.content import publishing, rules
from apercu.content.models import Summary

EDIT = "wagtailsnippets_content_summary:edit"


class Note(forms.Form):
    """What readers are told."""

    note = forms.CharField(
        label=gettext_lazy("What was corrected"),
        help_text=gettext_lazy("One or two sentences: what it said, and what it says now."),
        widget=forms.Textarea(attrs={"rows": 3}),
    )
    day = forms.DateField(
        label=gettext_lazy("Date"),
        widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
    )
    seen = forms.CharField(widget=forms.HiddenInput)  # the version whose differences were shown


class CorrectView(WagtailAdminTemplateMixin, FormView):  # type: ignore[type-arg]
    """What has changed since readers saw it, a note about it, and one button that publishes both."""

    template_name = "editing/correcting/correct.html"
    page_title = gettext_lazy("Publish a correction")
    header_icon = "edit"
    form_class = Note

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        self.summary = get_object_or_404(Summary, pk=kwargs["pk"])
        if not policy_registry.get_by_type(Summary).user_has_permission(request.user, "publish"):
            raise PermissionDenied
        if why := self._why_not():
            messages.warning(request, why)
            return redirect(EDIT, self.summary.pk)
        return super().dispatch(request, *args, **kwargs)

    def _why_not(self) -> str:
        if not self.summary.live:
            return _(
                "A summary that is not public needs no correction: edit it, and publish it when it is ready."
            )
        lock = self.summary.get_lock()
        if lock and lock.for_user(self.request.user):
            return _("It cannot be corrected while it is locked.")
        return ""

    def get_initial(self) -> dict[str, Any]:
        return {"day": timezone.localdate(), "seen": publishing.version(self.summary)}

    def get_page_subtitle(self) -> str:
        return str(self.summary)

    def form_valid(self, form: Note) -> HttpResponse:
        given = form.cleaned_data
        try:
            publishing.correct(
                summary=self.summary,
                note=given["note"],
                day=given["day"],
                by=self.request.user,
                seen=given["seen"],
            )
        except publishing.ChangedMeanwhile:
            again = Note({**self.request.POST.dict(), "seen": publishing.version(self.summary)})
            return self.render_to_response(
                self.get_context_data(form=again, has_changed=True), status=HTTPStatus.CONFLICT
            )
        except rules.Unpublishable as refusal:
            return self.render_to_response(
                self.get_context_data(form=form, problems=refusal.problems), status=HTTPStatus.CONFLICT
            )
        self.summary.refresh_from_db()
        messages.success(
            self.request, _("The correction of “%(record)s” is public.") % {"record": self.summary}
        )
        return redirect(EDIT, self.summary.pk)

    def get_breadcrumbs_items(self) -> list[dict[str, Any]]:
        here = {"url": "", "label": self.get_page_title(), "sublabel": self.get_page_subtitle()}
        return [*self.breadcrumbs_items, here]

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        draft = Summary._base_manager.get(pk=self.summary.pk).get_latest_revision_as_object()
        return {
            **super().get_context_data(**kwargs),
            "summary": self.summary,
            "edit": reverse(EDIT, args=[self.summary.pk]),
            "comparison": self._differences(draft),
        }

    def _differences(self, draft: Any) -> list[Any]:
        """Field by field, what readers see now and what the draft says; as the history shows it."""
        panel = Summary.snippet_viewset.get_edit_handler()
        bound = panel.get_bound_panel(instance=self.summary, request=self.request, form=None)
        compared = (compare(self.summary, draft) for compare in bound.get_comparison())
        return [one for one in compared if one.has_changed()]
