"""RIS: a record from `TY  - ` to `ER  - `, a field a line (RIS Format Specifications, 2011).

What RIS has no tag for stands in `C1` behind the word "apercu", as JSON: the type where RIS knows no such
type, a list of authors that was cut, a status, parts of names, the printed dash of pages.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from apercu.citations.formats.reading import Loss, Read, one_line
from apercu.citations.formats.remainder import Found, remainder, restored
from apercu.citations.formats.ris_reading import PRIVATE, TYPES, records_of, reference_of
from apercu.citations.reference import Name, Reference

_TAG_OF_TYPE = {csl: tag for tag, csl in reversed(TYPES.items())}
_RANGE = re.compile(r"(\S+?)\s*[-‐‑‒–—]\s*(\S+)")


def write(references: Sequence[Reference]) -> str:
    """The references as a RIS file, its lines ended as the format asks (CR LF)."""
    return "".join(_record(reference) for reference in references)


def read(content: str | bytes) -> Read:
    """The references of a RIS file, whoever wrote it, and what was lost of it."""
    records, losses = records_of(content)
    references = []
    for number, fields in enumerate(records, start=1):
        kept = [value for value in fields.get("C1", []) if value.startswith(PRIVATE)]
        found = reference_of(fields)
        if kept:
            found = restored(found, kept[0].removeprefix(PRIVATE), once_more=_read_back)
        reference, lost = found
        references.append(reference)
        losses += [Loss(code=loss.code, detail=f"Record {number}: {loss.detail}") for loss in lost]
    return Read(references=tuple(references), losses=tuple(losses))


def _record(reference: Reference) -> str:
    fields = _fields(reference)
    if kept := remainder(reference, _read_back(reference)[0]):
        fields.append(("C1", f"{PRIVATE}{kept}"))
    return "".join(f"{tag}  - {value}\r\n" for tag, value in [*fields, ("ER", "")])


def _read_back(reference: Reference) -> Found:
    fields: dict[str, list[str]] = {}
    for tag, value in _fields(reference):
        fields.setdefault(tag, []).append(value)
    return reference_of(fields)


def _fields(reference: Reference) -> list[tuple[str, str]]:
    start, end = _pages(reference.pages)
    date = reference.issued
    month = f"{date.month:02}" if date and date.month else ""
    day = f"{date.day:02}" if date and date.day else ""
    fields = [
        *(("AU", _name(name)) for name in reference.authors),
        ("TI", reference.title),
        ("T2", reference.container_title),
        ("JF", reference.container_title if reference.type == "article-journal" else ""),
        *(("A2", _name(name)) for name in reference.editors),
        ("PY", f"{date.year:04}" if date else ""),
        ("DA", f"{date.year:04}/{month}/{day}" if date and month else ""),
        ("VL", reference.volume),
        ("IS", reference.issue),
        ("SP", start),
        ("EP", end),
        ("C7", reference.number),
        ("SE", reference.chapter),
        ("ET", reference.edition),
        ("PB", reference.publisher),
        ("CY", reference.publisher_place),
        ("DO", reference.doi),
        ("AN", f"PMID: {reference.pmid}" if reference.pmid else ""),
        ("UR", reference.url),
    ]
    lines = [(tag, one_line(value)) for tag, value in fields]
    return [("TY", _TAG_OF_TYPE.get(reference.type, "GEN")), *((tag, value) for tag, value in lines if value)]


def _name(name: Name) -> str:
    """ "Family, Given, Suffix"; a group as it is called."""
    if not name.family:
        return name.literal or name.given
    parts = [" ".join(part for part in (name.particle, name.family) if part), name.given, name.suffix]
    while not parts[-1]:
        parts.pop()
    return ", ".join(parts)


def _pages(pages: str) -> tuple[str, str]:
    match = _RANGE.fullmatch(pages)
    return (match[1], match[2]) if match else (pages, "")
