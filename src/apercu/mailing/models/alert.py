"""Alerts: summaries whose first publication is to be told to those who chose their topics."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _

from apercu.content.models import Summary
from apercu.mailing.models.delivery import Delivery
from apercu.mailing.models.subscriber import Subscriber


class Alert(models.Model):
    """A summary that was published for the first time while alerts were on: when it may be told."""

    class State(models.TextChoices):
        """What becomes of it."""

        WAITING = "waiting", _("waiting")
        TOLD = "told", _("told")
        CANCELLED = "cancelled", _("cancelled")  # unpublished in time

    summary = models.OneToOneField(Summary, on_delete=models.CASCADE, related_name="+")
    published_at = models.DateTimeField()
    leaves_at = models.DateTimeField(_("leaves at the earliest"))
    state = models.CharField(max_length=10, choices=State.choices, default=State.WAITING)

    class Meta:
        indexes = [models.Index(fields=["state", "leaves_at"])]

    def __str__(self) -> str:
        return f"alert of summary {self.summary_id}"


class AlertItem(models.Model):
    """That this summary was put into an alert for this person: once for ever."""

    # A number, not a key: the row outlives the summary.
    summary_key = models.BigIntegerField()
    subscriber = models.ForeignKey(Subscriber, on_delete=models.CASCADE, related_name="alert_items")
    delivery = models.ForeignKey(Delivery, null=True, on_delete=models.SET_NULL, related_name="+")

    wagtail_reference_index_ignore = True

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["summary_key", "subscriber"], name="one_alert_a_summary_and_subscriber"
            )
        ]

    def __str__(self) -> str:
        return f"summary {self.summary_key} to subscriber {self.subscriber_id}"
