"""The screen before the one act that cannot be undone: who will get it, when, and the two buttons."""

from __future__ import annotations

import datetime
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.utils.formats import date_format, number_format
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from apercu.content.models import Language
from apercu.editing.mailings.forms import SendForm
from apercu.editing.mailings.views import OfOne
from apercu.mailing.composing import content, linting
from apercu.mailing.models import Mailing
from apercu.mailing.sending import acting, recipients
from apercu.mailing.sending.own import freeze
from apercu.mailing.sending.recipients import Counted
from apercu.mailing.sending.starting import CannotBeSent, NotItsTurn

# So many more or fewer people than the screen named, and it is shown again: others may subscribe meanwhile,
# but nobody should press for a hundred and reach a thousand.
MAY_DIFFER_BY = 0.05


class Send(OfOne):
    """Ask once more, with the number and the hour, and send or schedule."""

    template_name = "editing/mailings/send.html"
    needed = "send"
    page_title = gettext_lazy("Send")

    def get(self, _request: HttpRequest, pk: int) -> HttpResponse:
        if self.mailing.state != Mailing.State.DRAFT:
            return redirect("mailings:one", pk)
        counted = self._counted()
        return self._screen(counted, SendForm(at=self._now, initial={"named": counted.total}))

    def post(self, request: HttpRequest, pk: int) -> HttpResponse:
        form, counted = SendForm(request.POST, at=self._now), self._counted()
        if not form.is_valid():
            return self._screen(counted, form)
        if _differs(form.cleaned_data["named"], counted.total):
            messages.warning(request, _("The number of readers has changed meanwhile. Please look again."))
            return self._screen(counted, SendForm(at=self._now, initial={"named": counted.total}))
        try:
            said = self._send(request, form.cleaned_data["send_at"] if "later" in request.POST else None)
        except (CannotBeSent, NotItsTurn) as error:
            messages.error(request, str(error))
        else:
            messages.success(request, said)
        return redirect("mailings:one", pk)

    def _send(self, request: HttpRequest, send_at: datetime.datetime | None) -> str:
        given: dict[str, Any] = {
            "mailing": self.mailing,
            "by": request.user,
            "at": self._now,
            "freeze": freeze,
        }
        if send_at is not None:
            acting.schedule(send_at=send_at, **given)
            return _("It leaves on %(when)s.") % {"when": _moment(send_at)}
        number = acting.send(**given)
        return ngettext(
            "It is being sent to %(count)s reader.", "It is being sent to %(count)s readers.", number
        ) % {"count": number_format(number, force_grouping=True)}

    def _screen(self, counted: Counted, form: SendForm) -> HttpResponse:
        names = dict(Language.choices)
        return self.of_mailing(
            form=form,
            total=counted.total,
            total_said=number_format(counted.total, force_grouping=True),
            by_language=[
                (names.get(code, code), number_format(number, force_grouping=True))
                for code, number in sorted(counted.by_language.items())
            ],
            chose_others=counted.chose_others,
            blocking=linting.blocking(self.mailing),
            time_zone=timezone.get_current_timezone_name(),
        )

    def _counted(self) -> Counted:
        return recipients.count(mailing=self.mailing, content=content.frozen(mailing=self.mailing))

    @property
    def _now(self) -> datetime.datetime:
        return timezone.now()  # noqa: TID251 a view


def _differs(named: int, now: int) -> bool:
    return abs(named - now) > MAY_DIFFER_BY * max(named, 1)


def _moment(at: datetime.datetime) -> str:
    return date_format(timezone.localtime(at), "DATETIME_FORMAT")
