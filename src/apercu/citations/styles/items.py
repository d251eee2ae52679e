"""A reference as the variables a CSL style asks for, its texts made ready for print."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any

from apercu.citations.identifiers import normalise_doi, web_address
from apercu.citations.reference import Name, Reference
from apercu.citations.styles import marks
from apercu.citations.styles.punctuation import curled

Names = list[dict[str, str]]
Variables = dict[str, str | Names | dict[str, int]]

_PERIODICALS = frozenset({"article-journal", "article-magazine", "article-newspaper"})
# "e0249999", "CD012345", "102002": no page of a printed volume looks so (APA 7, section 9.27).
_ARTICLE_NUMBER = re.compile(r"[eE]\d{2,}|[A-Za-z]{1,4}\d{4,}|\d{5,}")
# What styles print of the keys we have no field for; anything else in `unknown` is not for print.
_PRINTED_UNKNOWN = (
    "genre",
    "medium",
    "version",
    "collection-title",
    "collection-number",
    "number-of-volumes",
    "event-title",
    "event-place",
    "container-title-short",
    "PMCID",
)


def variables_of(reference: Reference, *, suffix: str = "") -> Variables:
    """The variables of a reference under CSL's names; empty ones are left out.

    The DOI and the address are stand-ins (`marks.DOI`, `marks.URL`): a work with a DOI is not given another
    address besides. `suffix` is the letter of the year.
    """
    pages, number = _place(reference)
    doi = normalise_doi(reference.doi)
    texts = {
        "title": reference.title,
        "container-title": reference.container_title,
        "publisher": reference.publisher,
        "publisher-place": reference.publisher_place,
        "edition": reference.edition,
        "volume": reference.volume,
        "issue": reference.issue,
        "page": pages,
        "number": number,
        "chapter-number": reference.chapter,
        "status": _status(reference.status),
        "PMID": reference.pmid,
        **_unknown_texts(reference.unknown),
    }
    variables: Variables = {key: ready for key, value in texts.items() if (ready := _ready(value))}
    if doi:
        variables["DOI"] = marks.DOI
    elif address_of(reference):
        variables["URL"] = marks.URL
    for role, people in (("author", reference.authors), ("editor", reference.editors)):
        if names := [name for person in people if (name := _name(person))]:
            variables[role] = names
    if reference.issued:
        parts = zip(("year", "month", "day"), reference.issued.to_csl(), strict=False)
        variables["issued"] = dict(parts)
    if suffix:
        variables["year-suffix"] = suffix
    return variables


def address_of(reference: Reference) -> str:
    """The work's own web address; "" where there is none a link may lead to."""
    return web_address(marks.plain(reference.url))


def _ready(value: str) -> str:
    return curled(marks.marked(value))


def _place(reference: Reference) -> tuple[str, str]:
    """Pages and article number, told apart by their shape where a record keeps both in one field."""
    pages, number = reference.pages.strip(), reference.number.strip()
    if reference.type in _PERIODICALS and _ARTICLE_NUMBER.fullmatch(pages) and number in ("", pages):
        return "", pages
    return re.sub(r"\s*[-‐‑‒–—−]+\s*", "–", pages), number


def _status(status: str) -> str:
    """As it begins a sentence; styles set it as it is given."""
    return status[:1].upper() + status[1:]


def _unknown_texts(unknown: Mapping[str, Any]) -> dict[str, str]:
    return {key: str(value) for key in _PRINTED_UNKNOWN if isinstance(value := unknown.get(key), str | int)}


def _name(name: Name) -> dict[str, str]:
    """A name in CSL's parts; a person known by one name only goes as a whole."""
    if not name.family:
        whole = name.literal or name.given
        return {"literal": curled(marks.plain(whole))} if whole.strip() else {}
    parts = {
        "family": name.family,
        "given": name.given,
        "non-dropping-particle": name.particle,
        "suffix": name.suffix,
    }
    return {key: ready for key, value in parts.items() if (ready := curled(marks.plain(value)))}
