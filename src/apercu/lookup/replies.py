"""Replies as JSON, read tolerantly: a value of a wrong kind counts as missing."""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import Any

from apercu.fetching import Reply
from apercu.lookup.unanswered import NotFound, UnexpectedStatus, Unreadable

Record = Mapping[str, Any]
_CONTROLS = {code: None for code in (*range(32), *range(127, 160)) if chr(code) not in "\n\t"}
_NOBODY_KNOWS = frozenset({204, 404, 406, 410})  # 204 and 406: doi.org has no metadata, or none as CSL


def check_status(reply: Reply) -> None:
    """Pass where the reply holds an answer."""
    if reply.status in _NOBODY_KNOWS:
        raise NotFound(f"status={reply.status}")
    if reply.status != 200:
        raise UnexpectedStatus(f"status={reply.status}")


def json_object(reply: Reply) -> Record:
    """The object a reply holds, or `Unreadable`."""
    check_status(reply)
    try:
        value = json.loads(reply.body)
    except (ValueError, RecursionError):
        raise Unreadable("no JSON") from None
    if not isinstance(value, Mapping):
        raise Unreadable("no object")
    return value


def record(of: Record, key: str) -> Record:
    """The object under a key; an empty one where there is none."""
    value = of.get(key)
    return value if isinstance(value, Mapping) else {}


def records(of: Record, key: str) -> tuple[Record, ...]:
    """The objects in the list under a key; a single object counts as a list of one."""
    value = of.get(key)
    if isinstance(value, Mapping):
        return (value,)
    return tuple(item for item in value if isinstance(item, Mapping)) if isinstance(value, list) else ()


def text(of: Record, key: str) -> str:
    """The text under a key, or the first of a list of texts; numbers become texts."""
    value = of.get(key)
    if isinstance(value, list):
        value = next((item for item in value if item), None)
    if isinstance(value, bool) or not isinstance(value, str | int | float):
        return ""
    if isinstance(value, float):
        return str(int(value)) if value.is_integer() else str(value)
    return _storable(str(value))


def texts(of: Record, key: str) -> tuple[str, ...]:
    """All texts in the list under a key; a single text counts as a list of one."""
    value = of.get(key)
    values = value if isinstance(value, list) else [value]
    return tuple(clean for item in values if isinstance(item, str) and (clean := _storable(item)))


def _storable(value: str) -> str:
    """The text without what no database takes: half characters ("\\ud800") and control characters."""
    if value.isprintable():
        return value.strip()
    return value.encode("utf-8", "ignore").decode().translate(_CONTROLS).strip()
