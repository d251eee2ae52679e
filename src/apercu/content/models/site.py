"""What the site says of itself; edited on the desk under Settings."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel, MultiFieldPanel
from wagtail.contrib.settings.models import BaseGenericSetting, register_setting

from apercu.content.models.public import PublicRecord


class Licence(models.TextChoices):
    """Under which terms the texts may be used; the value is the end of its Creative Commons address."""

    BY = "by/4.0", _("Creative Commons Attribution 4.0 (CC BY)")
    BY_SA = "by-sa/4.0", _("Creative Commons Attribution-ShareAlike 4.0 (CC BY-SA)")
    BY_NC = "by-nc/4.0", _("Creative Commons Attribution-NonCommercial 4.0 (CC BY-NC)")
    BY_NC_ND = "by-nc-nd/4.0", _("Creative Commons Attribution-NonCommercial-NoDerivatives 4.0 (CC BY-NC-ND)")
    RESERVED = "", _("All rights reserved")

    @property
    def address(self) -> str:
        """The address of the licence's text; empty where all rights are reserved."""
        return f"https://creativecommons.org/licenses/{self.value}/" if self.value else ""


@register_setting(icon="site")
class SiteSettings(PublicRecord, BaseGenericSetting):
    """What the site says of itself on every page, in both languages."""

    name = models.CharField(_("name of the digest"), max_length=120, default="Aperçu")
    name_fr = models.CharField(_("name of the digest (French)"), max_length=120, blank=True)
    tagline = models.CharField(_("tagline"), max_length=200, blank=True)
    tagline_fr = models.CharField(_("tagline (French)"), max_length=200, blank=True)
    introduction = models.TextField(
        _("introduction"),
        blank=True,
        help_text=_("Two or three sentences on the home page: what, for whom, by whom."),
    )
    introduction_fr = models.TextField(_("introduction (French)"), blank=True)
    logo = models.ForeignKey(
        "wagtailimages.Image",
        verbose_name=_("logo"),
        null=True,
        blank=True,
        on_delete=models.SET_NULL,
        related_name="+",
        help_text=_(
            "Shown small beside the name: a PNG, WebP or JPEG, best with a see-through ground, for some "
            "readers have a dark page."
        ),
    )
    publisher = models.CharField(_("publisher"), max_length=200, blank=True)
    publisher_address = models.URLField(_("the publisher's own site"), blank=True)
    licence = models.CharField(
        _("licence of the texts"),
        max_length=40,
        blank=True,
        choices=Licence.choices,
        default=Licence.RESERVED,
    )
    contact_email = models.EmailField(
        _("contact e-mail"), blank=True, help_text=_("Shown on the contact page.")
    )
    postal_address = models.TextField(
        _("postal address"),
        blank=True,
        help_text=_("Shown on the contact page; mail law asks for it at the foot of every mailing."),
    )

    panels = [
        MultiFieldPanel(
            [FieldPanel("name"), FieldPanel("tagline"), FieldPanel("introduction")], heading=_("In English")
        ),
        MultiFieldPanel(
            [FieldPanel("name_fr"), FieldPanel("tagline_fr"), FieldPanel("introduction_fr")],
            heading=_("In French"),
        ),
        FieldPanel("logo"),
        MultiFieldPanel(
            [FieldPanel("publisher"), FieldPanel("publisher_address"), FieldPanel("licence")],
            heading=_("Publisher and terms"),
        ),
        MultiFieldPanel(
            [FieldPanel("contact_email"), FieldPanel("postal_address")], heading=_("How to reach you")
        ),
    ]

    class Meta:
        verbose_name = _("site")
        verbose_name_plural = _("site")

    def __str__(self) -> str:
        return self.name
