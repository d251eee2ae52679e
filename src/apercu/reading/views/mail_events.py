"""Where a mail provider tells us of bounces and complaints: no cookie, no form, nothing kept."""

from __future__ import annotations

import datetime
import logging
from typing import Any

from anymail.signals import AnymailTrackingEvent, tracking
from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse
from django.utils import timezone
from django.views.decorators.csrf import csrf_exempt

from apercu.mailing.bounces import events, providers, receiving
from apercu.mailing.bounces.guarding import Unproven, Unreadable

logger = logging.getLogger(__name__)


@csrf_exempt
def mail_events(request: HttpRequest, provider: str) -> HttpResponse:
    """The address the chosen provider posts to; any other is none.

    What cannot be proven is refused with 403, what cannot be read with 400; an error of ours or a database
    that is away is a 500 or 503, upon which providers come again.
    """
    if not settings.MAIL_PROVIDER or provider != settings.MAIL_PROVIDER:
        raise Http404
    try:
        response: HttpResponse = providers.view_of(provider)(request)
    except Unproven:
        logger.warning("Something posted as an event of %s bears no right signature or secret.", provider)
        response = HttpResponse(status=403)
    except Unreadable:
        logger.warning("Something posted as an event of %s cannot be read.", provider)
        response = HttpResponse(status=400)
    response.headers["Cache-Control"] = "no-store"
    return response


def heard(*, event: AnymailTrackingEvent, **_told: Any) -> None:
    """Take one event in; Anymail's signal brings it once it was proven and read."""
    outcome = receiving.receive(
        report=events.report_of(event), at=_when(event, now=timezone.now()), source=settings.MAIL_PROVIDER
    )
    logger.info("An event of %s: %s. %s", settings.MAIL_PROVIDER, outcome.what, outcome.why)


def _when(event: AnymailTrackingEvent, *, now: datetime.datetime) -> datetime.datetime:
    """When it happened, as the provider says, but never later than now."""
    told = event.timestamp
    return min(told, now) if isinstance(told, datetime.datetime) and told.tzinfo else now


tracking.connect(heard, dispatch_uid="apercu-mail-events")
