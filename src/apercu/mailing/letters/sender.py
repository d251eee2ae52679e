"""Who the small mails are from, as the desk's settings have it."""

from __future__ import annotations

from dataclasses import dataclass
from urllib.parse import urlsplit

from django.conf import settings

from apercu.content.models import SiteSettings
from apercu.mailing.models import MailSettings


@dataclass(frozen=True, kw_only=True)
class Sender:
    """A name and an address to write from, and what the foot of a mail says."""

    digest: str  # its name
    name: str
    address: str
    reply_to: str  # empty: answers go to the address
    publisher: str
    postal_lines: tuple[str, ...]

    @property
    def foot(self) -> tuple[str, ...]:
        """Who writes and how to reach them, as the law asks of every mail (CASL s. 6(2))."""
        who = (self.digest,) if self.publisher in {"", self.digest} else (self.digest, self.publisher)
        return (*who, *self.postal_lines, settings.SITE_URL)


def of_the_site(language: str) -> Sender:
    """The sender in one language: 2 queries."""
    said = SiteSettings.objects.order_by("pk").first() or SiteSettings()
    mail = MailSettings.objects.order_by("pk").first() or MailSettings()
    french = language == "fr"
    digest = (said.name_fr if french else "") or said.name
    return Sender(
        digest=digest,
        name=(mail.sender_name_fr if french else "") or mail.sender_name or digest,
        address=mail.sender or settings.DEFAULT_FROM_EMAIL,
        reply_to=mail.reply_to,
        publisher=said.publisher,
        postal_lines=tuple(line.strip() for line in said.postal_address.splitlines() if line.strip()),
    )


def host() -> str:
    """The site's host name, for what is unique in the world: Message-IDs."""
    return urlsplit(settings.SITE_URL).hostname or "localhost"
