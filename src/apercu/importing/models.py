"""One run of an import, what became of each entry, and what each source gave last time."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from apercu.content.models import Digest, Summary


class Batch(models.Model):
    """Everything from one run of an import."""

    started_at = models.DateTimeField(_("started"))
    finished_at = models.DateTimeField(_("finished"), null=True, blank=True)
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.SET_NULL, related_name="+"
    )
    options = models.JSONField(_("options"), default=dict)
    totals = models.JSONField(_("totals"), default=dict)
    sample = models.BooleanField(_("the sample digest"), default=False)

    class Meta:
        ordering = ["-started_at"]
        verbose_name = _("import")
        verbose_name_plural = _("imports")

    def __str__(self) -> str:
        return f"{self.started_at:%Y-%m-%d %H:%M}"


class Outcome(models.TextChoices):
    """What became of one entry of a source."""

    CREATED = "created", _("created")
    UPDATED = "updated", _("updated")
    UNITED = "united", _("united")
    UNCHANGED = "unchanged", _("unchanged")
    FAILED = "failed", _("failed")


class Item(models.Model):
    """What became of one entry, or of a file that could not be read (then without a title)."""

    batch = models.ForeignKey(Batch, on_delete=models.CASCADE, related_name="items")
    path = models.TextField(_("file"))
    title = models.TextField(_("title"), blank=True)
    month = models.CharField(_("month"), max_length=7, blank=True)
    outcome = models.CharField(_("outcome"), max_length=12, choices=Outcome.choices)
    warnings = models.JSONField(_("warnings"), default=list)
    summary = models.ForeignKey(Summary, null=True, blank=True, on_delete=models.SET_NULL, related_name="+")

    class Meta:
        ordering = ["pk"]
        verbose_name = _("imported entry")
        verbose_name_plural = _("imported entries")

    def __str__(self) -> str:
        return self.title or self.path


class Origin(models.Model):
    """Where a summary or digest came from, and what that source gave last time.

    Kept apart from the drafted record: publishing an older revision must not write it back. `given` is
    compared with the next run (did the source change?) and with the record (did an editor?).
    """

    summary = models.ForeignKey(
        Summary, null=True, blank=True, on_delete=models.CASCADE, related_name="origins"
    )
    digest = models.ForeignKey(
        Digest, null=True, blank=True, on_delete=models.CASCADE, related_name="origins"
    )
    identifier = models.CharField(max_length=255, blank=True, db_index=True)  # the source's own name for it
    place = models.CharField(max_length=300, blank=True, db_index=True)  # month and title key
    given = models.JSONField(default=dict)
    sample = models.BooleanField(default=False)

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=models.Q(summary__isnull=True) ^ models.Q(digest__isnull=True),
                name="an_origin_is_of_one_record",
            )
        ]

    def __str__(self) -> str:
        return self.identifier or self.place
