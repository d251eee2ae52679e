"""One person's own page. Whoever has the link is that person: there is no login, no cookie, no other token.

GET and HEAD change nothing, whatever follows links. A POST to the bare address leaves at once (RFC 8058), by
whomever and with whatever in it; the buttons of our own pages post to addresses of their own.
"""

from __future__ import annotations

from http import HTTPStatus

from django.http import HttpRequest, HttpResponse, JsonResponse
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_safe

from apercu.mailing import subscribing, tokens
from apercu.mailing.models import LinkToken, Subscriber
from apercu.reading import addresses
from apercu.reading.subscribing import form
from apercu.reading.viewdata import preferences as pages
from apercu.reading.views.answering import SeeOther, answer
from apercu.reading.views.private import own_link

ONE_CLICK = "one-click"  # the source of leaving that stands in the evidence
_ANY = require_http_methods(["GET", "HEAD", "POST"])


@own_link
@_ANY
def preferences(request: HttpRequest, token: str) -> HttpResponse:
    """What somebody chose. A POST leaves at once and is answered with 200 and no redirect."""
    link = tokens.followed(token)
    if request.method != "POST":
        return _own(link, token) if link else _nobodys(token)
    if link is None:
        # Who was forgotten gets no mail: what the provider asks for is the case.
        status = HTTPStatus.OK if tokens.is_a_link(token) else HTTPStatus.NOT_FOUND
        return _nobodys(token, status=status)
    _leave(link, source=ONE_CLICK)
    return _own(link, token)


@own_link
@_ANY
def choices(request: HttpRequest, token: str) -> HttpResponse:
    """Somebody changes what they want."""
    link = tokens.followed(token)
    if link is None:
        return _nobodys(token)
    subscriber = link.subscriber
    if request.method != "POST" or subscriber.state != Subscriber.State.ACTIVE:
        return SeeOther(addresses.preferences(token))
    before = form.of_choices(subscribing.chosen(subscriber))
    chosen = form.read_choices(request.POST, before=before)
    if problems := form.problems_of_choices(chosen):
        page = pages.preferences_page(subscriber, token, chosen=chosen, problems=problems)
        return answer(_PREFERENCES, page, status=HTTPStatus.UNPROCESSABLE_ENTITY)
    source = addresses.absolute(addresses.preferences("…", "choices"))
    subscribing.choose(subscriber=subscriber, choices=chosen.as_choices(), source=source, at=timezone.now())
    language = chosen.language if chosen.language != before.language else addresses.spoken()
    return SeeOther(addresses.in_language(addresses.preferences(token, "saved"), language))


@own_link
@require_safe
def saved(_request: HttpRequest, token: str) -> HttpResponse:
    """The same page, once choices were saved."""
    link = tokens.followed(token)
    return _own(link, token, is_saved=True) if link else _nobodys(token)


@own_link
@require_safe
def subscribed(_request: HttpRequest, token: str) -> HttpResponse:
    """After confirming or coming back: what somebody gets now."""
    link = tokens.followed(token)
    if link is None:
        return _nobodys(token)
    if link.subscriber.state != Subscriber.State.ACTIVE:
        return SeeOther(addresses.preferences(token))
    return answer("reading/subscribed.html", pages.subscribed_page(link.subscriber, token))


@own_link
@_ANY
def leave(request: HttpRequest, token: str) -> HttpResponse:
    """The button to leave, and what it does."""
    link = tokens.followed(token)
    if link is None:
        return _nobodys(token)
    if request.method == "POST":
        _leave(link, source=addresses.absolute(addresses.preferences("…", "leave")))
        return SeeOther(addresses.preferences(token))
    if link.subscriber.state == Subscriber.State.LEFT:
        return SeeOther(addresses.preferences(token))
    return answer("reading/leave.html", pages.step_page(link.subscriber, token, deed="leave"))


@own_link
@_ANY
def come_back(request: HttpRequest, token: str) -> HttpResponse:
    """Undo leaving."""
    link = tokens.followed(token)
    if link is None:
        return _nobodys(token)
    if request.method != "POST":
        return SeeOther(addresses.preferences(token))
    source = addresses.absolute(addresses.preferences("…", "return"))
    subscribing.come_back(subscriber=link.subscriber, source=source, at=timezone.now())
    return SeeOther(addresses.preferences(token, "subscribed"))


@own_link
@require_safe
def data(_request: HttpRequest, token: str) -> HttpResponse:
    """All that is kept about somebody, as a file for them."""
    link = tokens.followed(token)
    if link is None:
        return _nobodys(token)
    told = JsonResponse(
        subscribing.everything_about(link.subscriber),
        json_dumps_params={"ensure_ascii": False, "indent": 2},
    )
    told.headers["Content-Disposition"] = 'attachment; filename="my-subscription.json"'
    return told


@own_link
@_ANY
def erase(request: HttpRequest, token: str) -> HttpResponse:
    """The page that asks once more, and what its button does."""
    link = tokens.followed(token)
    if link is None:
        return _nobodys(token)
    if request.method != "POST":
        return answer("reading/erase.html", pages.step_page(link.subscriber, token, deed="erase"))
    subscribing.erase(subscriber=link.subscriber, at=timezone.now())
    return SeeOther(addresses.forgotten())


_PREFERENCES = "reading/preferences.html"


def _leave(link: LinkToken, *, source: str) -> None:
    subscribing.leave(subscriber=link.subscriber, source=source, at=timezone.now(), delivery=link.delivery)
    link.subscriber.refresh_from_db()  # it may have been left at the same moment elsewhere


def _own(link: LinkToken, token: str, *, is_saved: bool = False) -> HttpResponse:
    """The page that fits where somebody stands."""
    subscriber = link.subscriber
    if subscriber.state == Subscriber.State.LEFT:
        return answer("reading/left.html", pages.left_page(subscriber, token))
    page = pages.preferences_page(subscriber, token, is_saved=is_saved)
    return answer(_PREFERENCES, page)


def _nobodys(token: str, *, status: int = HTTPStatus.NOT_FOUND) -> HttpResponse:
    return answer("reading/nobodys_link.html", pages.nobody_page(token), status=status)
