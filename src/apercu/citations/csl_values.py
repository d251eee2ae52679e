"""Single values of a CSL-JSON record, read tolerantly (schema csl-data.json of CSL 1.0.2)."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from typing import Any

_YEAR = re.compile(r"(?<!\d)(?:1[5-9]|20)\d\d(?!\d)")
_ISO_DATE = re.compile(r"\s*(\d{4})-(\d{1,2})(?:-(\d{1,2}))?(?:T.*)?\s*", re.ASCII)


class UnreadableReference(Exception):
    """A CSL-JSON record with a value of a wrong kind; the message names the field."""

    def __init__(self, field: str, expected: str, found: object) -> None:
        super().__init__(f"The field “{field}” should be {expected}, but it is {shown(found)}.")
        self.field = field


def shown(value: object) -> str:
    """A value as it can stand in a sentence: short, on one line."""
    text = repr(value)
    return text if len(text) <= 60 else f"{text[:57]}…"


def text_of(record: Mapping[str, Any], key: str) -> str:
    """A text field; a number becomes its text, and nothing at all becomes ""."""
    value = record.get(key)
    if value is None:
        return ""
    if isinstance(value, str):
        return value
    if isinstance(value, int | float) and not isinstance(value, bool):
        return str(int(value)) if isinstance(value, float) and value.is_integer() else str(value)
    raise UnreadableReference(key, "a text or a number", value)


def records_of(record: Mapping[str, Any], key: str) -> tuple[Mapping[str, Any], ...]:
    """A field that holds a list of objects (names)."""
    value = record.get(key)
    if value is None:
        return ()
    if not _is_list(value):
        raise UnreadableReference(key, "a list", value)
    for item in value:
        if not isinstance(item, Mapping):
            raise UnreadableReference(key, "a list of names with family and given, or literal", item)
    return tuple(value)


def date_of(record: Mapping[str, Any], key: str) -> tuple[tuple[int, ...], dict[str, Any]]:
    """The year, month and day of a date field as far as told, and the keys of it that say something else.

    Dates come as numbers or strings in `date-parts`, or as a text in `raw` or `literal`. A text of which
    no year can be told is handed back untouched among the other keys.
    """
    value = record.get(key)
    if value is None:
        return (), {}
    if isinstance(value, str | int) and not isinstance(value, bool):
        value = {"raw": str(value)}
    if not isinstance(value, Mapping):
        raise UnreadableReference(key, "a date with date-parts, raw or literal", value)
    rest = dict(value)
    if "date-parts" in rest:
        parts = _date_parts(key, rest.pop("date-parts"))
        if parts:
            return parts, rest
    for name in ("raw", "literal"):
        parts = _date_in_text(key, rest.get(name, ""))
        if parts:
            del rest[name]
            return parts, rest
    return (), rest


def _date_parts(key: str, value: Any) -> tuple[int, ...]:
    """The first date of `date-parts`; a season or a zero in the place of the month leaves the year alone."""
    if not _is_list(value) or (value and not _is_list(value[0])):
        raise UnreadableReference(key, "a date with a list of lists in date-parts", value)
    numbers: list[int] = []
    for part in value[0] if value else ():
        if part in (None, ""):
            break
        try:
            numbers.append(int(part))
        except (TypeError, ValueError):
            raise UnreadableReference(key, "a date with numbers in date-parts", part) from None
    return _as_far_as_valid(numbers)


def _date_in_text(key: str, text: object) -> tuple[int, ...]:
    if not isinstance(text, str):
        raise UnreadableReference(key, "a date with a text in raw or literal", text)
    if iso := _ISO_DATE.fullmatch(text):
        return _as_far_as_valid([int(part) for part in iso.groups() if part])
    years = set(_YEAR.findall(text))
    return (int(years.pop()),) if len(years) == 1 else ()  # "1917/1957" names two years: neither is told


def _is_list(value: object) -> bool:
    return isinstance(value, Sequence) and not isinstance(value, str)


def _as_far_as_valid(numbers: list[int]) -> tuple[int, ...]:
    if len(numbers) > 1 and not 1 <= numbers[1] <= 12:
        return tuple(numbers[:1])
    if len(numbers) > 2 and not 1 <= numbers[2] <= 31:
        return tuple(numbers[:2])
    return tuple(numbers[:3])
