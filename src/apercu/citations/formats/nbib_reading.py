"""The fields of a MEDLINE record as a reference (NLM, "MEDLINE/PubMed Data Element Descriptions")."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any

from apercu.citations.formats.reading import Loss
from apercu.citations.identifiers import normalise_doi, normalise_issn, normalise_pmcid, normalise_pmid
from apercu.citations.reference import Name, PartialDate, Reference

Fields = Sequence[tuple[str, str]]  # in the order of the record: `FAU` and `AU` of one person stand together

# Words on other publications about this one: what they say is in `custom`, for an editor must hear of it.
NOTICES = {
    "RIN": "retraction",
    "RPI": "republication",
    "CRI": "republication",
    "ECI": "expression-of-concern",
    "EIN": "correction",
    "UIN": "update",
}
_MONTHS = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")
_DATE = re.compile(r"(\d{4})(?:[ /-]([A-Za-z]{3})[a-z]*)?(?: (\d{1,2}))?(.*)")
_SUFFIX = re.compile(r"(.*\S) (Jr|Sr|2nd|3rd|4th|II|III|IV)\.?")
_PAGES = re.compile(r"([A-Za-z]*)(\d+)-([A-Za-z]*)(\d+)")
_INITIALS = re.compile(r"(.*\S) ([A-Z]{1,4})")
_TYPED = re.compile(r"(.*\S)\s*\[([a-z]+)\]")
_RETRACTED = "Retracted Publication"
_LANGUAGES = {"eng": "en", "fre": "fr", "ger": "de", "spa": "es", "ita": "it", "por": "pt", "dut": "nl"}
_SINGLE = {"VI": "volume", "IP": "issue", "EN": "edition", "PB": "publisher"}
_KEPT_UNKNOWN = {"AB": "abstract", "TT": "original-title", "TA": "container-title-short"}
_AHEAD = "aheadofprint"


@dataclass
class _Record:
    """A record being read: what is not taken in the end is lost, and says so."""

    fields: Fields
    losses: list[Loss] = field(default_factory=list)
    taken: set[str] = field(default_factory=set)

    def all(self, *tags: str) -> list[str]:
        """Every value under these tags, in order and without repeats."""
        self.taken.update(tags)
        return list(dict.fromkeys(value for tag in tags for t, value in self.fields if t == tag and value))

    def first(self, *tags: str) -> str:
        """The first value under these tags; another one that differs is a loss."""
        values = self.all(*tags)
        for value in values[1:]:
            self.lose("field-repeated", f"{tags[0]}: {value[:200]}")
        return values[0] if values else ""

    def lose(self, code: str, detail: str) -> None:
        self.losses.append(Loss(code=code, detail=detail))


def reference_of(fields: Fields) -> tuple[Reference, list[Loss]]:
    """The reference in a record's fields, and what of them it does not hold."""
    record = _Record(fields)
    texts: dict[str, Any] = {name: record.first(tag) for tag, name in _SINGLE.items()}
    types = record.all("PT")
    kind = _kind(record, types)
    unknown: dict[str, Any] = {
        key: value for tag, key in _KEPT_UNKNOWN.items() if (value := record.first(tag))
    }
    if "Preprint" in types:
        unknown["genre"] = "Preprint"
    unknown |= _identifiers(record) | _words(record)
    doi = _doi(record)
    if notices := _notices(record, types):
        unknown["custom"] = {"notices": notices}
    container = record.first("JT") if kind != "chapter" else record.first("BTI")
    if not container and kind != "book":
        container = unknown.pop("container-title-short", "")
    reference = Reference(
        type=kind,
        title=_title(record.first(*(("BTI", "TI") if kind == "book" else ("TI",)))),
        authors=_people(record, ("FAU", "AU", "CN")),
        editors=_people(record, ("FED", "ED")),
        container_title=container,
        publisher_place=record.first("PL") if kind in {"book", "chapter"} else "",
        issued=_issued(record),
        pages=_pages(record),
        status=_status(record, texts["volume"]),
        doi=doi,
        pmid=_pmid(record),
        unknown=unknown,
        **texts,
    )
    for tag in dict.fromkeys(tag for tag, _value in fields if tag not in record.taken):
        values = "; ".join(record.all(tag))
        if values:
            record.lose("field-not-kept", f"{tag}: {values[:200]}")
    return reference, record.losses


def _kind(record: _Record, types: Sequence[str]) -> str:
    """The type in CSL's words; the types of study beside it ("Meta-Analysis") are kept with the keywords."""
    tags = {tag for tag, value in record.fields if value}
    if "BTI" in tags:
        return "chapter" if "TI" in tags else "book"
    return "article" if "Preprint" in types else "article-journal"


def _title(title: str) -> str:
    """The title without the full stop NLM ends it with, and without the brackets of a translated one."""
    title = title.strip()
    if title.endswith(".") and not title.endswith(".."):
        title = title[:-1].rstrip()
    if title.startswith("[") and title.endswith("]"):
        title = title[1:-1].strip()
    return title


def _people(record: _Record, tags: tuple[str, ...]) -> tuple[Name, ...]:
    """Names in the order of the record; a short form that follows its full form says nothing new."""
    record.taken.update(tags)
    full, short = tags[0], tags[1]
    names: list[Name] = []
    before = ""
    for tag, value in record.fields:
        if not value or tag not in tags:
            continue
        if tag == full:
            names.append(_full_name(value))
        elif tag == short and before != full:
            names.append(_short_name(value))
        elif tag not in {full, short}:
            names.append(Name(literal=value))
        before = tag
    return tuple(names)


