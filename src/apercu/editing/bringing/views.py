"""The desk's screens for bringing in a blog."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views import View
from wagtail.admin.views.generic.base import WagtailAdminTemplateMixin

from apercu.editing.bringing import launching, words
from apercu.editing.bringing.forms import UploadForm
from apercu.editing.bringing.viewdata import PastImport, Row, Shown, Totals
from apercu.importing import uploads
from apercu.importing.models import Batch, Outcome, Upload
from apercu.importing.uploads import Given
from apercu.sources.draft import Unreadable

IMPORTS_A_PAGE = 30
ROWS_A_PAGE = 100
REFRESHED_EVERY = 3  # seconds, while something is at work
LABEL = gettext_lazy("Bring in a blog")


def may_bring(user: Any) -> bool:
    """Whether somebody may import: the right itself, and those it needs to add summaries and publish."""
    return bool(user.has_perms(["importing.add_batch", "content.add_summary", "content.publish_summary"]))


class BringingView(WagtailAdminTemplateMixin, View):
    """What the screens have in common: who may see them, and the way back."""

    header_icon = "download"
    page_title = LABEL

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        if not may_bring(request.user):
            raise PermissionDenied
        response: HttpResponseBase = super().dispatch(request, *args, **kwargs)
        return response

    def get_breadcrumbs_items(self) -> list[dict[str, Any]]:
        own = [] if self.get_page_title() == LABEL else [{"url": "", "label": self.get_page_title()}]
        return [*self.breadcrumbs_items, {"url": reverse("bringing_index"), "label": LABEL}, *own]

    def shown(self, **context: Any) -> HttpResponse:
        """The screen, with this in its template."""
        response: HttpResponse = self.render_to_response(self.get_context_data(**context))
        return response


class Index(BringingView):
    """What is on its way, and every import there was."""

    template_name = "editing/bringing/index.html"

    def get(self, request: HttpRequest) -> HttpResponse:
        now = timezone.now()  # noqa: TID251 a view
        batches = Batch.objects.filter(sample=False).select_related("by", "upload", "rehearsed_upload")
        page = Paginator(batches, IMPORTS_A_PAGE).get_page(request.GET.get("p"))
        ours = [PastImport.of(batch, name=_name_of(batch)) for batch in page]
        on_the_way = Upload.objects.exclude(stored_as="").select_related("by", "batch", "rehearsal")
        return self.shown(
            uploads=[Shown.of(upload, at=now) for upload in on_the_way], imports=ours, page_obj=page
        )


class New(BringingView):
    """The form that takes a file."""

    template_name = "editing/bringing/new.html"
    page_title = gettext_lazy("Choose a file")

    def get(self, _request: HttpRequest) -> HttpResponse:
        return self.shown(form=UploadForm())

    def post(self, request: HttpRequest) -> HttpResponse:
        now = timezone.now()  # noqa: TID251 a view
        form = UploadForm(request.POST, request.FILES)
        if form.is_valid():
            uploads.discard_forgotten(at=now)
            file = form.cleaned_data["file"]
            given = Given(name=file.name, size=file.size, chunks=file.chunks())
            try:
                upload = uploads.keep(given=given, options=form.options(), by=request.user, at=now)
            except Unreadable as refusal:
                form.add_error("file", words.refused(refusal.code, refusal.detail))
            else:
                launching.start(upload.pk)
                return redirect("bringing_upload", upload.pk)
        return self.shown(form=form)


class OneUpload(BringingView):
    """An upload: how far it is, what would happen, and the buttons to decide."""

    template_name = "editing/bringing/upload.html"

    def setup(self, request: HttpRequest, *args: Any, **kwargs: Any) -> None:
        super().setup(request, *args, **kwargs)
        everything = Upload.objects.select_related("by", "batch", "rehearsal")
        self.upload = get_object_or_404(everything, pk=kwargs["pk"])

    def get_page_title(self) -> str:
        return self.upload.name

    def get(self, _request: HttpRequest, pk: int) -> HttpResponse:  # noqa: ARG002 `setup` took it
        shown = Shown.of(self.upload, at=timezone.now())  # noqa: TID251 a view
        response = self.shown(upload=shown)
        if shown.is_at_work and not shown.has_stopped:
            response.headers["Refresh"] = str(REFRESHED_EVERY)
        return response

    def post(self, request: HttpRequest, pk: int) -> HttpResponse:
        if "discard" in request.POST:
            return self._discard(request)
        if "import" in request.POST:
            uploads.decide_to_import(upload=self.upload, by=request.user)
            self.upload.refresh_from_db()
        now = timezone.now()  # noqa: TID251 a view
        if uploads.is_waiting_for_work(upload=self.upload, at=now):
            launching.start(pk)
        return redirect("bringing_upload", pk)

    def _discard(self, request: HttpRequest) -> HttpResponse:
        now = timezone.now()  # noqa: TID251 a view
        if self.upload.is_at_work and not self.upload.has_stopped(now):
            messages.error(request, _("Somebody’s import is at work on this file. Wait until it is done."))
            return redirect("bringing_upload", self.upload.pk)
        uploads.discard(upload=self.upload)
        messages.success(request, _("“%(file)s” was removed from the server.") % {"file": self.upload.name})
        return redirect("bringing_index")


class OneReport(BringingView):
    """What became of every item of an import."""

    template_name = "editing/bringing/report.html"
    page_title = gettext_lazy("Report")

    def get(self, request: HttpRequest, pk: int) -> HttpResponse:
        batch = get_object_or_404(Batch.objects.select_related("by", "upload", "rehearsed_upload"), pk=pk)
        chosen = request.GET.get("outcome", "")
        if chosen and chosen not in Outcome.values:
            raise Http404
        items = batch.items.filter(outcome=chosen) if chosen else batch.items.all()
        page = Paginator(items, ROWS_A_PAGE).get_page(request.GET.get("p"))
        return self.shown(
            past=PastImport.of(batch, name=_name_of(batch)),
            totals=Totals.of(batch),
            rows=[Row.of(item) for item in page],
            page_obj=page,
            chosen=Outcome(chosen).label if chosen else "",
        )


def _name_of(batch: Batch) -> str:
    """The file of an import: the upload's name, else the first path the command was given."""
    for field in ("upload", "rehearsed_upload"):
        if upload := getattr(batch, field, None):
            return str(upload.name)
    first = batch.items.order_by("pk").values_list("path", flat=True).first()
    return (first or "").rpartition("/")[2]
