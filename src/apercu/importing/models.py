"""One run of an import, what became of each entry, and what each source gave last time."""

from __future__ import annotations

import datetime

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
    LEFT_OUT = "left_out", _("left out")


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


class Stage(models.TextChoices):
    """How far an uploaded file has come."""

    REHEARSING = "rehearsing", _("being tried out")
    REHEARSED = "rehearsed", _("waits for your decision")
    IMPORTING = "importing", _("being imported")
    IMPORTED = "imported", _("imported")
    FAILED = "failed", _("failed")


AT_WORK = frozenset({Stage.REHEARSING, Stage.IMPORTING})


class Upload(models.Model):
    """A file brought to the desk: tried out first, then imported, slice by slice.

    Whoever works on it holds a lease and prolongs it with every slice; `done` is written in the slice's own
    transaction. So a killed process leaves an upload that stopped at an exact item and can go on from there.
    """

    name = models.CharField(_("file"), max_length=255)
    size = models.BigIntegerField(_("size"))
    kind = models.CharField(_("kind"), max_length=20)
    stored_as = models.CharField(max_length=80)  # in the data folder; "" once it is removed
    options = models.JSONField(_("options"), default=dict)
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.SET_NULL, related_name="+"
    )
    at = models.DateTimeField(_("uploaded"))
    stage = models.CharField(_("stage"), max_length=12, choices=Stage.choices, default=Stage.REHEARSING)
    rehearsal = models.OneToOneField(
        Batch, null=True, blank=True, on_delete=models.SET_NULL, related_name="rehearsed_upload"
    )
    batch = models.OneToOneField(
        Batch, null=True, blank=True, on_delete=models.SET_NULL, related_name="upload"
    )
    done = models.PositiveIntegerField(default=0)
    total = models.PositiveIntegerField(default=0)  # about
    lease = models.CharField(max_length=32, blank=True)
    leased_until = models.DateTimeField(null=True, blank=True)
    problem = models.TextField(blank=True)

    class Meta:
        ordering = ["-at"]
        verbose_name = _("uploaded file")
        verbose_name_plural = _("uploaded files")

    def __str__(self) -> str:
        return self.name

    @property
    def is_at_work(self) -> bool:
        """Whether it is being tried out or imported, or was when its process ended."""
        return self.stage in AT_WORK

    def has_stopped(self, at: datetime.datetime) -> bool:
        """Whether nobody works on it although somebody should."""
        return self.is_at_work and (self.leased_until is None or self.leased_until <= at)


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
