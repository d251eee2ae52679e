from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _
from wagtail.contrib.settings.models import BaseGenericSetting, register_setting

from apercu.content.models.public import PublicRecord


@register_setting(icon="site")
class SiteSettings(PublicRecord, BaseGenericSetting):
    """What the site says of itself on every page."""

    name = models.CharField(_("name of the digest"), max_length=120, default="Aperçu")
    tagline = models.CharField(_("tagline"), max_length=200, blank=True)
    introduction = models.TextField(
        _("introduction"),
        blank=True,
        help_text=_("Two or three sentences on the home page: what, for whom, by whom."),
    )
    publisher = models.CharField(_("publisher"), max_length=200, blank=True)

    class Meta:
        verbose_name = _("site")
        verbose_name_plural = _("site")

    def __str__(self) -> str:
        return self.name
