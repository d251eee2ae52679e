"""Findings an editor does not want to hear again for an entry: a table beside the drafts, not on them.

A finding is known by its words (`Finding.fingerprint`): it comes back when these change, and only then.
"""

from __future__ import annotations

import datetime
from typing import Any

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _


class SetAside(models.Model):
    """One finding of one entry that is not to be shown again, and who said so."""

    object_type = models.CharField(max_length=40)
    object_id = models.PositiveBigIntegerField()
    fingerprint = models.CharField(max_length=32)
    code = models.CharField(max_length=60)
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.SET_NULL, related_name="+"
    )
    at = models.DateTimeField()

    wagtail_reference_index_ignore = True

    class Meta:
        app_label = "editing"
        verbose_name = _("finding set aside")
        verbose_name_plural = _("findings set aside")
        constraints = [
            models.UniqueConstraint(
                fields=["object_type", "object_id", "fingerprint"], name="a_finding_is_set_aside_once"
            )
        ]

    def __str__(self) -> str:
        return f"{self.object_type} {self.object_id}: {self.code}"


def fingerprints_of(*, record: models.Model) -> frozenset[str]:
    """What was set aside for this record; nothing for one that is not saved yet."""
    if not record.pk:
        return frozenset()
    rows = SetAside.objects.filter(**_key(record))
    return frozenset(rows.values_list("fingerprint", flat=True))


def set_aside(*, record: models.Model, fingerprint: str, code: str, by: Any, at: datetime.datetime) -> None:
    """Do not show this finding of this record again while its words stay."""
    SetAside.objects.get_or_create(
        **_key(record), fingerprint=fingerprint, defaults={"code": code, "by": by, "at": at}
    )


def take_back(*, record: models.Model, fingerprint: str) -> None:
    """Show the finding again."""
    SetAside.objects.filter(**_key(record), fingerprint=fingerprint).delete()


def _key(record: models.Model) -> dict[str, Any]:
    return {"object_type": record._meta.model_name, "object_id": record.pk}
