from __future__ import annotations

import datetime
import math
from http import HTTPStatus

from django.conf import settings
from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_safe

from apercu.content import error_reports, senders
from apercu.content.models import Summary
from apercu.reading import addresses, selecting
from apercu.reading.reporting import form, origins
from apercu.reading.reporting.limits import TooMany, admit
from apercu.reading.viewdata.report import refusal_of, report_page, thanks_page
from apercu.reading.views.answering import SeeOther, answer, moved_to_heir


@require_http_methods(["GET", "HEAD", "POST"])
def report(request: HttpRequest, slug: str) -> HttpResponse:
    """The form to report an error in a summary; what is sent goes to the same address."""
    record = _public(slug)
    if record is None:
        return moved_to_heir(Summary, slug, addresses.report)
    return _received(request, record) if request.method == "POST" else answer(_FORM, report_page(record))


@require_safe
def thanks(_request: HttpRequest, slug: str) -> HttpResponse:
    """What happens with the report now."""
    record = _public(slug)
    if record is None:
        return moved_to_heir(Summary, slug, addresses.report_thanks)
    return answer("reading/report_thanks.html", thanks_page(record))


_FORM = "reading/report.html"


@never_cache
def _received(request: HttpRequest, record: Summary) -> HttpResponse:
    """Take the report, or show the form again with all that was typed and the reason."""
    request.upload_handlers = [form.NoFiles(request)]
    sent = form.read(request.POST)
    own = frozenset({f"{request.scheme}://{request.get_host()}", settings.SITE_URL})
    if origins.is_from_elsewhere(request.META, own=own):
        refusal = _("This form was filled in on another site. Please read it over, and send it from here.")
        return answer(_FORM, report_page(record, sent=sent, refusal=refusal), status=HTTPStatus.FORBIDDEN)
    if problems := form.problems(sent):
        page = report_page(record, sent=sent, problems=problems)
        return answer(_FORM, page, status=HTTPStatus.UNPROCESSABLE_ENTITY)
    try:
        _keep(request, record, sent, at=timezone.now())
    except TooMany as error:
        page = report_page(record, sent=sent, refusal=refusal_of(error.limit))
        response = answer(_FORM, page, status=HTTPStatus.TOO_MANY_REQUESTS)
        response.headers["Retry-After"] = str(math.ceil(error.wait.total_seconds()))
        return response
    return SeeOther(addresses.report_thanks(record.slug))


@transaction.atomic  # on SQLite this is the one writer, so that no two reports are counted at once
def _keep(request: HttpRequest, record: Summary, sent: form.Sent, *, at: datetime.datetime) -> None:
    address = senders.address_of(request.META, trusted_proxies=settings.TRUSTED_PROXIES)
    admit(summary=record, sender=senders.key_of(address, day=at.date()), at=at)
    error_reports.receive(summary=record, text=sent.text, email=sent.email, at=at)


def _public(slug: str) -> Summary | None:
    return selecting.public_summaries().filter(slug=slug).first()
