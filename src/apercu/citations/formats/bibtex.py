"""BibTeX: an entry a reference, UTF-8, in the fields of BibTeX 0.99d and, where it has none, of biblatex.

What neither has a field for stands in `apercu`, as JSON in percent-encoding, which holds no character that
BibTeX knows.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from urllib.parse import quote, unquote

from apercu.citations.formats.bibtex_reading import (
    MONTHS,
    PRIVATE,
    TYPES,
    VERBATIM,
    entries_of,
    publisher_field,
    reference_of,
)
from apercu.citations.formats.keys import keys_of
from apercu.citations.formats.latex import escaped, verbatim, with_capitals
from apercu.citations.formats.reading import Loss, Read, one_line
from apercu.citations.formats.remainder import Found, remainder, restored
from apercu.citations.reference import Name, Reference

_ENTRY_OF_TYPE = {csl: entry for entry, csl in reversed(TYPES.items())}
_RANGE = re.compile(r"(?<=\w)\s*[-‐‑‒–—]\s*(?=\w)")


def write(references: Sequence[Reference]) -> str:
    """The references as a BibTeX file; keys are made of family name, year and letter."""
    return "\n".join(
        _entry(key, reference) for key, reference in zip(keys_of(references), references, strict=True)
    )


def read(content: str | bytes) -> Read:
    """The references of a BibTeX file, whoever wrote it, and what was lost of it."""
    entries, losses = entries_of(content)
    references = []
    for entry in entries:
        found = reference_of(entry.type, entry.fields)
        if kept := entry.fields.get(PRIVATE):
            found = restored(found, unquote(kept), once_more=_read_back)
        reference, lost = found
        references.append(reference)
        losses += [Loss(code=loss.code, detail=f"Entry “{entry.key}”: {loss.detail}") for loss in lost]
    return Read(references=tuple(references), losses=tuple(losses))


def _entry(key: str, reference: Reference) -> str:
    entry_type, fields = _fields(reference)
    if kept := remainder(reference, _read_back(reference)[0]):
        fields[PRIVATE] = quote(kept, safe=" :,[]-+")
    lines = [
        f"  {name} = {value if name == 'month' else f'{{{value}}}'},\n" for name, value in fields.items()
    ]
    return f"@{entry_type}{{{key},\n{''.join(lines)}}}\n"


def _read_back(reference: Reference) -> Found:
    return reference_of(*_fields(reference))


def _fields(reference: Reference) -> tuple[str, dict[str, str]]:
    entry_type = _ENTRY_OF_TYPE.get(reference.type, "misc")
    in_book = entry_type in ("incollection", "inproceedings")
    date = reference.issued
    authors = [*map(_name, reference.authors), *(["others"] if reference.authors_cut else [])]
    plain = {
        "booktitle" if in_book else "journal": reference.container_title,
        publisher_field(entry_type): reference.publisher,
        "address": reference.publisher_place,
        "edition": reference.edition,
        "volume": reference.volume,
        "number": reference.issue,
        "pages": _RANGE.sub("--", reference.pages),
        "eid": reference.number,
        "chapter": reference.chapter,
        "year": f"{date.year:04}" if date else "",
        "month": MONTHS[date.month - 1] if date and date.month else "",
        "day": str(date.day) if date and date.day else "",
        "pubstate": reference.status,
        "doi": reference.doi,
        "pmid": reference.pmid,
        "url": reference.url,
    }
    fields = {
        "author": " and ".join(author for author in authors if author),
        "editor": " and ".join(editor for editor in map(_name, reference.editors) if editor),
        "title": with_capitals(one_line(reference.title)),
        **{name: _value(name, one_line(value)) for name, value in plain.items()},
    }
    return entry_type, {name: value for name, value in fields.items() if value}


def _value(name: str, value: str) -> str:
    """The value in LaTeX; the two hyphens of a range are meant."""
    if name in VERBATIM:
        return verbatim(value)
    return "--".join(map(escaped, value.split("--"))) if name == "pages" else escaped(value)


def _name(name: Name) -> str:
    """ "particle Family, Suffix, Given"; a group in braces, which keep it whole."""
    family, given = one_line(name.family), one_line(name.given)
    if not family:
        whole = one_line(name.literal or name.given)
        return f"{{{escaped(whole)}}}" if whole else ""
    shown = _whole(family) if _is_many_words(family) else _safe(family)
    particle = " ".join(map(_safe, one_line(name.particle).split()))
    suffix = _safe(one_line(name.suffix))
    parts = [f"{particle} {shown}".strip(), *([suffix] if suffix else []), _safe(given)]
    return ", ".join(parts) if given or suffix else parts[0]


def _is_many_words(family: str) -> bool:
    """Whether BibTeX might take a part of the family name for a particle."""
    return " " in family or family[:1].islower()


def _whole(text: str) -> str:
    return f"{{{escaped(text)}}}"


def _safe(text: str) -> str:
    """A part of a name, in braces where a comma or an "and" would end it."""
    return _whole(text) if "," in text or re.search(r"\band\b", text, re.IGNORECASE) else escaped(text)
