"""The headers of a mail to many: who it is from, how to leave, and that no machine should answer it.

The envelope's sender, to which bounces come back, is of the sending.
"""

from __future__ import annotations

import hashlib
from email.utils import formataddr
from urllib.parse import quote, urlsplit

from django.conf import settings

from apercu.content import addresses
from apercu.content.models import SiteSettings
from apercu.mailing.composing import letter as letters
from apercu.mailing.composing.letter import Letter
from apercu.mailing.composing.prepared import (
    BOUNCES,
    DATE,
    MESSAGE_ID,
    TO,
    TOKEN,
    ascii_where_possible,
    mailbox,
)
from apercu.mailing.models import Mailing, MailSettings


class NoSender(ValueError):
    """There is no address the mail could be from."""

    def __init__(self) -> None:
        super().__init__("Nobody is named as the sender of the mail; fill in Settings > Mail.")


def headers(*, mailing: Mailing, letter: Letter) -> dict[str, str]:
    """The headers of every copy in their order; NoSender where nobody is named as one."""
    sender = MailSettings.objects.order_by("pk").first()
    if sender is None or not sender.sender:
        raise NoSender
    site = SiteSettings.objects.order_by("pk").first() or SiteSettings()
    name = letters.sender_name(site, sender, language=letter.language)
    found = {
        "From": mailbox(name, sender.sender),
        "To": TO,
        "Reply-To": mailbox(name, sender.reply_to) if sender.reply_to else "",
        "Subject": letter.subject,
        "Date": DATE,
        "Message-ID": MESSAGE_ID,
        "List-Id": list_id(letter.name),
        "List-Unsubscribe": f"<{_leaving(letter.language)}>, <{_by_mail(sender)}>",
        "List-Unsubscribe-Post": "List-Unsubscribe=One-Click",
        "Feedback-ID": f"{mailing.name}:{mailing.kind}:apercu:{_sender_id()}",
        "Auto-Submitted": "auto-generated",
        "Precedence": "bulk",
    }
    if settings.MAIL_MARKING_HEADER:  # a provider that tells of bounces by no mark we made but this one
        found[settings.MAIL_MARKING_HEADER] = BOUNCES
    return {name: value for name, value in found.items() if value or name == "Subject"}


def list_id(name: str) -> str:
    """The list as mailboxes file it by (RFC 2919): the same in every language and for ever."""
    return formataddr((name, f"digest.{_host()}"))


def _leaving(language: str) -> str:
    """Where one POST leaves (RFC 8058)."""
    return addresses.absolute(addresses.in_language(addresses.preferences(TOKEN), language))


def _by_mail(sender: MailSettings) -> str:
    """For mailboxes without that POST: a mail to an address that somebody reads."""
    address = ascii_where_possible(sender.reply_to or sender.sender)
    return f"mailto:{quote(address, safe='@+')}?subject=unsubscribe"


def _sender_id() -> str:
    """What Gmail counts complaints by: 5 to 15 signs, the same in every mail of a site."""
    return hashlib.sha256(_host().encode()).hexdigest()[:10]


def _host() -> str:
    return urlsplit(settings.SITE_URL).hostname or "localhost"
