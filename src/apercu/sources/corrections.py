"""The corrections a summary's front matter tells of: `corrections: [{date: 2024-05-02, text: "…"}]`."""

from __future__ import annotations

import datetime
import re
from collections.abc import Iterator

from apercu.sources.codes import Note
from apercu.sources.draft import CorrectionDraft
from apercu.sources.front_matter import FrontMatter, wrong_type

_DATE = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}")


def read_corrections(front: FrontMatter) -> tuple[CorrectionDraft, ...]:
    """Every correction that has a date and a text; a caveat for each that has not."""
    return tuple(_read(front))


def _read(front: FrontMatter) -> Iterator[CorrectionDraft]:
    for number, record in enumerate(front.records("corrections"), start=1):
        try:
            yield _correction(record)
        except ValueError as error:
            front.note(Note.CORRECTION_UNREADABLE, f"correction {number}: {error}")


def _correction(record: object) -> CorrectionDraft:
    """The correction, or ValueError with what is wrong with it."""
    if not isinstance(record, dict):
        raise ValueError(wrong_type("corrections", dict, record))
    date, text = record.get("date"), record.get("text")
    if not isinstance(text, str) or not text.strip():
        raise ValueError(wrong_type("text", str, text))
    if not isinstance(date, str) or not _DATE.fullmatch(date):
        raise ValueError(f"date: {date} is none; write it as 2024-05-02 ({text})")
    try:
        return CorrectionDraft(date=datetime.date.fromisoformat(date), text=text)
    except ValueError as error:
        raise ValueError(f"date: {date} is none ({text})") from error
