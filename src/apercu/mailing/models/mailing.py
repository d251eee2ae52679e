"""One sending: of a digest to everybody who asked for it, or of the alerts of one day."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from apercu.content.models import Digest


class Mailing(models.Model):
    """What is sent, and how far the sending has come."""

    class Kind(models.TextChoices):
        """What is sent."""

        DIGEST = "digest", _("digest")
        ALERTS = "alerts", _("alerts")

    class State(models.TextChoices):
        """How far it is."""

        DRAFT = "draft", _("being written")
        SCHEDULED = "scheduled", _("scheduled")
        SENDING = "sending", _("being sent")
        PAUSED = "paused", _("paused")
        SENT = "sent", _("sent")
        CANCELLED = "cancelled", _("cancelled")

    kind = models.CharField(_("kind"), max_length=8, choices=Kind.choices, default=Kind.DIGEST)
    state = models.CharField(_("state"), max_length=10, choices=State.choices, default=State.DRAFT)
    name = models.SlugField(max_length=40, unique=True)  # in /mail/<name>/ and in every Message-ID
    digest = models.ForeignKey(
        Digest, null=True, blank=True, on_delete=models.SET_NULL, related_name="+", verbose_name=_("digest")
    )
    subject = models.CharField(_("subject (English)"), max_length=200, blank=True)
    subject_fr = models.CharField(_("subject (French)"), max_length=200, blank=True)
    preheader = models.CharField(
        _("preheader (English)"),
        max_length=200,
        blank=True,
        help_text=_("What mailboxes show beside the subject."),
    )
    preheader_fr = models.CharField(_("preheader (French)"), max_length=200, blank=True)
    # What it says, frozen at "Send": `composing.content` writes and reads it. Empty while it is a draft.
    content = models.JSONField(default=dict, blank=True)
    send_at = models.DateTimeField(_("sent at"), null=True, blank=True)
    created_at = models.DateTimeField(_("begun"))
    created_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.SET_NULL, related_name="+"
    )
    started_at = models.DateTimeField(
        _("started"), null=True, blank=True
    )  # when recipients were written down
    sent_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.SET_NULL, related_name="+"
    )
    finished_at = models.DateTimeField(_("finished"), null=True, blank=True)
    progress_at = models.DateTimeField(_("last progress"), null=True, blank=True)
    # Why it stands still: a code of `sending.pausing`, and what the server said, for the one who mends it.
    paused_for = models.CharField(max_length=20, blank=True)
    paused_said = models.CharField(max_length=500, blank=True)

    wagtail_reference_index_ignore = True

    class Meta:
        ordering = ["-created_at", "-pk"]
        verbose_name = _("mailing")
        verbose_name_plural = _("mailings")
        constraints = [
            models.UniqueConstraint(
                fields=["digest"],
                condition=~Q(state="cancelled") & Q(kind="digest"),
                name="one_mailing_a_digest",
            )
        ]
        permissions = [("send_mailing", "Can send mailings")]

    def __str__(self) -> str:
        return self.subject or self.name
