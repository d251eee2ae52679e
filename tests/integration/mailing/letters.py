"""A site that sends mail, and what arrived from it."""

from __future__ import annotations

import re

from django.core import mail
from django.core.mail import EmailMultiAlternatives

from apercu.content.models import SiteSettings
from apercu.mailing.letters import posting
from apercu.mailing.models import MailSettings

ADDRESS = "anna@example.org"
SENDER = "digest@network.example"
_LINK = re.compile(r"https?://[^/\s]+(\S*/(?:subscribe/confirm|u)/([A-Za-z0-9_-]+)/)")


def set_up_mail(**settings: object) -> None:
    """A publisher with an address, and a sender."""
    SiteSettings.objects.update_or_create(
        pk=1, defaults={"publisher": "Research Network", "postal_address": "1 Some Street\nOttawa"}
    )[0].save()
    MailSettings.objects.update_or_create(pk=1, defaults={"sender": SENDER, **settings})[0].save()


def arrived() -> list[EmailMultiAlternatives]:
    """The small mails sent so far, all of them handed over."""
    posting.finish()
    return list(mail.outbox)  # type: ignore[arg-type]


def link_in(letter: EmailMultiAlternatives) -> tuple[str, str]:
    """The path a small mail leads to, and the token in it."""
    found = _LINK.search(str(letter.body))
    assert found is not None, letter.body
    return found[1], found[2]
