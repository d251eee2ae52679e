"""The report on the desk: who did what, narrowed by a form, and as a spreadsheet."""

from __future__ import annotations

import datetime
from typing import Any

from django import forms
from django.core.exceptions import PermissionDenied
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.views.generic import TemplateView
from wagtail.admin.views.generic import WagtailAdminTemplateMixin

from apercu.editing.audit import reporting
from apercu.editing.listing.exporting import SafeExport

PERMISSION = "audit.view_event"
A_PAGE = 50
DAY = datetime.timedelta(days=1)


class AskForm(forms.Form):
    """What to show."""

    group = forms.ChoiceField(
        label=_("What"), required=False, choices=[("", _("Everything")), *reporting.GROUPS.items()]
    )
    user: Any = forms.ModelChoiceField(
        label=_("Who"), required=False, queryset=None, empty_label=_("Anybody")
    )
    since = forms.DateField(
        label=_("From"), required=False, widget=forms.DateInput(format="%Y-%m-%d", attrs={"type": "date"})
    )
    until = forms.DateField(
        label=_("Until"), required=False, widget=forms.DateInput(format="%Y-%m-%d", attrs={"type": "date"})
    )
    words = forms.CharField(label=_("Containing"), required=False, max_length=200)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["user"].queryset = reporting.actors()  # type: ignore[attr-defined]

    def asked(self) -> reporting.Asked:
        """The request, as far as it could be read: what could not is left out, and said beside its field."""
        self.is_valid()
        given = self.cleaned_data
        user = given.get("user")
        since, until = (_midnight(given.get(name)) for name in ("since", "until"))
        return reporting.Asked(
            group=given.get("group") or "",
            user=user.pk if user else None,
            since=since,
            until=until + DAY if until else None,
            words=given.get("words") or "",
        )


def _midnight(day: datetime.date | None) -> datetime.datetime | None:
    if day is None:
        return None
    return timezone.make_aware(datetime.datetime.combine(day, datetime.time()))


class WhoDidWhat(SafeExport, WagtailAdminTemplateMixin, TemplateView):
    """The account of the site, for those who answer for it."""

    template_name = "audit/who_did_what.html"
    page_title = _("Who did what")
    header_icon = "history"
    list_export = ["at", "who", "what", "about", "detail"]
    export_headings = {
        "at": _("When"),
        "who": _("Who"),
        "what": _("What"),
        "about": _("About"),
        "detail": _("Details"),
    }
    export_filename = "who-did-what"

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        if not request.user.has_perm(PERMISSION):
            raise PermissionDenied
        return super().dispatch(request, *args, **kwargs)

    def get(self, request: HttpRequest, *_args: Any, **_kwargs: Any) -> HttpResponse:
        form = AskForm(request.GET)
        entries = reporting.entries(form.asked())
        if self.is_export:
            response: HttpResponse = self.as_spreadsheet(reporting.rows(entries), request.GET["export"])
            return response
        page = Paginator(entries, A_PAGE).get_page(request.GET.get("p"))
        context = self.get_context_data(form=form, page=page, rows=reporting.rows(page.object_list))
        return self.render_to_response(context)

    def get_breadcrumbs_items(self) -> list[dict[str, Any]]:
        return [*super().get_breadcrumbs_items(), {"url": "", "label": self.get_page_title()}]
