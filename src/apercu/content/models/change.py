"""The change log: one row for everything that became public, in commit order."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from typing import Any

from django.conf import settings
from django.db import models, transaction
from django.utils.translation import gettext_lazy as _
from wagtail.log_actions import get_active_log_context

_acting: ContextVar[Any] = ContextVar("acting", default=None)
_held: ContextVar[bool] = ContextVar("held", default=False)


class Kind(models.TextChoices):
    """What happened to a public record."""

    PUBLISHED = "published", _("published")
    CHANGED = "changed", _("changed")
    UNPUBLISHED = "unpublished", _("unpublished")
    DELETED = "deleted", _("deleted")


class Edition(models.Model):
    """One row, locked by whoever is about to write a Change, so that ids are given in commit order.

    Without it a follower on PostgreSQL could read id 8 while 7 is still uncommitted, and never see 7.
    """

    id = models.PositiveSmallIntegerField(primary_key=True, default=1)

    def __str__(self) -> str:
        return "edition"


class Change(models.Model):
    """One row of the log. The highest id is the edition of the site.

    The object is named by words, not by a foreign key, so that history never blocks a deletion.
    """

    kind = models.CharField(max_length=12, choices=Kind.choices)
    object_type = models.CharField(max_length=40)
    object_id = models.CharField(max_length=40, blank=True)  # empty: several rows at once
    label = models.CharField(max_length=500, blank=True)  # what it was called, for when it is gone
    at = models.DateTimeField(auto_now_add=True)
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.SET_NULL, related_name="+"
    )

    class Meta:
        indexes = [models.Index(fields=["object_type", "object_id"])]

    def __str__(self) -> str:
        return f"{self.pk}: {self.object_type} {self.object_id} {self.kind}"


@contextmanager
def acting(user: Any) -> Iterator[None]:
    """Name the person behind the writes of this block; they stand in the change log."""
    token = _acting.set(user)
    try:
        yield
    finally:
        _acting.reset(token)


def lock_edition() -> None:
    """Take the one lock every public write takes first (inside a transaction)."""
    if not _held.get():
        Edition.objects.select_for_update().get_or_create(pk=1)


@contextmanager
def edition_held() -> Iterator[None]:
    """Take the lock once for many writes of one transaction, opened just outside this block."""
    lock_edition()
    token = _held.set(True)
    try:
        yield
    finally:
        _held.reset(token)


def record_change(*, kind: Kind, object_type: str, object_id: object = "", label: str = "") -> Change:
    """Add a row to the log; the caller holds a transaction and has called `lock_edition`."""
    assert transaction.get_connection().in_atomic_block, "a Change is written in the transaction it tells of"
    by = _acting.get() or get_active_log_context().user
    if by is not None and by.pk is None:
        by = None
    return Change.objects.create(
        kind=kind, object_type=object_type, object_id=str(object_id), label=label[:500], by=by
    )
