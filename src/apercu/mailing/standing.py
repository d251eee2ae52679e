"""Whether mail may leave at all: what must be known first, and what holds all of it back."""

from __future__ import annotations

from apercu.content.models import SiteSettings
from apercu.mailing.models import MailSettings, MailState


def has_sender() -> bool:
    """Whether there is a sender and a postal address, without which nothing may be sent to many."""
    said, mail = SiteSettings.objects.order_by("pk").first(), MailSettings.objects.order_by("pk").first()
    return bool(said and said.postal_address.strip() and mail and mail.sender)


def is_held() -> bool:
    """Whether all mail stands still, as it does after a restore."""
    return MailState.objects.exclude(held_since=None).exists()
