"""RIS as it is found: rispy, guarded against what it drops, and its many tags brought together.

rispy 0.10 loses the first record behind a byte order mark, every record without `ER`, all but the first of a
repeated field, and lines with one space before the hyphen. The lines are therefore put right before it reads
them, every tag is read as a list, and the records it gives are counted.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Any, ClassVar

import rispy

from apercu.citations.formats.reading import Loss, one_line, text_of
from apercu.citations.identifiers import normalise_doi, normalise_pmid
from apercu.citations.reference import Name, PartialDate, Reference

Fields = Mapping[str, Sequence[str]]

PRIVATE = "apercu "
# The first tag of a type is the one written.
TYPES = {
    "JOUR": "article-journal",
    "EJOUR": "article-journal",
    "JFULL": "periodical",
    "MGZN": "article-magazine",
    "NEWS": "article-newspaper",
    "BOOK": "book",
    "EBOOK": "book",
    "EDBOOK": "book",
    "CHAP": "chapter",
    "ECHAP": "chapter",
    "CPAPER": "paper-conference",
    "CONF": "paper-conference",
    "THES": "thesis",
    "RPRT": "report",
    "GOVDOC": "report",
    "ELEC": "webpage",
    "BLOG": "post-weblog",
    "DATA": "dataset",
    "COMP": "software",
    "UNPB": "manuscript",
    "MANSCPT": "manuscript",
    "DICT": "entry-dictionary",
    "ENCYC": "entry-encyclopedia",
    "MPCT": "motion_picture",
    "VIDEO": "motion_picture",
    "PCOMM": "personal_communication",
    "PAT": "patent",
    "STAT": "legislation",
    "BILL": "bill",
    "CASE": "legal_case",
    "MAP": "map",
    "PAMP": "pamphlet",
    "STAND": "standard",
    "GEN": "document",
}
_LINE = re.compile(r"\s*([A-Z][A-Z0-9])\s{0,3}-(?:\s(.*)|\s*)")
_TITLES = ("TI", "T1", "CT")
_CONTAINERS = ("T2", "JF", "JO", "BT", "JA", "J2")
_ABBREVIATIONS = ("JA", "J2", "JO")
_SINGLE = {
    "publisher": ("PB",),
    "publisher_place": ("CY", "PP"),
    "edition": ("ET",),
    "volume": ("VL",),
    "issue": ("IS", "CP"),
    "number": ("C7",),
    "chapter": ("SE",),
    "doi": ("DO", "DI"),
    "url": ("UR",),
}
_KEPT_UNKNOWN = {"AB": "abstract", "N2": "abstract", "LA": "language", "SN": "ISSN", "N1": "note"}
_READ_ELSEWHERE = {"TY", "AU", "A1", "A2", "ED", "PY", "Y1", "DA", "SP", "EP", "AN", "KW", "DB", "ER"}
_DATE = re.compile(r"\s*(\d{4})(?:[/-](\d{1,2})?(?:[/-](\d{1,2})?(?:/(.*))?)?)?\s*")
_SUFFIX = re.compile(r"(?:Jr|Sr)\.?|I{1,3}|IV|V", re.IGNORECASE)
_A_RANGE = re.compile(r"\S\s*[-‐‑‒–—]\s*\S")


class _EveryTag(rispy.RisParser):
    """rispy with every tag under its own name, as a list, and nothing split or joined."""

    _TAGS: ClassVar[list[str]] = [
        first + second
        for first in "ABCDEFGHIJKLMNOPQRSTUVWXYZ"
        for second in "ABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789"
    ]
    DEFAULT_MAPPING: ClassVar[dict[str, str]] = {tag: tag for tag in _TAGS}
    DEFAULT_LIST_TAGS: ClassVar[list[str]] = [tag for tag in _TAGS if tag != "TY"]
    DEFAULT_DELIMITER_MAPPING: ClassVar[dict[str, str]] = {}


def records_of(content: str | bytes) -> tuple[list[Fields], list[Loss]]:
    """The fields of every record, each tag with its values in order."""
    text, losses = text_of(content)
    lines, outside = _put_right(text)
    losses += outside
    records = rispy.loads("\n".join(lines), implementation=_EveryTag)
    announced = sum(line.startswith("TY  -") for line in lines)
    if len(records) != announced:
        detail = f"The file announces {announced} records, and {len(records)} could be read."
        losses.append(Loss(code="records-lost", detail=detail))
    return [{**record, "TY": [record["TY"]]} for record in records], losses


def _put_right(text: str) -> tuple[list[str], list[Loss]]:
    """The lines as rispy wants them, each record closed; a line without a tag goes on with the one before."""
    lines: list[str] = []
    losses: list[Loss] = []
    within = False
    for raw in re.split(r"\r\n|\r|\n", text):
        match = _LINE.fullmatch(raw)
        tag, value = (match[1], one_line(match[2] or "")) if match else ("", one_line(raw))
        if tag == "TY":
            if within:
                lines.append("ER  - ")
            within = True
            lines.append(f"TY  - {value}")
        elif tag == "ER":
            if within:
                lines.append("ER  - ")
            within = False
        elif within and tag:
            lines.append(f"{tag}  - {value}")
        elif within and value and not lines[-1].startswith("TY"):
            lines[-1] = f"{lines[-1]} {value}"
        elif value:
            losses.append(Loss(code="text-outside-record", detail=raw.strip()[:200]))
    if within:
        lines.append("ER  - ")
    return lines, losses


def reference_of(fields: Fields) -> tuple[Reference, list[Loss]]:
    """The reference in a record's fields, without what `C1` keeps for us."""
    losses: list[Loss] = []
    type_tag = _first(fields, ("TY",), losses)
    title = _first(fields, _TITLES, losses)
    container, unknown = _container(fields, losses)
    if type_tag not in TYPES and type_tag:
        losses.append(Loss(code="type-unknown", detail=type_tag))
    texts: dict[str, Any] = {name: _first(fields, tags, losses) for name, tags in _SINGLE.items()}
    issued = _issued(fields, losses)
    pmid = _pmid(fields, losses)
    if not texts["doi"] and (doi := normalise_doi(texts["url"])):
        texts["doi"] = doi
    unknown |= _kept_unknown(fields, losses)
    losses += [
        Loss(code="field-not-kept", detail=f"{tag}: {value[:200]}")
        for tag, values in fields.items()
        for value in values
        if value and tag not in _all_read() and not (tag == "C1" and value.startswith(PRIVATE))
    ]
    reference = Reference(
        type=TYPES.get(type_tag, "document"),
        title=title,
        authors=tuple(name_of(text) for tag in ("AU", "A1") for text in fields.get(tag, ()) if text),
        editors=tuple(name_of(text) for tag in ("A2", "ED") for text in fields.get(tag, ()) if text),
        container_title=container,
        pages=_pages(fields, losses),
        issued=issued,
        pmid=pmid,
        unknown=unknown,
    )
    return replace(reference, **texts), losses


