"""The list of subscribers, one person's page, and what an editor may do there."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse, JsonResponse, StreamingHttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404, redirect
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from apercu.editing.audit.models import What
from apercu.editing.audit.recording import record
from apercu.editing.subscribers import rights
from apercu.editing.subscribers.finding import FindForm, counts
from apercu.editing.subscribers.forms import ReasonForm
from apercu.editing.subscribers.screen import SubscribersScreen
from apercu.editing.subscribers.viewdata import Line, Person
from apercu.mailing import on_request, standing, subscribing
from apercu.mailing.bringing import exporting, inviting
from apercu.mailing.models import Subscriber

A_PAGE = 50


class List(SubscribersScreen):
    """Everybody, narrowed as asked; how many stand where above."""

    template_name = "editing/subscribers/list.html"

    def get(self, request: HttpRequest) -> HttpResponse:
        form = FindForm(request.GET)
        page = Paginator(form.found(), A_PAGE).get_page(request.GET.get("p"))
        waiting = inviting.waiting()
        return self.shown(
            form=form,
            counts=counts(),
            lines=[Line.of(one) for one in page],
            page_obj=page,
            waiting=waiting,
            lacks_sender=bool(waiting) and not standing.has_sender(),
            may_move=rights.may(request.user, rights.MOVE),
        )


class One(SubscribersScreen):
    """One person: what they chose, the evidence, their mail; and the acts."""

    template_name = "editing/subscribers/person.html"

    def setup(self, request: HttpRequest, *args: Any, **kwargs: Any) -> None:
        super().setup(request, *args, **kwargs)
        # Looked up only for who may see it: another's answer tells nothing of who is here.
        if rights.may(request.user, self.right):
            self.subscriber = get_object_or_404(Subscriber, pk=kwargs["pk"])

    def get_page_title(self) -> str:
        return self.subscriber.email

    def get(self, request: HttpRequest, pk: int) -> HttpResponse:  # noqa: ARG002 `setup` took it
        return self.shown(
            person=Person.of(self.subscriber),
            unblocking=ReasonForm(auto_id="unblock-%s"),
            taking_off=ReasonForm(auto_id="take-off-%s"),
            may_act=rights.may(request.user, rights.ACT),
            may_erase=rights.may(request.user, rights.ERASE),
            may_take_data=rights.may(request.user, rights.MOVE),
        )


class Act(One):
    """Something an editor does for a person; a form of their page sends it here."""

    right = rights.ACT
    what: What
    http_method_names = ["post"]

    def post(self, request: HttpRequest, pk: int) -> HttpResponse:
        try:
            said = self.act(request)
        except on_request.WithoutReason:
            messages.error(request, _("Write a reason: it is kept as evidence."))
        except inviting.AskedLately:
            messages.error(request, _("They were asked less than a day ago. Give them time."))
        else:
            record(what=self.what, account="", by=request.user, detail=f"n° {pk}")
            messages.success(request, said)
        return redirect("subscribers:person", pk)

    def act(self, request: HttpRequest) -> str:
        """Do it, and say what was done."""
        raise NotImplementedError


class TakeOff(Act):
    """They asked another way to get no more mail."""

    what = What.SUBSCRIBER_TAKEN_OFF

    def act(self, request: HttpRequest) -> str:
        on_request.unsubscribe(
            subscriber=self.subscriber,
            by=request.user.get_username(),
            reason=request.POST.get("reason", ""),
            at=timezone.now(),  # noqa: TID251 a view
        )
        return _("They get no more mail. Only they themselves can come back.")


class Unblock(Act):
    """Their mail bounced for a reason that is over."""

    what = What.SUBSCRIBER_UNBLOCKED

    def act(self, request: HttpRequest) -> str:
        on_request.unblock(
            subscriber=self.subscriber,
            by=request.user.get_username(),
            reason=request.POST.get("reason", ""),
            at=timezone.now(),  # noqa: TID251 a view
        )
        return _("The block is taken away.")


class AskAgain(Act):
    """The mail that asks to confirm, once more."""

    what = What.SUBSCRIBER_ASKED_AGAIN

    def act(self, _request: HttpRequest) -> str:
        inviting.ask_again(subscriber=self.subscriber, at=timezone.now())  # noqa: TID251 a view
        return _("The mail that asks them to confirm leaves within a minute.")


class Erase(One):
    """Forget somebody, after a question."""

    right = rights.ERASE
    template_name = "editing/subscribers/erase.html"

    def get_page_title(self) -> Any:
        return gettext_lazy("Erase a subscriber")

    def get(self, _request: HttpRequest, pk: int) -> HttpResponse:
        return self.shown(person=Line.of(self.subscriber), pk=pk)

    def post(self, request: HttpRequest, pk: int) -> HttpResponse:
        subscribing.erase(subscriber=self.subscriber, at=timezone.now())  # noqa: TID251 a view
        record(what=What.SUBSCRIBER_ERASED, account="", by=request.user, detail=f"n° {pk}")
        messages.success(request, _("Everything about this person is deleted. No import brings them back."))
        return redirect("subscribers:list")


class TheirData(One):
    """All that is kept about one person, to be sent to them."""

    right = rights.MOVE
    http_method_names = ["post"]

    def post(self, request: HttpRequest, pk: int) -> HttpResponse:
        record(what=What.SUBSCRIBER_DATA_TAKEN, account="", by=request.user, detail=f"n° {pk}")
        response = JsonResponse(
            subscribing.everything_about(self.subscriber),
            json_dumps_params={"indent": 2, "ensure_ascii": False},
        )
        response.headers["Content-Disposition"] = 'attachment; filename="subscriber.json"'
        return response


class Export(SubscribersScreen):
    """The whole list as a table."""

    right = rights.MOVE
    http_method_names = ["post"]

    def post(self, request: HttpRequest) -> HttpResponseBase:
        count = Subscriber.objects.count()
        record(what=What.SUBSCRIBERS_EXPORTED, account="", by=request.user, detail=f"{count:,}")
        parts = (part.encode() for part in exporting.parts())
        response = StreamingHttpResponse(parts, content_type="text/csv; charset=utf-8")
        response.headers["Content-Disposition"] = 'attachment; filename="subscribers.csv"'
        return response
