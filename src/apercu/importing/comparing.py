"""What a source says now, what it said last time, and what stands here: are they the same words?"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from apercu.content.models import Summary
from apercu.importing.models import Origin
from apercu.sources.cleaning import clean_html

TEXTS = ("title", "gist", "body", "implications", "printed_citation")
CORRECTIONS = "corrections"


def changes(given: Mapping[str, Any], now: Summary, origin: Origin | None) -> set[str]:
    """The texts that differ from what this source gave last time (never met: from what is here)."""
    before = origin.given if origin else {field: getattr(now, field) for field in TEXTS}
    changed = {field for field in TEXTS if _same(given[field]) != _same(before.get(field, ""))}
    told = given[CORRECTIONS]
    known = before.get(CORRECTIONS, []) if origin else _corrections(now)
    if (told or origin) and _listed(told) != _listed(known):  # a source may have no place for them
        changed.add(CORRECTIONS)
    return changed


def edited_here(now: Summary, origin: Origin | None) -> bool:
    """Whether an editor changed the text since this source gave it; without an origin nobody can tell."""
    if origin is None or _listed(_corrections(now)) != _listed(origin.given.get(CORRECTIONS, [])):
        return True
    return any(_same(getattr(now, field)) != _same(origin.given.get(field, "")) for field in TEXTS)


def _corrections(now: Summary) -> list[dict[str, str]]:
    return [{"date": f"{row.date}", "text": row.text} for row in now.corrections.all()]


def _listed(corrections: Sequence[Mapping[str, str]]) -> list[tuple[str, str]]:
    """Corrections as they are compared: the desk breaks lines in its own way."""
    return [(one["date"], " ".join(one["text"].split())) for one in corrections]


def _same(text: str) -> str:
    """A text as it is compared: the desk marks its blocks and breaks lines without changing a word."""
    return " ".join(clean_html(text).replace("><", "> <").split())
