"""Which drafts of summaries name a record: a revision names it in JSON, so that no foreign key protects it.

Without this, deleting a topic would silently take it off drafts, and deleting an article, a person or a month
that only a draft names would leave a draft that cannot be opened.
"""

from __future__ import annotations

from typing import Any

from django.apps import apps
from django.db import models
from wagtail.models import Revision


def summaries_drafted_with(*, field: str, key: int, child: str = "") -> models.QuerySet[Any]:
    """The summaries whose latest or scheduled revision names `key` in `field` (or in `child` of its rows)."""
    summaries = apps.get_model("content", "Summary")._base_manager
    drafted = summaries.filter(has_unpublished_changes=True).values("latest_revision_id")
    revisions = Revision.objects.filter(
        models.Q(pk__in=drafted) | models.Q(approved_go_live_at__isnull=False),
        base_content_type__app_label="content",
        base_content_type__model="summary",
    )
    named = revisions.values_list("object_id", f"content__{field}")
    found = [pk for pk, value in named if key in _keys(value, child)]
    carriers: models.QuerySet[Any] = summaries.filter(pk__in=found)
    return carriers


def refuse_deletion(*, message: str, carriers: set[Any]) -> None:
    """Raise ProtectedError where something carries the record that was to be deleted."""
    if carriers:
        raise models.ProtectedError(message, carriers)


def _keys(value: Any, child: str) -> list[Any]:
    """The keys a field of a revision names, be it one key, a list of keys, or rows."""
    if child:
        return [row.get(child) for row in value or ()]
    return value if isinstance(value, list) else [value]
