"""The topics and research types a new site starts with, and their words in both languages."""

from __future__ import annotations

import json
from importlib import resources
from typing import Any

from django.db import transaction

from apercu.content.models import ResearchType, Topic
from apercu.content.models.taxonomy import Term

WORDS = {"name_fr": "name_fr", "description_en": "description", "description_fr": "description_fr"}


@transaction.atomic
def load() -> int:
    """Add every topic and type to a site that has none, and say how many; what editors changed stays."""
    data = _data()
    return _add(Topic, data["topics"]) + _add(ResearchType, data["research_types"])


@transaction.atomic
def complete() -> int:
    """Give terms the words they lack, and say how many terms; an older release had fewer words to give.

    Only empty fields are filled, and only of a term that still has the slug and English name it started with:
    one that an editor renamed may mean something else now.
    """
    data = _data()
    return _complete(Topic, data["topics"]) + _complete(ResearchType, data["research_types"])


def _data() -> dict[str, list[dict[str, Any]]]:
    text = resources.files("apercu.content").joinpath("taxonomy/taxonomy.json").read_text("utf-8")
    data: dict[str, list[dict[str, Any]]] = json.loads(text)
    return data


def _add(model: type[Term], rows: list[dict[str, Any]]) -> int:
    if model.objects.exists():
        return 0  # a topic somebody removed must not come back at the next start
    for order, row in enumerate(rows, start=1):
        words = {field: row[key] for field, key in WORDS.items()}
        model(name_en=row["name"], slug=row["slug"], aliases=row["aliases"], order=order, **words).save()
    return len(rows)


def _complete(model: type[Term], rows: list[dict[str, Any]]) -> int:
    completed = 0
    here = {(term.slug, term.name_en): term for term in model.objects.all()}
    for row in rows:
        term = here.get((row["slug"], row["name"]))
        missing = [field for field in WORDS if term and not getattr(term, field)]
        if term and missing:
            for field in missing:
                setattr(term, field, row[WORDS[field]])
            term.save()
            completed += 1
    return completed
