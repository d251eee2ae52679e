"""The screens: all mailings, one of them, its copies to look at; and its parts as a mailbox shows them."""

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

from apercu.content import addresses
from apercu.content.models import Digest, Language
from apercu.editing.mailings import viewdata
from apercu.editing.mailings.forms import WordsForm
from apercu.mailing.composing import linting, seeing
from apercu.mailing.composing.archive import public_mailings
from apercu.mailing.models import Delivery, Mailing, MailState
from apercu.mailing.sending import holding

LABEL = gettext_lazy("Mailings")
MAILINGS_A_PAGE, COPIES_A_PAGE = 30, 100
MONTHS_OFFERED = 6
REFRESHED_EVERY = 3  # seconds, while it is being sent
# What may stand in the frame that shows a part: its own styles, and nothing that runs or asks.
PART_POLICY = "default-src 'none'; style-src 'unsafe-inline'; img-src 'self'; frame-ancestors 'self'; sandbox"
LOOKED_AT: dict[str, dict[str, Any]] = {
    "unclear": {"state": Delivery.State.UNCLEAR},
    "failed": {"state": Delivery.State.FAILED},
    "skipped": {"state": Delivery.State.SKIPPED},
    "bounced": {"bounced_at__isnull": False},
    "left": {"left_at__isnull": False},
}


def may(user: Any, act: str) -> bool:
    """Whether somebody may `view`, `add`, `change` or `send` mailings."""
    return bool(user.has_perm(f"mailing.{act}_mailing"))


class MailingView(WagtailAdminTemplateMixin, View):
    """What the screens have in common: who may see them, and the way back."""

    header_icon = "mail"
    page_title = LABEL
    needed = "view"

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        if not may(request.user, self.needed):
            raise PermissionDenied
        self.ready(**kwargs)
        response: HttpResponseBase = super().dispatch(request, *args, **kwargs)
        return response

    def ready(self, **kwargs: Any) -> None:
        """What the screen is about, once it is known that they may see it."""

    def get_breadcrumbs_items(self) -> list[dict[str, Any]]:
        own = [] if self.get_page_title() == LABEL else [{"url": "", "label": self.get_page_title()}]
        return [*self.breadcrumbs_items, {"url": reverse("mailings:list"), "label": LABEL}, *own]

    def shown(self, **context: Any) -> HttpResponse:
        """The screen, with this in its template."""
        rights = {f"may_{act}": may(self.request.user, act) for act in ("add", "change", "send")}
        context = {"hold": holding.sentence_of_hold(), **rights, **context}
        response: HttpResponse = self.render_to_response(self.get_context_data(**context))
        return response


class All(MailingView):
    """Every mailing, and the months that have none yet."""

    template_name = "editing/mailings/all.html"

    def get(self, request: HttpRequest) -> HttpResponse:
        page = Paginator(Mailing.objects.select_related("digest"), MAILINGS_A_PAGE).get_page(
            request.GET.get("p")
        )
        counts = viewdata.counts_of(mailing.pk for mailing in page)
        none = viewdata.Counts()
        return self.shown(
            lines=[viewdata.line_of(mailing, counts.get(mailing.pk, none)) for mailing in page],
            page_obj=page,
            months=months_without_mailing(),
        )


class OfOne(MailingView):
    """A screen about one mailing."""

    def ready(self, **kwargs: Any) -> None:
        self.mailing = get_object_or_404(Mailing.objects.select_related("digest"), pk=kwargs["pk"])

    def get_page_title(self) -> str:
        return self.mailing.subject or self.mailing.name

    def get_page_subtitle(self) -> str:
        return viewdata.what_of(self.mailing)

    def of_mailing(self, **context: Any) -> HttpResponse:
        """The screen with the mailing and where its parts are."""
        at = timezone.now()  # noqa: TID251 a view
        state = MailState.objects.filter(pk=1).first()
        has_page = public_mailings().filter(pk=self.mailing.pk).exists()
        return self.shown(
            mailing=viewdata.shown(
                self.mailing, worker_seen_at=state.worker_seen_at if state else None, at=at
            ),
            public_address=addresses.mail(self.mailing.name) if has_page else "",
            **context,
        )


class One(OfOne):
    """A draft with its form, what is wrong with it and its parts; later how far it has come."""

    template_name = "editing/mailings/one.html"

    def get(self, _request: HttpRequest, pk: int) -> HttpResponse:  # noqa: ARG002 `ready` took it
        response = self._screen(WordsForm(instance=self.mailing))
        if self.mailing.state == Mailing.State.SENDING:
            response.headers["Refresh"] = str(REFRESHED_EVERY)
        return response

    def post(self, request: HttpRequest, pk: int) -> HttpResponse:
        if not may(request.user, "change"):
            raise PermissionDenied
        form = WordsForm(request.POST, instance=self.mailing)
        if self.mailing.state != Mailing.State.DRAFT:
            messages.error(request, _("The mailing is no draft any more; its words stay as they are."))
            return redirect("mailings:one", pk)
        if not form.is_valid():
            return self._screen(form)
        form.save()
        messages.success(request, _("Saved."))
        return redirect("mailings:one", pk)

    def _screen(self, form: WordsForm) -> HttpResponse:
        is_draft = self.mailing.state == Mailing.State.DRAFT
        problems = linting.lint(mailing=self.mailing) if is_draft else ()
        return self.of_mailing(
            form=form if is_draft and may(self.request.user, "change") else None,
            blocking=[one for one in problems if one.blocks],
            advice=[one for one in problems if not one.blocks],
            languages=Language.choices,
        )


class Copies(OfOne):
    """The copies of a mailing that somebody should look at."""

    template_name = "editing/mailings/copies.html"

    def get(self, request: HttpRequest, pk: int) -> HttpResponse:  # noqa: ARG002 `ready` took it
        chosen = request.GET.get("show", "unclear")
        if chosen not in LOOKED_AT:
            raise Http404
        copies = self.mailing.deliveries.filter(**LOOKED_AT[chosen]).select_related("subscriber")
        page = Paginator(copies.order_by("pk"), COPIES_A_PAGE).get_page(request.GET.get("p"))
        by_name = request.user.has_perm("mailing.view_subscriber")
        copies_shown = [viewdata.attention(copy, by_name=by_name) for copy in page]
        return self.of_mailing(copies=copies_shown, page_obj=page, chosen=chosen)


def part(request: HttpRequest, pk: int, language: str, form: str) -> HttpResponse:
    """A part of the mail as a mailbox shows it, for the frame on the mailing's screen."""
    if not may(request.user, "view"):
        raise PermissionDenied
    mailing = get_object_or_404(Mailing, pk=pk)
    if language not in Language.values or form not in {"html", "txt"}:
        raise Http404
    seen = seeing.parts_of(mailing=mailing, language=language)
    content, kind = (seen.html, "text/html") if form == "html" else (seen.text, "text/plain")
    response = HttpResponse(content, content_type=f"{kind}; charset=utf-8")
    response.headers["Content-Security-Policy"] = PART_POLICY
    return response


def months_without_mailing() -> list[tuple[int, str]]:
    """The latest public digests nobody has begun a mailing of."""
    begun = Mailing.objects.exclude(state=Mailing.State.CANCELLED).exclude(digest=None).values("digest")
    waiting = Digest.objects.public().exclude(pk__in=begun).order_by("-month")[:MONTHS_OFFERED]
    return [(digest.pk, str(digest)) for digest in waiting]
