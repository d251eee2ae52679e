"""What a press of a button does to a mailing. Each is a POST, and says what came of it."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_POST

from apercu.content.models import Digest, Language
from apercu.editing.mailings.views import may
from apercu.mailing.composing import content, message
from apercu.mailing.composing.headers import NoSender
from apercu.mailing.models import Delivery, Mailing
from apercu.mailing.sending import acting, holding, single
from apercu.mailing.sending.starting import CannotBeSent, NotItsTurn

_CHANGE, _SEND = "change", "send"


@require_POST
def begin(request: HttpRequest) -> HttpResponse:
    """Begin the mailing of a month."""
    _must(request, "add")
    key = request.POST.get("digest", "")
    digest = get_object_or_404(Digest.objects.public(), pk=key if key.isdecimal() else 0)
    now = timezone.now()  # noqa: TID251 a view
    try:
        mailing = content.begin(digest=digest, by=request.user, at=now)
    except content.AlreadyBegun as error:
        if error.mailing is None:
            raise Http404 from error
        mailing = error.mailing
    return redirect("mailings:one", mailing.pk)


@require_POST
def try_out(request: HttpRequest, pk: int) -> HttpResponse:
    """Send the mailing to the one who asks, and to nobody else."""
    _must(request, _CHANGE)
    mailing = get_object_or_404(Mailing, pk=pk)
    to = str(getattr(request.user, "email", ""))
    language = request.POST.get("language", Language.ENGLISH)
    if not to:
        messages.error(request, _("Your account has no e-mail address: write one in your profile."))
    elif language in Language.values:
        _send_test(request, mailing, to=to, language=language)
    return redirect("mailings:one", pk)


def _send_test(request: HttpRequest, mailing: Mailing, *, to: str, language: str) -> None:
    now = timezone.now()  # noqa: TID251 a view
    try:
        single.hand_over(message.test_copy(mailing=mailing, language=language, to=to, at=now), to=to)
    except NoSender:
        messages.error(request, _("Nobody is named as the sender: fill in Settings › Mail."))
    except single.NotTaken as error:
        messages.error(request, _("The test was not sent. %(why)s") % {"why": error})
    else:
        messages.success(request, _("A test is on its way to %(address)s.") % {"address": to})


def _pause(request: HttpRequest, mailing: Mailing, now: Any) -> str:
    acting.pause(mailing=mailing, by=request.user, at=now)
    return _("It stands still. Copies that were being handed over still leave.")


def _resume(request: HttpRequest, mailing: Mailing, now: Any) -> str:
    acting.resume(mailing=mailing, by=request.user, at=now)
    return _("It goes on where it stopped.")


def _cancel(request: HttpRequest, mailing: Mailing, now: Any) -> str:
    number = acting.cancel(mailing=mailing, by=request.user, at=now)
    said = ngettext(
        "Cancelled: %(count)s copy was not sent.", "Cancelled: %(count)s copies were not sent.", number
    )
    return said % {"count": number}


def _unschedule(request: HttpRequest, mailing: Mailing, now: Any) -> str:
    acting.unschedule(mailing=mailing, by=request.user, at=now)
    return _("It is a draft again and leaves at no hour.")


def _retry(request: HttpRequest, mailing: Mailing, now: Any) -> str:
    number = acting.retry_failed(mailing=mailing, by=request.user, at=now)
    said = ngettext("%(count)s copy is tried again.", "%(count)s copies are tried again.", number)
    return said % {"count": number}


_ACTS: dict[str, Callable[[HttpRequest, Mailing, Any], str]] = {
    "pause": _pause,
    "resume": _resume,
    "cancel": _cancel,
    "unschedule": _unschedule,
    "retry": _retry,
}
NAMES = tuple(_ACTS)


@require_POST
def act(request: HttpRequest, pk: int, name: str) -> HttpResponse:
    """Pause, resume, cancel, take off the schedule, try again what failed."""
    _must(request, _SEND)
    mailing = get_object_or_404(Mailing, pk=pk)
    now = timezone.now()  # noqa: TID251 a view
    try:
        messages.success(request, _ACTS[name](request, mailing, now))
    except (NotItsTurn, CannotBeSent) as error:
        messages.error(request, str(error))
    return redirect("mailings:one", pk)


@require_POST
def decide(request: HttpRequest, pk: int, copy: int) -> HttpResponse:
    """What is to become of a copy of which nobody knows whether it arrived."""
    _must(request, _SEND)
    delivery = get_object_or_404(Delivery, pk=copy, mailing=pk)
    now = timezone.now()  # noqa: TID251 a view
    try:
        if "again" in request.POST:
            acting.send_again(delivery=delivery, by=request.user, at=now)
            messages.success(request, _("It is sent once more."))
        else:
            acting.leave_unclear(delivery=delivery, by=request.user, at=now)
            messages.success(request, _("It is left at that."))
    except NotItsTurn as error:
        messages.error(request, str(error))
    return redirect("mailings:copies", pk)


@require_POST
def release(request: HttpRequest) -> HttpResponse:
    """Let mail leave again that was held back."""
    _must(request, _SEND)
    now = timezone.now()  # noqa: TID251 a view
    try:
        holding.release(by=request.user, at=now)
        messages.success(request, _("Mail leaves again."))
    except NotItsTurn as error:
        messages.error(request, str(error))
    return redirect("mailings:list")


def _must(request: HttpRequest, right: str) -> None:
    if not may(request.user, right):
        raise PermissionDenied
