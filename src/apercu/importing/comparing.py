"""What a source says now, what it said last time, and what stands here: are they the same words?"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from apercu.content.models import Summary
from apercu.importing.models import Origin
from apercu.sources.cleaning import clean_html

TEXTS = ("title", "gist", "body", "implications", "printed_citation")


def changes(given: Mapping[str, Any], now: Summary, origin: Origin | None) -> set[str]:
    """The texts that differ from what this source gave last time (never met: from what is here)."""
    before = origin.given if origin else {field: getattr(now, field) for field in TEXTS}
    return {field for field in TEXTS if _same(given[field]) != _same(before.get(field, ""))}


def edited_here(now: Summary, origin: Origin | None) -> bool:
    """Whether an editor changed the text since this source gave it; without an origin nobody can tell."""
    return origin is None or any(
        _same(getattr(now, field)) != _same(origin.given.get(field, "")) for field in TEXTS
    )


def _same(text: str) -> str:
    """A text as it is compared: the desk marks its blocks and breaks lines without changing a word."""
    return " ".join(clean_html(text).replace("><", "> <").split())
