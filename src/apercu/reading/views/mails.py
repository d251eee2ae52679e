from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.views.decorators.http import require_safe

from apercu.mailing.composing.archive import public_mailings
from apercu.reading.viewdata.mail import mail_page
from apercu.reading.views.answering import answer


@require_safe
def mail(_request: HttpRequest, name: str) -> HttpResponse:
    """A digest mail that was sent, for the browser."""
    return answer("reading/mail.html", mail_page(get_object_or_404(public_mailings(), name=name)))