def name_of(text: str) -> Name:
    """ "Family, Given, Suffix", in BibTeX's order too ("King, Jr., Martin"); without a comma a group."""
    parts = [part.strip() for part in text.split(",")]
    if len(parts) == 1 or not any(parts[1:]):
        return Name(literal=parts[0])
    if len(parts) == 3 and _SUFFIX.fullmatch(parts[1]) and parts[2]:
        parts = [parts[0], parts[2], parts[1]]
    if len(parts) > 3:
        parts = [parts[0], ", ".join(parts[1:]), ""]
    family, given, suffix = (*parts, "")[:3]
    return Name(family=family, given=given, suffix=suffix)


def _all_read() -> set[str]:
    single = {tag for tags in _SINGLE.values() for tag in tags}
    return {*single, *_TITLES, *_CONTAINERS, *_KEPT_UNKNOWN, *_READ_ELSEWHERE}


def _first(fields: Fields, tags: Sequence[str], losses: list[Loss]) -> str:
    """The first value under any of these tags; another one that differs is a loss."""
    values = list(dict.fromkeys(value for tag in tags for value in fields.get(tag, ()) if value))
    losses += [Loss(code="field-repeated", detail=f"{tags[0]}: {value[:200]}") for value in values[1:]]
    return values[0] if values else ""


