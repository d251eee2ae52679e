"""In whose name people are asked who came with a list."""

from __future__ import annotations

from apercu.content.models import SiteSettings
from apercu.mailing import consent


def words(language: str) -> str:
    """What somebody agrees to who confirms, in this language."""
    said = SiteSettings.objects.order_by("pk").first() or SiteSettings()
    name = (said.name_fr if language == "fr" else "") or said.name
    return consent.words(language, publisher=said.publisher or name)
