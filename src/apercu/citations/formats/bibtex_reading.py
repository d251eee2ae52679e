"""BibTeX as it is found: bibtexparser, with the entries it gives up on told or mended.

bibtexparser 2.1 sets an entry aside for a repeated field or key, and for an unclosed brace; all of them are
in the file's account.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass

from bibtexparser.entrypoint import parse_string
from bibtexparser.library import Library
from bibtexparser.middlewares.names import parse_single_name_into_parts, split_multiple_persons_names
from bibtexparser.middlewares.parsestack import default_parse_stack
from bibtexparser.model import (
    DuplicateBlockKeyBlock,
    DuplicateFieldKeyBlock,
    Entry,
    ImplicitComment,
    ParsingFailedBlock,
)

from apercu.citations.formats.latex import decoded, decoded_verbatim
from apercu.citations.formats.reading import Loss, one_line, text_of
from apercu.citations.identifiers import normalise_pmid
from apercu.citations.reference import Name, PartialDate, Reference

PRIVATE = "apercu"
MONTHS = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")
# The first entry type of a CSL type is the one written.
TYPES = {
    "article": "article-journal",
    "book": "book",
    "collection": "book",
    "proceedings": "book",
    "incollection": "chapter",
    "inbook": "chapter",
    "inproceedings": "paper-conference",
    "conference": "paper-conference",
    "phdthesis": "thesis",
    "mastersthesis": "thesis",
    "thesis": "thesis",
    "techreport": "report",
    "report": "report",
    "unpublished": "manuscript",
    "misc": "document",
    "online": "webpage",
    "electronic": "webpage",
    "www": "webpage",
    "dataset": "dataset",
    "software": "software",
    "manual": "document",
    "booklet": "pamphlet",
}
_SINGLE = {
    "container_title": ("journal", "journaltitle", "booktitle"),
    "publisher": ("publisher", "school", "institution", "organization"),
    "publisher_place": ("address", "location"),
    "edition": ("edition",),
    "volume": ("volume",),
    "issue": ("number", "issue"),
    "number": ("eid", "article-number"),
    "chapter": ("chapter",),
    "status": ("pubstate",),
    "doi": ("doi",),
    "url": ("url", "howpublished"),
}
VERBATIM = frozenset({"doi", "url", "howpublished"})
_KEPT_UNKNOWN = {
    "abstract": "abstract",
    "keywords": "keyword",
    "language": "language",
    "issn": "ISSN",
    "isbn": "ISBN",
    "note": "note",
    "series": "collection-title",
}
_READ_ELSEWHERE = {
    "title",
    "subtitle",
    "author",
    "editor",
    "pages",
    "year",
    "month",
    "day",
    "date",
    "pmid",
    PRIVATE,
}
_DATE = re.compile(r"(\d{4})(?:-(\d{2})(?:-(\d{2}))?)?")


@dataclass(frozen=True, kw_only=True)
class FoundEntry:
    """An entry of a file, its values still in LaTeX."""

    key: str
    type: str
    fields: Mapping[str, str]


def publisher_field(entry_type: str) -> str:
    """What an entry calls the house that published it."""
    return {"phdthesis": "school", "techreport": "institution"}.get(entry_type, "publisher")


def entries_of(content: str | bytes) -> tuple[list[FoundEntry], list[Loss]]:
    """The entries of a file in its order, mended where bibtexparser sets them aside."""
    text, losses = text_of(content)
    library = parse_string(text)
    entries: list[FoundEntry] = []
    for block in library.blocks:
        if isinstance(block, Entry):
            entries.append(_found(block, losses))
        elif isinstance(block, DuplicateBlockKeyBlock | DuplicateFieldKeyBlock):
            if isinstance(mended := _mended(block, library), Entry):
                entries.append(_found(mended, losses))
            else:
                losses.append(Loss(code="entry-unreadable", detail=one_line(block.raw or "")[:200]))
        elif isinstance(block, ParsingFailedBlock):
            losses.append(Loss(code="entry-unreadable", detail=one_line(block.raw or "")[:200]))
        elif isinstance(block, ImplicitComment) and "@" in block.comment:
            losses.append(Loss(code="text-outside-record", detail=one_line(block.comment)[:200]))
    return entries, losses


def reference_of(entry_type: str, fields: Mapping[str, str]) -> tuple[Reference, list[Loss]]:
    """The reference in an entry's fields, without what `apercu` keeps for us."""
    losses: list[Loss] = []
    if entry_type not in TYPES:
        losses.append(Loss(code="type-unknown", detail=entry_type))
    texts = {name: _first(fields, names, losses) for name, names in _SINGLE.items()}
    if "url" not in fields and not re.match(r"https?://", texts["url"]):  # `howpublished` says something else
        if texts["url"]:
            losses.append(Loss(code="field-not-kept", detail=f"howpublished: {texts['url']}"))
        texts["url"] = ""
    authors, cut = _names(fields.get("author", ""))
    editors, _cut = _names(fields.get("editor", ""))
    title = ": ".join(part for name in ("title", "subtitle") if (part := _text(fields.get(name, ""))))
    unknown = {key: value for name, key in _KEPT_UNKNOWN.items() if (value := _text(fields.get(name, "")))}
    pmid = _text(fields.get("pmid", ""))
    losses += [
        Loss(code="field-not-kept", detail=f"{name}: {_text(value)[:200]}")
        for name, value in fields.items()
        if name not in _all_read()
    ]
    reference = Reference(
        type=TYPES.get(entry_type, "document"),
        title=title,
        authors=authors,
        authors_cut=cut,
        editors=editors,
        pages="-".join(_text(part) for part in re.split("-{2,3}", fields.get("pages", ""))),
        issued=_issued(fields, losses),
        pmid=normalise_pmid(pmid) or pmid,
        unknown=unknown,
        **texts,
    )
    return reference, losses


