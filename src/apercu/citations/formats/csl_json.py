"""CSL-JSON: the references as they are kept (schema csl-data.json of CSL 1.0.2)."""

from __future__ import annotations

import json
from collections.abc import Sequence
from typing import Any

from apercu.citations.formats.keys import keys_of
from apercu.citations.formats.reading import Loss, Read, text_of
from apercu.citations.reference import Reference, UnreadableReference

_TAKEN_AWAY = "id"


def write(references: Sequence[Reference]) -> str:
    """The references as a JSON list; each has an `id` of its own or is given one."""
    items = [
        {"id": key, **reference.to_csl()}
        for key, reference in zip(keys_of(references), references, strict=True)
    ]
    return json.dumps(items, ensure_ascii=False, indent=2) + "\n"


def read(content: str | bytes) -> Read:
    """The references of a JSON list, or of one item; an `id` given by `write` is taken away again."""
    text, losses = text_of(content)
    try:
        items = json.loads(text)
    except ValueError as error:
        detail = f"The file is not JSON: {error}"
        return Read(references=(), losses=(*losses, Loss(code="file-unreadable", detail=detail)))
    if isinstance(items, dict):
        items = items.get("items", [items])
    if not isinstance(items, list):
        detail = "The file holds no list of references."
        return Read(references=(), losses=(*losses, Loss(code="file-unreadable", detail=detail)))
    references: list[Reference] = []
    for number, item in enumerate(items, start=1):
        try:
            references.append(_reference(item))
        except UnreadableReference as error:
            losses.append(Loss(code="record-unreadable", detail=f"Record {number}: {error}"))
    return Read(references=_without_given_ids(references), losses=tuple(losses))


def _reference(item: Any) -> Reference:
    if not isinstance(item, dict):
        raise UnreadableReference("item", "an object", item)
    try:
        return Reference.from_csl(item)
    except ValueError as error:  # a date that is none
        raise UnreadableReference("issued", "a date", item.get("issued")) from error


def _without_given_ids(references: Sequence[Reference]) -> tuple[Reference, ...]:
    """The references as they were before `write` gave them an `id`."""
    bare = [_without_id(reference) for reference in references]
    return tuple(
        without if reference.unknown.get(_TAKEN_AWAY) == key else reference
        for reference, without, key in zip(references, bare, keys_of(bare), strict=True)
    )


def _without_id(reference: Reference) -> Reference:
    unknown = {key: value for key, value in reference.unknown.items() if key != _TAKEN_AWAY}
    return Reference(**{**vars(reference), "unknown": unknown})
