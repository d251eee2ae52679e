"""The mail: whether there is a server, whether it lets us in, who the sender is, what the DNS should say."""

from __future__ import annotations

from collections.abc import Iterator
from smtplib import SMTPException

from django.conf import settings
from django.core.mail import get_connection

from apercu.content.models import SiteSettings
from apercu.mailing.models import MailSettings
from apercu.mailing.people import ascii_domain
from apercu.mailing.sending import holding, relay
from apercu.mailing.sending.pace import Pace
from apercu.mailing.sending.replies import Trouble
from apercu.mailing.sending.smtp import Conversation
from apercu.ops.checking import Asked, Finding, good, problem, warning

PATIENCE = Pace(connecting=10, answering=10)
_TO_NOBODY = (".console.EmailBackend", ".dummy.EmailBackend", ".locmem.EmailBackend")
_MEND_SERVER = "See APERCU_EMAIL_URL, and whether a firewall lets mail out."


def look(asked: Asked) -> Iterator[Finding]:
    """Whether mail can leave: by the settings, and with `--mail` by asking the server."""
    yield from _server(asked)
    yield from _sender(asked)
    if why := holding.sentence_of_hold():
        yield warning(why, "Let mail leave on the desk, under Mailings.")


def _server(asked: Asked) -> Iterator[Finding]:
    if settings.EMAIL_BACKEND.endswith(_TO_NOBODY):
        yield warning(
            "No mail leaves this site: it is written to the log, and nobody gets a new password by mail.",
            "Name a mail server: APERCU_EMAIL_URL=smtp://user:password@host:587.",
        )
    elif not asked.mail:
        yield good("There is a mail server in the settings; `apercu doctor --mail` asks it.")
    elif why := _what_keeps_us_out():
        yield problem(f"The mail server does not let us in: {why}", _MEND_SERVER)
    else:
        yield good("The mail server answers and lets us in.")


def _what_keeps_us_out() -> str:
    """In the server's words, or the system's; nothing where it lets us in."""
    found = relay.of_the_site()
    try:
        if found is None:  # some other way out, of the operator's own
            with get_connection():
                return ""
        conversation = Conversation(found, pace=PATIENCE)
        conversation.open()
        conversation.close()
    except (Trouble, OSError, SMTPException) as error:
        return str(error)
    return ""


def _sender(asked: Asked) -> Iterator[Finding]:
    sender = MailSettings.objects.values_list("sender", flat=True).first()
    if not sender:
        yield warning("Nobody is named as the sender of the digest.", "Fill in Settings, Mail, on the desk.")
        return
    if not (SiteSettings.objects.values_list("postal_address", flat=True).first() or "").strip():
        yield warning(
            "There is no postal address, which mail law asks for in every mailing.",
            "Fill in Settings, Site, on the desk.",
        )
    if asked.mail:
        yield good(_of_the_dns(ascii_domain(sender.rpartition("@")[2])))


def _of_the_dns(domain: str) -> str:
    """What the domain's owner has to look after: what the relay is called there is not ours to know."""
    return (
        f"See that the DNS has, for mail from {domain}: SPF, a TXT record of {domain} that names your relay; "
        "DKIM, the key your relay signs with, its signature covering List-Unsubscribe, "
        "List-Unsubscribe-Post and Feedback-ID (h=); DMARC, a TXT record of "
        f"_dmarc.{domain}, at least “v=DMARC1; p=none”; and, where the relay is your own machine, "
        "a PTR record of its address that leads back to it."
    )
