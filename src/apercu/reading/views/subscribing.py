from __future__ import annotations

import datetime
import math
from http import HTTPStatus

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_safe

from apercu.content import senders
from apercu.mailing import subscribing, tokens
from apercu.mailing.letters.posting import CannotSend
from apercu.reading import addresses
from apercu.reading.reporting import origins
from apercu.reading.reporting.form import NoFiles
from apercu.reading.subscribing import form, receiving
from apercu.reading.subscribing.limits import TooMany, admit
from apercu.reading.viewdata import subscribing as pages
from apercu.reading.viewdata.page import site
from apercu.reading.views.answering import SeeOther, answer
from apercu.reading.views.private import own_link

_FORM = "reading/subscribe.html"


@require_http_methods(["GET", "HEAD", "POST"])
def subscribe(request: HttpRequest) -> HttpResponse:
    """The form to ask for the mail; what is sent goes to the same address."""
    if request.method == "POST" and site().mail_consent:
        return _received(request)
    return answer(_FORM, pages.subscribe_page())


@require_safe
def sent(_request: HttpRequest) -> HttpResponse:
    """What is left to do, whoever asked and whatever is known of the address."""
    return answer("reading/subscribe_sent.html", pages.sent_page())


@require_safe
def forgotten(_request: HttpRequest) -> HttpResponse:
    """After somebody had their data deleted."""
    return answer("reading/forgotten.html", pages.forgotten_page())


@own_link
@require_http_methods(["GET", "HEAD", "POST"])
def confirm(request: HttpRequest, token: str) -> HttpResponse:
    """The page a mail leads to, with the one button; only pressing it confirms."""
    now = timezone.now()
    if request.method == "POST":
        subscribing.confirm(token=token, source=_source(addresses.confirm("…")), at=now)
    elif tokens.to_confirm(token, at=now):
        return answer("reading/confirm.html", pages.confirm_page(token))
    link = tokens.link_of(token)
    if tokens.followed(link) is None:
        return answer("reading/confirm.html", pages.stale_page(token), status=HTTPStatus.GONE)
    if request.method == "POST":  # also for the second of two clicks
        return SeeOther(addresses.preferences(link, "subscribed"))
    page = pages.used_page(token, preferences=addresses.preferences(link))
    return answer("reading/confirm.html", page, status=HTTPStatus.GONE)


@never_cache
def _received(request: HttpRequest) -> HttpResponse:
    """Take the request, or show the form again with all that was typed and the reason."""
    request.upload_handlers = [NoFiles(request)]
    typed = form.read(request.POST, spoken=addresses.spoken())
    own = frozenset({f"{request.scheme}://{request.get_host()}", settings.SITE_URL})
    if origins.is_from_elsewhere(request.META, own=own):
        refusal = _("This form was filled in on another site. Please read it over, and send it from here.")
        return _again(typed, refusal, status=HTTPStatus.FORBIDDEN)
    if problems := form.problems(typed):
        page = pages.subscribe_page(typed=typed, problems=problems)
        return answer(_FORM, page, status=HTTPStatus.UNPROCESSABLE_ENTITY)
    try:
        _take(request, typed, at=timezone.now())
    except TooMany as error:
        response = _again(typed, pages.refusal_of(error.limit), status=HTTPStatus.TOO_MANY_REQUESTS)
        response.headers["Retry-After"] = str(math.ceil(error.wait.total_seconds()))
        return response
    except CannotSend:
        refusal = _("The mail to confirm cannot be sent just now. Please try again later; nothing was kept.")
        return _again(typed, refusal, status=HTTPStatus.SERVICE_UNAVAILABLE)
    return SeeOther(addresses.subscribe_sent())


def _take(request: HttpRequest, typed: form.Typed, *, at: datetime.datetime) -> None:
    address = senders.address_of(request.META, trusted_proxies=settings.TRUSTED_PROXIES)
    admit(sender=senders.key_of(address, day=at.date()), at=at)
    spoken = addresses.spoken()
    receiving.receive(
        typed, said=site().mail_consent, spoken=spoken, source=_source(addresses.subscribe()), at=at
    )


def _again(typed: form.Typed, refusal: str, *, status: int) -> HttpResponse:
    return answer(_FORM, pages.subscribe_page(typed=typed, refusal=refusal), status=status)


def _source(path: str) -> str:
    """Where somebody did it, for the evidence: the whole address of the form."""
    return addresses.absolute(path)
