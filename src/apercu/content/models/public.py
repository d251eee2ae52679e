"""The base of records that are public as soon as they are saved: articles, people, topics, settings."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from typing import Any, TypeVar

from django.db import models, transaction

from apercu.content.models.change import Kind, lock_edition, record_change

M = TypeVar("M", bound=models.Model)


def type_name(model: type[models.Model]) -> str:
    """The name a record's type has in the change log."""
    return str(model._meta.model_name)


class PublicQuerySet(models.QuerySet[M]):
    """A query set whose bulk writes reach the change log too: one row for the whole write."""

    @contextmanager
    def _logged(self, kind: Kind) -> Iterator[None]:
        with transaction.atomic():
            lock_edition()
            yield
            record_change(kind=kind, object_type=type_name(self.model))

    def update(self, **kwargs: Any) -> int:
        with self._logged(Kind.CHANGED):
            return super().update(**kwargs)

    def delete(self) -> tuple[int, dict[str, int]]:
        with self._logged(Kind.DELETED):
            return super().delete()

    def bulk_create(self, objs: Iterable[M], *args: Any, **kwargs: Any) -> list[M]:
        with self._logged(Kind.CHANGED):
            return super().bulk_create(objs, *args, **kwargs)

    def bulk_update(self, objs: Iterable[M], *args: Any, **kwargs: Any) -> int:
        with self._logged(Kind.CHANGED):
            return super().bulk_update(objs, *args, **kwargs)


class PublicRecord(models.Model):
    """A record every write of which can change a public page, and so moves the edition."""

    objects = PublicQuerySet.as_manager()

    class Meta:
        abstract = True

    def save(self, *args: Any, **kwargs: Any) -> None:
        with transaction.atomic():
            lock_edition()
            super().save(*args, **kwargs)
            record_change(kind=Kind.CHANGED, object_type=type_name(type(self)), object_id=self.pk)

    def delete(self, *args: Any, **kwargs: Any) -> tuple[int, dict[str, int]]:
        pk = self.pk
        with transaction.atomic():
            lock_edition()
            deleted = super().delete(*args, **kwargs)
            record_change(kind=Kind.DELETED, object_type=type_name(type(self)), object_id=pk)
        return deleted