def _container(fields: Fields, losses: list[Loss]) -> tuple[str, dict[str, str]]:
    """The journal or book, and its abbreviation where a file has both."""
    found = [(tag, value) for tag in _CONTAINERS for value in fields.get(tag, ()) if value]
    if not found:
        return "", {}
    container = found[0][1]
    others = {value: tag for tag, value in found if value != container}
    short = next((value for value, tag in others.items() if tag in _ABBREVIATIONS), "")
    losses += [
        Loss(code="field-repeated", detail=f"{tag}: {value[:200]}")
        for value, tag in others.items()
        if value != short
    ]
    return container, {"container-title-short": short} if short else {}


def _kept_unknown(fields: Fields, losses: list[Loss]) -> dict[str, str]:
    unknown: dict[str, str] = {}
    for tag, key in _KEPT_UNKNOWN.items():
        for value in fields.get(tag, ()):
            if not value or unknown.get(key) == value:
                continue
            if key in unknown:
                losses.append(Loss(code="field-repeated", detail=f"{tag}: {value[:200]}"))
            else:
                unknown[key] = value
    if words := [word for word in fields.get("KW", ()) if word]:
        unknown["keyword"] = "; ".join(words)
    return unknown


def _issued(fields: Fields, losses: list[Loss]) -> PartialDate | None:
    """The date told most precisely; "2021///" is a year, "2021/07/15/Summer" has a rest that is lost."""
    dates: list[PartialDate] = []
    for tag in ("PY", "Y1", "DA"):
        for value in fields.get(tag, ()):
            match = _DATE.fullmatch(value)
            date = _date(match) if match else None
            if date:
                dates.append(date)
            if match and (match[4] or "").strip():
                losses.append(Loss(code="date-rest", detail=f"{tag}: {value}"))
            if value and not date:
                losses.append(Loss(code="date-unreadable", detail=f"{tag}: {value}"))
    if not dates:
        return None
    year = dates[0].year
    losses += [
        Loss(code="field-repeated", detail=f"date: {date.year}") for date in dates[1:] if date.year != year
    ]
    return max((date for date in dates if date.year == year), key=lambda date: len(date.to_csl()))


def _date(match: re.Match[str]) -> PartialDate | None:
    try:
        year, month, day = (int(part) if part else None for part in match.group(1, 2, 3))
        return PartialDate(year=year or 0, month=month or None, day=(day or None) if month else None)
    except ValueError:
        return None


def _pages(fields: Fields, losses: list[Loss]) -> str:
    start, end = _first(fields, ("SP",), losses), _first(fields, ("EP",), losses)
    if not end or end == start:
        return start
    if not start:
        return end
    if _A_RANGE.search(start):
        if not start.endswith(end):
            losses.append(Loss(code="field-repeated", detail=f"EP: {end}"))
        return start
    return f"{start}-{end}"


def _pmid(fields: Fields, losses: list[Loss]) -> str:
    """An accession number that is PubMed's: it says so, or it is a number and no other database is named."""
    database = " ".join(fields.get("DB", ()))
    is_pubmed = not database or re.search("pubmed|medline", database, re.IGNORECASE)
    pmid = ""
    for value in fields.get("AN", ()):
        found = normalise_pmid(value) if value.upper().startswith("PMID") or is_pubmed else ""
        if found and not pmid:
            pmid = found
        elif value:
            losses.append(Loss(code="field-not-kept", detail=f"AN: {value}"))
    return pmid
