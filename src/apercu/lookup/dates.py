"""Dates in the shapes services give them: lists of numbers, ISO texts, and what MEDLINE prints."""

from __future__ import annotations

import re

from apercu.citations.reference import PartialDate
from apercu.lookup.replies import Record

_MONTHS = {
    name: number
    for number, name in enumerate(
        ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec"), start=1
    )
}
_ISO = re.compile(r"(\d{4})(?:-(\d{1,2})(?:-(\d{1,2}))?)?(?:[T ].*)?", re.ASCII)
# "2020 Nov 5", "2020 Nov", "2020"; not "2020 Nov-Dec", of which only the year is one thing
_MEDLINE = re.compile(r"(\d{4})(?:\s+([A-Za-z]{3})[a-z]*\.?(?:\s+(\d{1,2}))?)?(?=\s*(?:[;:.,]|$))", re.ASCII)
_YEAR = re.compile(r"(?<!\d)(1[5-9]\d\d|20\d\d)(?!\d)")


def partial(year: object, month: object = None, day: object = None) -> PartialDate | None:
    """A date as far as its parts make sense; None without a year."""
    number = _number(year)
    if number is None or not 1400 <= number <= 2200:
        return None
    months, days = _number(month), _number(day)
    if months is None or not 1 <= months <= 12:
        return PartialDate(year=number)
    if days is None or not 1 <= days <= 31:
        return PartialDate(year=number, month=months)
    return PartialDate(year=number, month=months, day=days)


def from_parts(record: Record, key: str) -> PartialDate | None:
    """Crossref's `{"date-parts": [[2021, 10, 5]]}`, which may stop early and may hold null."""
    value = record.get(key)
    parts = value.get("date-parts") if isinstance(value, dict) else None
    first = parts[0] if isinstance(parts, list) and parts and isinstance(parts[0], list) else []
    return partial(*first[:3]) if first else None


def from_iso(text: str) -> PartialDate | None:
    """ "2021-10-05", "2021-10" or "2021", with or without a time."""
    match = _ISO.fullmatch(text.strip())
    return partial(*match.groups()) if match else None


def from_medline(text: str) -> PartialDate | None:
    """MEDLINE's "2020 Nov 5"; of "2020 Nov-Dec", "2019-2020" or "Winter 2020" the first year alone."""
    match = _MEDLINE.match(text.strip())
    if match:
        return partial(match[1], _MONTHS.get((match[2] or "").lower()), match[3])
    year = _YEAR.search(text)
    return partial(year[1]) if year else None


def from_medline_parts(year: str, month: str, day: str) -> PartialDate | None:
    """PubMed's elements; a month is a number or a name."""
    return partial(year, _MONTHS.get(month[:3].lower(), month), day)


def _number(value: object) -> int | None:
    if isinstance(value, bool) or not isinstance(value, int | str):
        return None
    text = str(value).strip()
    return int(text) if re.fullmatch(r"\d{1,4}", text, re.ASCII) else None