def _all_read() -> set[str]:
    return {*_READ_ELSEWHERE, *_KEPT_UNKNOWN, *(name for names in _SINGLE.values() for name in names)}


def _found(entry: Entry, losses: list[Loss]) -> FoundEntry:
    fields: dict[str, str] = {}
    for field in entry.fields:
        name, value = field.key.lower(), str(field.value)
        if name not in fields:
            fields[name] = value
        elif fields[name] != value:
            detail = f"Entry “{entry.key}”: {name}: {one_line(value)[:200]}"
            losses.append(Loss(code="field-repeated", detail=detail))
    return FoundEntry(key=entry.key, type=entry.entry_type.lower(), fields=fields)


def _mended(block: ParsingFailedBlock, library: Library) -> object:
    """An entry set aside for a repeated key or field, with its values as the others have them."""
    entry = block.ignore_error_block
    if not isinstance(entry, Entry):
        return None
    alone = (
        Library([*library.strings, entry]) if isinstance(block, DuplicateFieldKeyBlock) else Library([entry])
    )
    if isinstance(block, DuplicateFieldKeyBlock):
        for middleware in default_parse_stack():
            alone = middleware.transform(alone)
    return alone.entries[0] if alone.entries else entry


def _first(fields: Mapping[str, str], names: tuple[str, ...], losses: list[Loss]) -> str:
    found = ((name, fields.get(name, "")) for name in names)
    texts = (one_line((decoded_verbatim if name in VERBATIM else decoded)(value)) for name, value in found)
    values = list(dict.fromkeys(text for text in texts if text))
    losses += [Loss(code="field-repeated", detail=f"{names[0]}: {value[:200]}") for value in values[1:]]
    return values[0] if values else ""


def _text(value: str) -> str:
    return one_line(decoded(value))


def _names(value: str) -> tuple[tuple[Name, ...], bool]:
    """The people of a list, and whether it ends in "and others"."""
    names = [one_line(name) for name in split_multiple_persons_names(value)] if value.strip() else []
    cut = bool(names) and names[-1].lower() == "others"
    return tuple(_name(name) for name in (names[:-1] if cut else names) if name), cut


def _name(text: str) -> Name:
    """A group in braces, or a person in one of BibTeX's three orders."""
    if text.startswith("{") and text.endswith("}") and _closes_at_end(text):
        return Name(literal=_text(text))
    parts = parse_single_name_into_parts(text, strict=False)
    return Name(
        family=_text(" ".join(parts.last)),
        given=_text(" ".join(parts.first)),
        particle=_text(" ".join(parts.von)),
        suffix=_text(" ".join(parts.jr)),
    )


def _closes_at_end(text: str) -> bool:
    depth = 0
    for place, letter in enumerate(text):
        depth += (letter == "{") - (letter == "}")
        if not depth and place < len(text) - 1:
            return False
    return True


def _issued(fields: Mapping[str, str], losses: list[Loss]) -> PartialDate | None:
    if (date := _text(fields.get("date", ""))) and (match := _DATE.match(date)):
        year, month, day = (int(part) if part else None for part in match.groups())
    else:
        text = _text(fields.get("year", ""))
        found = re.search(r"(?<!\d)\d{4}(?!\d)", text)
        if text and not (found and text == found[0]):
            losses.append(Loss(code="date-rest" if found else "date-unreadable", detail=text))
        year = int(found[0]) if found else None
        month, day = _month(fields, losses), _number(_text(fields.get("day", "")))
    try:
        return PartialDate(year=year, month=month, day=day if month else None) if year else None
    except ValueError:
        losses.append(Loss(code="date-unreadable", detail=f"{year}-{month}-{day}"))
        return PartialDate(year=year) if year else None


def _month(fields: Mapping[str, str], losses: list[Loss]) -> int | None:
    text = _text(fields.get("month", "")).lower()
    if text[:3] in MONTHS:
        return MONTHS.index(text[:3]) + 1
    number = _number(text)
    if text and not (number and 1 <= number <= 12):
        losses.append(Loss(code="date-rest", detail=f"month: {text}"))
        return None
    return number


def _number(text: str) -> int | None:
    return int(text) if text.isdecimal() and text.isascii() else None
