"""Files of subscribers that were brought here, and what became of each of their rows."""

from __future__ import annotations

import datetime

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from apercu.mailing.models.subscriber import Subscriber


class SubscriberImport(models.Model):
    """A file: tried out first, then imported, slice by slice.

    Whoever works on it holds a lease and prolongs it with every slice; `done` and the counts are written in
    the slice's own transaction. So a killed process leaves an import that stopped at an exact row.
    """

    class Stage(models.TextChoices):
        """How far it has come."""

        REHEARSING = "rehearsing", _("being tried out")
        REHEARSED = "rehearsed", _("waits for your decision")
        IMPORTING = "importing", _("being imported")
        IMPORTED = "imported", _("imported")
        FAILED = "failed", _("failed")

    name = models.CharField(_("file"), max_length=255)
    size = models.BigIntegerField(_("size"), default=0)
    stored_as = models.CharField(max_length=80, blank=True)  # in the data folder; empty once it is removed
    update_choices = models.BooleanField(_("update choices"), default=False)
    stage = models.CharField(_("stage"), max_length=12, choices=Stage.choices, default=Stage.REHEARSING)
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.SET_NULL, related_name="+"
    )
    at = models.DateTimeField(_("uploaded"))
    done = models.PositiveIntegerField(default=0)  # rows of the stage it is in
    total = models.PositiveIntegerField(default=0)
    counts = models.JSONField(default=dict)  # `bringing.counting.Counts` of the stage it is in
    lease = models.CharField(max_length=32, blank=True)
    leased_until = models.DateTimeField(null=True, blank=True)
    problem = models.CharField(max_length=300, blank=True)  # a code and its detail, where it failed

    wagtail_reference_index_ignore = True

    class Meta:
        ordering = ["-at", "-pk"]
        default_permissions = ()  # who may import subscribers has a right to that
        verbose_name = _("import of subscribers")
        verbose_name_plural = _("imports of subscribers")

    def __str__(self) -> str:
        return self.name

    @property
    def is_at_work(self) -> bool:
        """Whether it is being tried out or imported, or was when its process ended."""
        return self.stage in {self.Stage.REHEARSING, self.Stage.IMPORTING}

    def has_stopped(self, at: datetime.datetime) -> bool:
        """Whether nobody works on it although somebody should."""
        return self.is_at_work and (self.leased_until is None or self.leased_until <= at)


class SubscriberImportRow(models.Model):
    """What became of one row. It holds no address: somebody who is erased must not stand in old reports."""

    class Outcome(models.TextChoices):
        """What became of it."""

        SUBSCRIBED = "subscribed", _("subscribed, with proof of their consent")
        INVITED = "invited", _("asked by mail to confirm")
        RECORDED = "recorded", _("kept as somebody who gets no mail")
        CHANGED = "changed", _("known, with new choices")
        UNCHANGED = "unchanged", _("known, unchanged")
        LEFT_ALONE = "left_alone", _("left alone")
        DOUBLED = "doubled", _("the same person as in another row")
        FAILED = "failed", _("not understood")

    of = models.ForeignKey(SubscriberImport, on_delete=models.CASCADE, related_name="rows")
    line = models.PositiveIntegerField(_("line"))
    outcome = models.CharField(_("outcome"), max_length=10, choices=Outcome.choices)
    needs_attention = models.BooleanField(default=False)
    notes = models.JSONField(default=list)  # [{"code": …, "detail": …}]
    subscriber = models.ForeignKey(
        Subscriber, null=True, blank=True, on_delete=models.SET_NULL, related_name="+"
    )

    wagtail_reference_index_ignore = True

    class Meta:
        ordering = ["of", "line"]
        default_permissions = ()
        indexes = [
            models.Index(fields=["of", "needs_attention", "line"]),
            models.Index(fields=["of", "outcome", "line"]),
        ]
        constraints = [models.UniqueConstraint(fields=["of", "line"], name="one_row_a_line")]

    def __str__(self) -> str:
        return f"line {self.line}: {self.outcome}"
