"""Whether the site may write to people who do not know it yet, and in whose name."""

from __future__ import annotations

from apercu.content.models import SiteSettings
from apercu.mailing import consent
from apercu.mailing.models import MailSettings, MailState


def is_known() -> bool:
    """Whether there is a sender and a postal address, without which no mail that asks may leave."""
    said, mail = SiteSettings.objects.order_by("pk").first(), MailSettings.objects.order_by("pk").first()
    return bool(said and said.postal_address.strip() and mail and mail.sender)


def is_held() -> bool:
    """Whether all mail stands still, as it does after a restore."""
    return MailState.objects.exclude(held_since=None).exists()


def words(language: str) -> str:
    """What somebody agrees to who confirms, in this language."""
    said = SiteSettings.objects.order_by("pk").first() or SiteSettings()
    name = (said.name_fr if language == "fr" else "") or said.name
    return consent.words(language, publisher=said.publisher or name)
