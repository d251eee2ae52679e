"""Which summaries came from an import: they were written elsewhere, and are no news."""

from __future__ import annotations

from collections.abc import Sequence

from apercu.importing.models import Item, Outcome


def created_by_imports(keys: Sequence[int]) -> frozenset[int]:
    """Those of these summaries that an import created; one that it only met again is the desk's own."""
    rows = Item.objects.filter(summary__in=keys, outcome=Outcome.CREATED)
    return frozenset(key for key in rows.values_list("summary_id", flat=True) if key is not None)
