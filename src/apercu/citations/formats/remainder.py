"""What a format has no words for: kept beside, so that the same record comes back.

A writer reads back what it wrote; the CSL values that differ from the reference go into one private field.
A reader lays them over what it read, but only while they agree with it: where somebody changed the record
in between, the change wins.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping
from dataclasses import replace
from typing import Any

from apercu.citations.formats.reading import Loss
from apercu.citations.reference import Reference, UnreadableReference

Found = tuple[Reference, list[Loss]]


def remainder(reference: Reference, read_back: Reference) -> str:
    """The values in which a reference differs from what was read back, as ASCII JSON; "" for none.

    Keys that we have no field for (`unknown`) are not carried.
    """
    wanted, got = _known(reference).to_csl(), _known(read_back).to_csl()
    differing = {
        key: wanted.get(key) for key in wanted.keys() | got.keys() if wanted.get(key) != got.get(key)
    }
    if not differing:
        return ""
    return json.dumps(differing, sort_keys=True).replace("  ", " \\u0020")  # files join runs of spaces


def restored(found: Found, kept: str, *, once_more: Callable[[Reference], Found]) -> Found:
    """The reference with the values kept beside it, and the losses that are none of ours.

    `once_more` writes a reference and reads it back.
    """
    reference, losses = found
    try:
        candidate = _laid_over(reference, json.loads(kept))
    except (ValueError, UnreadableReference):
        return reference, [*losses, Loss(code="private-field-unreadable", detail=kept[:200])]
    again, our_losses = once_more(candidate)
    if _known(again) != _known(reference):
        return reference, [*losses, Loss(code="private-field-outdated", detail=kept[:200])]
    return candidate, [loss for loss in losses if loss not in our_losses]


def _laid_over(reference: Reference, values: Any) -> Reference:
    if not isinstance(values, Mapping):
        raise ValueError("not an object")
    csl = {**reference.to_csl(), **values}
    return Reference.from_csl({key: value for key, value in csl.items() if value is not None})


def _known(reference: Reference) -> Reference:
    """The reference in our own fields alone."""
    return replace(reference, unknown={})
