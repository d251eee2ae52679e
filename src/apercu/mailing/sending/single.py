"""One message to one person at once: a test of a mailing, to whoever wrote it."""

from __future__ import annotations

from django.utils.translation import gettext as _

from apercu.mailing.composing.prepared import ascii_where_possible
from apercu.mailing.models import MailSettings
from apercu.mailing.sending import relay
from apercu.mailing.sending.pace import Pace
from apercu.mailing.sending.replies import Kind
from apercu.mailing.sending.smtp import Conversation, Envelope


class NotTaken(Exception):
    """The message did not leave; the text says why."""


def hand_over(message: bytes, *, to: str) -> None:
    """Hand the message over to the relay while the caller waits, or raise NotTaken."""
    site = relay.of_the_site()
    if site is None:
        raise NotTaken(
            _("There is no mail server in the settings. The operator names one with APERCU_EMAIL_URL.")
        )
    envelope = Envelope(sender=ascii_where_possible(MailSettings.load().sender), to=ascii_where_possible(to))
    conversation = Conversation(site, pace=Pace())
    try:
        handed = conversation.hand_over(envelope, message, claim=lambda: True)
    finally:
        conversation.close()
    if handed.kind is not Kind.ACCEPTED:
        raise NotTaken(_("The mail server said: “%(said)s”") % {"said": handed.said})
