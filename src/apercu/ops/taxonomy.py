"""The topics and research types a new site starts with."""

from __future__ import annotations

import json
from importlib import resources
from typing import Any

from django.db import transaction

from apercu.content.models import ResearchType, Topic
from apercu.content.models.taxonomy import Term


@transaction.atomic
def load() -> int:
    """Add every topic and type that is not here yet, and say how many; what editors changed stays theirs."""
    data = json.loads(resources.files("apercu.content").joinpath("taxonomy/taxonomy.json").read_text("utf-8"))
    return _add(Topic, data["topics"]) + _add(ResearchType, data["research_types"])


def _add(model: type[Term], rows: list[dict[str, Any]]) -> int:
    if model.objects.exists():
        return 0  # a topic somebody removed must not come back at the next start
    for order, row in enumerate(rows, start=1):
        model(
            name_en=row["name"],
            slug=row["slug"],
            aliases=row["aliases"],
            description_en=row.get("description", ""),
            order=order,
        ).save()
    return len(rows)
