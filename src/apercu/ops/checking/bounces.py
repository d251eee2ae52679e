"""What comes back: whether there is a way in, whether it opens, and what waits for a person."""

from __future__ import annotations

from collections.abc import Iterator

from django.conf import settings

from apercu.mailing.bounces import mailbox
from apercu.mailing.bounces.place import Place
from apercu.mailing.models import Bounce, MailSettings
from apercu.ops import left_mails
from apercu.ops.checking import Asked, Finding, good, problem, warning

NO_WAY_IN = (
    "Set APERCU_BOUNCES_URL or APERCU_MAIL_PROVIDER, or have your mail system call `apercu receive_bounces`: "
    "docs/operators/bounces.md."
)


def look(asked: Asked) -> Iterator[Finding]:
    """Whether bounces and complaints reach us."""
    if settings.BOUNCES is not None:
        yield from _mailbox(settings.BOUNCES, asked)
    if settings.MAIL_PROVIDER:
        yield from _provider()
    if waiting := left_mails.count():
        yield warning(
            f"{waiting} mails came to the bounce address by the pipe that are no reports.",
            f"Read them in {left_mails.folder()}, and delete them there.",
        )
    if settings.BOUNCES is None and not settings.MAIL_PROVIDER:
        yield _pipe_or_nothing()


def _mailbox(place: Place, asked: Asked) -> Iterator[Finding]:
    if not asked.mail:
        yield good(f"The bounce mailbox is {place}; `apercu doctor --mail` looks into it.")
        return
    try:
        waiting = mailbox.count(place)
    except mailbox.Unreadable as error:
        yield problem(str(error), "See APERCU_BOUNCES_URL, the password, and the firewall.")
        return
    yield good(f"The bounce mailbox, {place}, lets us in; {waiting.new} mails in it are new.")
    if waiting.left:
        yield warning(
            f"{waiting.left} mails in the bounce mailbox are no reports; they are flagged and not read.",
            "Read them in a mail program: somebody may have written to you.",
        )


def _provider() -> Iterator[Finding]:
    address = f"{settings.SITE_URL}/mail-events/{settings.MAIL_PROVIDER}/"
    if settings.SITE_URL.startswith("https://"):
        yield good(f"Events of {settings.MAIL_PROVIDER} are taken at {address}.")
    else:
        yield problem(
            f"Events of {settings.MAIL_PROVIDER} come to {address}, which is not https: the secret is open.",
            "Have your proxy speak https, set APERCU_SITE_URL=https://… and start again.",
        )


def _pipe_or_nothing() -> Finding:
    if Bounce.objects.filter(source="pipe").exists():
        return good("Bounces come by the pipe.")
    if MailSettings.load().sender:
        return warning("Mail is sent, and nothing reads what comes back.", NO_WAY_IN)
    return good("No mail is sent, and nothing comes back.")
