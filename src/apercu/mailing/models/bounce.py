"""What providers told us of copies they could not deliver, or that somebody called spam."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _

from apercu.mailing.models.delivery import Delivery
from apercu.mailing.models.subscriber import Subscriber


class Bounce(models.Model):
    """One report. Hard ones and complaints block an address at once, soft ones after several."""

    class Kind(models.TextChoices):
        """How bad it is."""

        HARD = "hard", _("for good")
        SOFT = "soft", _("for now")
        COMPLAINT = "complaint", _("complaint")

    subscriber = models.ForeignKey(Subscriber, on_delete=models.CASCADE, related_name="bounces")
    delivery = models.ForeignKey(Delivery, null=True, blank=True, on_delete=models.SET_NULL, related_name="+")
    kind = models.CharField(_("kind"), max_length=10, choices=Kind.choices)
    at = models.DateTimeField(_("received"))
    status = models.CharField(max_length=12, blank=True)  # RFC 3463, "5.1.1"
    said = models.CharField(max_length=500, blank=True)
    source = models.CharField(max_length=40)  # "mailbox", "pipe", a provider's name
    # What makes the same report the same: a mailbox may be read twice, a webhook called twice.
    identity = models.CharField(max_length=64, unique=True)

    wagtail_reference_index_ignore = True

    class Meta:
        ordering = ["-at", "-pk"]
        verbose_name = _("bounce")
        verbose_name_plural = _("bounces")

    def __str__(self) -> str:
        return f"{self.kind} {self.status}"
