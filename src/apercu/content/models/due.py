"""What `publish_due` leaves behind while it works: never a column of a drafted record (facts of Wagtail's
revisions: publishing an older draft writes every column back).
"""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _


class Act(models.TextChoices):
    """What is due of a record."""

    PUBLISH = "publish", _("to be published")
    WITHDRAW = "withdraw", _("to be withdrawn")
    JOIN = "join", _("to go out with its month")


class DueItem(models.Model):
    """One act that is in hand, or that could not be done; what is done has no row.

    The object is named by words, as in the change log, so that this never blocks a deletion.
    """

    act = models.CharField(max_length=8, choices=Act.choices)
    object_type = models.CharField(max_length=40)
    object_id = models.CharField(max_length=40)
    held_by = models.CharField(max_length=40, blank=True)  # the run that has it in hand
    held_until = models.DateTimeField(null=True, blank=True)  # from then on another run may take it
    failed_at = models.DateTimeField(null=True, blank=True)
    tries = models.PositiveIntegerField(default=0)
    reasons = models.JSONField(default=list)  # codes, said in sentences in the language of who reads them

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["act", "object_type", "object_id"], name="one_row_per_due_act")
        ]

    def __str__(self) -> str:
        return f"{self.object_type} {self.object_id} {self.act}"


class DueRun(models.Model):
    """One run of `publish_due`; `seen_at` is its last sign of life."""

    started_at = models.DateTimeField(db_index=True)
    seen_at = models.DateTimeField()
    finished_at = models.DateTimeField(null=True, blank=True)
    published = models.PositiveIntegerField(default=0)
    withdrawn = models.PositiveIntegerField(default=0)
    failed = models.PositiveIntegerField(default=0)

    class Meta:
        ordering = ["-started_at", "-pk"]

    def __str__(self) -> str:
        return f"run of {self.started_at:%Y-%m-%d %H:%M}"
