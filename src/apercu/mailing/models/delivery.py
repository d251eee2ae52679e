"""One recipient's copy of a mailing. The row is the queue: there is nothing else that could forget it."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _

from apercu.content.models import Language
from apercu.mailing.models.mailing import Mailing
from apercu.mailing.models.subscriber import Subscriber


class Delivery(models.Model):
    """One copy: unique for a mailing and a subscriber."""

    class State(models.TextChoices):
        """Where the copy is.

        queued → reserved (by a worker, for minutes) → claimed (the server may have it from now on) → sent.
        A lease that runs out gives a reserved copy back to the queue and makes a claimed one unclear.
        """

        QUEUED = "queued", _("waiting")
        RESERVED = "reserved", _("in a worker's hands")
        CLAIMED = "claimed", _("being handed over")
        SENT = "sent", _("sent")
        FAILED = "failed", _("failed")
        UNCLEAR = "unclear", _("unclear")
        SKIPPED = "skipped", _("left out")  # left, blocked or erased after the list was made
        CANCELLED = "cancelled", _("cancelled")

    mailing = models.ForeignKey(Mailing, on_delete=models.CASCADE, related_name="deliveries")
    subscriber = models.ForeignKey(
        Subscriber, null=True, on_delete=models.SET_NULL, related_name="deliveries"
    )  # none once the person was erased
    language = models.CharField(max_length=5, choices=Language.choices)
    parts = models.CharField(max_length=500, blank=True)  # keys of the summaries in this copy, by commas
    state = models.CharField(max_length=10, choices=State.choices, default=State.QUEUED)
    attempts = models.PositiveSmallIntegerField(default=0)
    next_at = models.DateTimeField()  # not before this
    lease_until = models.DateTimeField(null=True, blank=True)
    worker = models.CharField(max_length=32, blank=True)  # whose hands: a random name a process has
    reason = models.CharField(max_length=500, blank=True)  # what the server said, or why it was left out
    sent_at = models.DateTimeField(null=True, blank=True)
    bounced_at = models.DateTimeField(null=True, blank=True)
    left_at = models.DateTimeField(null=True, blank=True)  # the person left by the link of this copy

    wagtail_reference_index_ignore = True

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["mailing", "subscriber"], name="one_copy_a_mailing_and_subscriber"
            )
        ]
        indexes = [
            models.Index(fields=["state", "next_at"]),
            models.Index(fields=["mailing", "state", "next_at"]),
        ]

    def __str__(self) -> str:
        return f"{self.mailing_id}/{self.pk} {self.state}"
