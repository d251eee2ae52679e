"""What many pages share is kept for as long as nothing public changes: the edition says whether it did."""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from typing import TypeVar

from django.utils.translation import get_language

from apercu.content import changes

Value = TypeVar("Value")


def by_edition(build: Callable[[], Value]) -> Callable[[], Value]:
    """Build once an edition and language; the edition is read first, so nothing newer is ever missed."""
    kept: dict[str, tuple[changes.Stamp, Value]] = {}

    @wraps(build)
    def value() -> Value:
        language = get_language() or ""
        stamp = changes.stamp()
        if language not in kept or kept[language][0] != stamp:
            kept[language] = (stamp, build())
        return kept[language][1]

    return value