def _full_name(text: str) -> Name:
    """ "Wampold, Bruce E", "King, Martin L Jr"; without a comma a group, or somebody with one name."""
    family, comma, given = (part.strip() for part in text.partition(","))
    if not comma or not given:
        return Name(literal=text.strip(" ,") or text)
    suffix = _SUFFIX.fullmatch(given)
    return Name(family=family, given=suffix[1] if suffix else given, suffix=suffix[2] if suffix else "")


def _short_name(text: str) -> Name:
    """ "Wampold BE", "King ML Jr"."""
    suffix = _SUFFIX.fullmatch(text)
    name = _INITIALS.fullmatch(suffix[1] if suffix else text)
    if not name:
        return Name(literal=text)
    given = " ".join(f"{letter}." for letter in name[2])
    return Name(family=name[1], given=given, suffix=suffix[2] if suffix else "")


def _issued(record: _Record) -> PartialDate | None:
    """The date of the issue, or else of the electronic version; "2020 Nov-Dec" is November, "Spring" lost."""
    dates: list[PartialDate] = []
    for tag in ("DP", "DEP"):
        value = record.first(tag)
        if not value:
            continue
        compact = re.fullmatch(r"(\d{4})(\d\d)(\d\d)", value)
        date, rest = _compact_date(*compact.groups()) if compact else _date(value)
        if date is None:
            record.lose("date-unreadable", f"{tag}: {value}")
        elif rest or dates:
            record.lose("date-rest", f"{tag}: {value}")
        if date:
            dates.append(date)
    return dates[0] if dates else None


def _date(text: str) -> tuple[PartialDate | None, bool]:
    """The date, and whether a part of the text is not in it."""
    match = _DATE.fullmatch(text)
    if not match:
        return None, True
    word = (match[2] or "").lower()
    month = _MONTHS.index(word) + 1 if word in _MONTHS else None
    try:
        date = PartialDate(year=int(match[1]), month=month, day=int(match[3]) if match[3] and month else None)
    except ValueError:
        return PartialDate(year=int(match[1])), True
    return date, bool(match[4].strip() or (match[2] and not month) or (match[3] and not month))


def _compact_date(year: str, month: str, day: str) -> tuple[PartialDate | None, bool]:
    try:
        return PartialDate(year=int(year), month=int(month), day=int(day)), False
    except ValueError:
        return PartialDate(year=int(year)), True


def _pages(record: _Record) -> str:
    """The pages with both numbers whole: MEDLINE prints "429-38" for 429 to 438."""
    first, *others = record.first("PG").split(";")
    for other in others:
        record.lose("field-repeated", f"PG: {other.strip()}")
    pages = first.strip()
    match = _PAGES.fullmatch(pages)
    if not match or len(match[4]) >= len(match[2]) or match[3] not in {"", match[1]}:
        return pages
    return f"{match[1]}{match[2]}-{match[1]}{match[2][: -len(match[4])]}{match[4]}"


def _status(record: _Record, volume: str) -> str:
    """Whether it is online before it is in an issue; what else `PST` may say ("ppublish") is no news."""
    status = record.first("PST")
    return "advance online publication" if status == _AHEAD and not volume else ""


def _doi(record: _Record) -> str:
    """The DOI among the article's identifiers; a publisher's own number ("pii") has no place."""
    doi = ""
    for value in record.all("LID", "AID"):
        typed = _TYPED.fullmatch(value)
        found = normalise_doi(typed[1] if typed and typed[2] == "doi" else value)
        if found and doi in {"", found}:
            doi = found
        else:
            record.lose("field-not-kept", f"AID: {value[:200]}")
    return doi


def _pmid(record: _Record) -> str:
    value = record.first("PMID")
    pmid = normalise_pmid(value)
    if value and not pmid:
        record.lose("field-not-kept", f"PMID: {value[:200]}")
    return pmid


def _identifiers(record: _Record) -> dict[str, str]:
    found: dict[str, str] = {}
    for tag, key, normalise in (("PMC", "PMCID", normalise_pmcid), ("IS", "ISSN", _issn)):
        for value in record.all(tag):
            normal = normalise(value)
            if normal and found.get(key, normal) == normal:
                found[key] = normal
            else:
                record.lose("field-not-kept", f"{tag}: {value[:200]}")
    if isbn := record.first("ISBN"):
        found["ISBN"] = isbn
    return found


def _issn(text: str) -> str:
    """The number of "1939-1536 (Electronic)"."""
    return normalise_issn(text.partition(" (")[0])


def _words(record: _Record) -> dict[str, str]:
    """Keywords, headings and kinds of study, and the language."""
    found = {}
    if words := record.all("OT", "MH"):
        found["keyword"] = "; ".join(words)
    languages = [_LANGUAGES.get(language, language) for language in record.all("LA")]
    if languages:
        found["language"] = languages[0]
        for language in languages[1:]:
            record.lose("field-repeated", f"LA: {language}")
    return found


def _notices(record: _Record, types: Sequence[str]) -> list[dict[str, str]]:
    """What other publications say about this one, and PubMed's own word that it is retracted."""
    found = [
        {"kind": kind, "about": value} for tag, kind in NOTICES.items() for value in record.all(tag) if value
    ]
    if _RETRACTED in types and not any(notice["kind"] == "retraction" for notice in found):
        found.insert(0, {"kind": "retraction", "about": ""})
    for other in types:
        if other not in {_RETRACTED, "Preprint", "Journal Article"}:
            record.lose("field-not-kept", f"PT: {other[:200]}")
    return found
