"""Bringing in a list: upload, try out, read what would happen, import, look back."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from apercu.editing.audit.models import What
from apercu.editing.audit.recording import record
from apercu.editing.subscribers import launching, rights
from apercu.editing.subscribers.forms import ListForm
from apercu.editing.subscribers.reports import Outcome, Row, Shown
from apercu.editing.subscribers.screen import MOVING, SubscribersScreen
from apercu.mailing import standing
from apercu.mailing.bringing import uploads, words
from apercu.mailing.bringing.uploads import Given
from apercu.mailing.models import SubscriberImport
from apercu.sources.draft import Unreadable

IMPORTS_A_PAGE = 30
ROWS_A_PAGE = 100
REFRESHED_EVERY = 3  # seconds, while something is at work


class Moving(SubscribersScreen):
    """Screens about lists."""

    right = rights.MOVE
    page_title = MOVING

    def above(self) -> list[dict[str, Any]]:
        here = self.get_page_title() == MOVING
        return [] if here else [{"url": reverse("subscribers:imports"), "label": MOVING}]


class Imports(Moving):
    """The form that takes a file, and every import there was."""

    template_name = "editing/subscribers/imports.html"

    def get(self, request: HttpRequest) -> HttpResponse:
        return self._with(ListForm(), request)

    def post(self, request: HttpRequest) -> HttpResponse:
        now = timezone.now()  # noqa: TID251 a view
        form = ListForm(request.POST, request.FILES)
        if form.is_valid():
            uploads.discard_forgotten(at=now)
            file, update = form.cleaned_data["file"], form.cleaned_data["update_choices"]
            given = Given(name=file.name, size=file.size, chunks=file.chunks())
            try:
                brought = uploads.keep(given=given, update_choices=update, by=request.user, at=now)
            except Unreadable as refusal:
                form.add_error("file", words.refusal(str(refusal)))
            else:
                launching.start(brought.pk)
                return redirect("subscribers:import", brought.pk)
        return self._with(form, request)

    def _with(self, form: ListForm, request: HttpRequest) -> HttpResponse:
        now = timezone.now()  # noqa: TID251 a view
        everything = SubscriberImport.objects.select_related("by")
        page = Paginator(everything, IMPORTS_A_PAGE).get_page(request.GET.get("p"))
        return self.shown(form=form, imports=[Shown.of(one, at=now) for one in page], page_obj=page)


class Import(Moving):
    """A list: how far it is, what would happen or happened, its rows, and the buttons to decide."""

    template_name = "editing/subscribers/import.html"

    def setup(self, request: HttpRequest, *args: Any, **kwargs: Any) -> None:
        super().setup(request, *args, **kwargs)
        if rights.may(request.user, self.right):
            everything = SubscriberImport.objects.select_related("by")
            self.brought = get_object_or_404(everything, pk=kwargs["pk"])

    def get_page_title(self) -> str:
        return self.brought.name

    def get(self, request: HttpRequest, pk: int) -> HttpResponse:  # noqa: ARG002 `setup` took it
        shown = Shown.of(self.brought, at=timezone.now())  # noqa: TID251 a view
        chosen = request.GET.get("outcome", "")
        if chosen and chosen not in Outcome.values and chosen != "all":
            raise Http404
        rows = self.brought.rows.select_related("subscriber")
        if chosen in Outcome.values:
            rows = rows.filter(outcome=chosen)
        elif not chosen:
            rows = rows.filter(needs_attention=True)
        page = Paginator(rows, ROWS_A_PAGE).get_page(request.GET.get("p"))
        response = self.shown(
            brought=shown,
            rows=[] if shown.is_at_work else [Row.of(row) for row in page],
            page_obj=page,
            chosen=chosen,
            chosen_label=Outcome(chosen).label if chosen in Outcome.values else "",
            lacks_sender=not standing.has_sender(),
        )
        if shown.is_at_work and not shown.has_stopped:
            response.headers["Refresh"] = str(REFRESHED_EVERY)
        return response

    def post(self, request: HttpRequest, pk: int) -> HttpResponse:
        if "discard" in request.POST:
            return self._discard(request)
        if "import" in request.POST and uploads.decide_to_import(brought=self.brought, by=request.user):
            record(what=What.SUBSCRIBERS_IMPORTED, account="", by=request.user, detail=f"n° {pk}")
        self.brought.refresh_from_db()
        if uploads.is_waiting_for_work(brought=self.brought, at=timezone.now()):  # noqa: TID251 a view
            launching.start(pk)
        return redirect("subscribers:import", pk)

    def _discard(self, request: HttpRequest) -> HttpResponse:
        now = timezone.now()  # noqa: TID251 a view
        if self.brought.stage == SubscriberImport.Stage.IMPORTED:
            messages.error(request, _("This list is imported; its report stays."))
            return redirect("subscribers:import", self.brought.pk)
        if self.brought.is_at_work and not self.brought.has_stopped(now):
            messages.error(request, _("Somebody’s import is at work on this file. Wait until it is done."))
            return redirect("subscribers:import", self.brought.pk)
        uploads.discard(brought=self.brought)
        messages.success(request, _("“%(file)s” was removed from the server.") % {"file": self.brought.name})
        return redirect("subscribers:imports")
