"""Who the mail is from and how it leaves; edited on the desk under Settings."""

from __future__ import annotations

from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel, MultiFieldPanel
from wagtail.contrib.settings.models import BaseGenericSetting, register_setting

from apercu.content.models.public import PublicRecord


@register_setting(icon="mail")
class MailSettings(PublicRecord, BaseGenericSetting):
    """The sender, and the standing orders. The relay itself is the operator's: APERCU_EMAIL_URL.

    A public record, for pages offer the mail once there is a sender.
    """

    sender_name = models.CharField(
        _("sender's name"), max_length=120, blank=True, help_text=_("Empty: the name of the digest.")
    )
    sender_name_fr = models.CharField(_("sender's name (French)"), max_length=120, blank=True)
    sender = models.EmailField(
        _("sender's address"),
        blank=True,
        help_text=_("An address of your own that somebody reads; no mailing leaves without it."),
    )
    reply_to = models.EmailField(
        _("address for answers"), blank=True, help_text=_("Empty: answers go to the sender's address.")
    )
    bounces = models.EmailField(
        _("address for bounces"),
        blank=True,
        help_text=_("Mail that cannot be delivered comes back here, with a sign added after a plus."),
    )
    a_minute = models.PositiveIntegerField(
        _("copies a minute at most"),
        default=0,
        help_text=_("As your relay allows; 0: as fast as it takes them."),
    )
    alerts = models.BooleanField(
        _("send alerts"),
        default=False,
        help_text=_(
            "Readers who asked for it hear of a new summary in their topics, and nobody presses a button."
        ),
    )
    alert_delay = models.PositiveSmallIntegerField(
        _("minutes from publishing to the alert"),
        default=120,
        validators=[MinValueValidator(1), MaxValueValidator(10_080)],
        help_text=_("Who unpublishes a summary before that, stops its alert."),
    )

    panels = [
        MultiFieldPanel(
            [
                FieldPanel("sender_name"),
                FieldPanel("sender_name_fr"),
                FieldPanel("sender"),
                FieldPanel("reply_to"),
                FieldPanel("bounces"),
            ],
            heading=_("Who it is from"),
        ),
        MultiFieldPanel([FieldPanel("a_minute")], heading=_("How it leaves")),
        MultiFieldPanel([FieldPanel("alerts"), FieldPanel("alert_delay")], heading=_("Alerts")),
    ]

    class Meta:
        verbose_name = _("mail")
        verbose_name_plural = _("mail")

    def __str__(self) -> str:
        return self.sender or "mail"
