"""What somebody pasted: an identifier, an address, a printed reference, or a file's text; never an error.

Whatever it is, it becomes works, each with the identifiers it can be looked up by and with what the paste
itself says of it, so that nothing has to be looked up to begin.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from enum import StrEnum

from apercu.citations.addresses import identifiers_in_address
from apercu.citations.formats import Loss, Read, bibtex, csl_json, nbib, ris
from apercu.citations.identifiers import (
    arxiv_doi,
    find_dois,
    normalise_arxiv,
    normalise_doi,
    normalise_pmcid,
    normalise_pmid,
    web_address,
)
from apercu.citations.identifying import Identifiers
from apercu.citations.printed.letters import without_invisible
from apercu.citations.reading import LONGEST, looks_like_reference, read_reference
from apercu.citations.reference import Reference

LONGEST_PASTE = 200_000  # characters: some hundred records; a longer text is a file for the import
MOST_WORKS = 100
_LONGEST_TITLE = 400
_PMID_IN_TEXT = re.compile(r"\bPMID\s*:?\s*0*([1-9]\d{0,8})\b", re.IGNORECASE)
_PMCID_IN_TEXT = re.compile(r"\bPMC\s?\d{2,10}\b", re.IGNORECASE)
_ARXIV_IN_TEXT = re.compile(
    r"\barXiv\s*:\s*\S+|(?:https?://)?(?:www\.|export\.)?arxiv\.org/\S+", re.IGNORECASE
)
_ADDRESS_IN_TEXT = re.compile(r"https?://[^\s<>\"“”]+", re.IGNORECASE)
_FEW_DIGITS = re.compile(r"\d{1,4}")  # a year or a footnote rather than one of PubMed's first numbers
_RIS = re.compile(r"^\s*TY\s{1,3}-\s", re.MULTILINE)
_BIBTEX = re.compile(r"^\s*@[A-Za-z]+\s*[{(]", re.MULTILINE)


class Kind(StrEnum):
    """What a paste was taken for."""

    DOI = "doi"
    PMID = "pmid"
    PMCID = "pmcid"
    ARXIV = "arxiv"
    ADDRESS = "address"
    REFERENCE = "reference"
    TITLE = "title"  # words that may be one
    RIS = "ris"
    BIBTEX = "bibtex"
    NBIB = "nbib"
    CSL_JSON = "csl-json"
    NOTHING = "nothing"
    TOO_LONG = "too-long"


@dataclass(frozen=True, kw_only=True)
class Work:
    """One work that was pasted: what to look it up by, and what the paste says of it, if it says anything.

    `text` is the part of the paste it stands in; `unread` and `caveats` are those of a printed reference.
    """

    text: str
    identifiers: Identifiers = field(default_factory=Identifiers)
    reference: Reference | None = None
    unread: str = ""
    caveats: tuple[str, ...] = ()


@dataclass(frozen=True, kw_only=True)
class Pasted:
    """The works of a paste in its order, and what of a file was lost."""

    kind: Kind
    works: tuple[Work, ...] = ()
    losses: tuple[Loss, ...] = ()


def recognise(text: str) -> Pasted:
    """What a text is and which works it names; no text makes it raise."""
    tidy = without_invisible(text).strip()
    if not tidy:
        return Pasted(kind=Kind.NOTHING)
    if len(tidy) > LONGEST_PASTE:
        return Pasted(kind=Kind.TOO_LONG)
    if from_file := _file(tidy):
        return from_file
    lines = [line.strip() for line in tidy.splitlines() if line.strip()]
    return _list(lines[:MOST_WORKS]) or _prose(tidy)


def identifiers_of(reference: Reference) -> Identifiers:
    """The identifiers a reference carries."""
    doi = normalise_doi(reference.doi)
    in_address = identifiers_in_address(reference.url) if reference.url else {}
    arxiv = normalise_arxiv(doi) or in_address.get("arxiv", "")
    return Identifiers(
        doi=doi or in_address.get("doi", "") or arxiv_doi(arxiv),
        pmid=normalise_pmid(reference.pmid) or in_address.get("pmid", ""),
        pmcid=normalise_pmcid(str(reference.unknown.get("PMCID") or "")) or in_address.get("pmcid", ""),
        arxiv=arxiv,
    )


def _file(text: str) -> Pasted | None:
    """The records of a text in one of the formats, if it is in one."""
    if _RIS.search(text):
        return _read(Kind.RIS, text, ris.read(text))
    if nbib.is_nbib(text):
        return _read(Kind.NBIB, text, nbib.read(text))
    if _BIBTEX.search(text):
        return _read(Kind.BIBTEX, text, bibtex.read(text))
    if text[0] in "[{" and text[-1] in "]}" and '"' in text:
        return _read(Kind.CSL_JSON, text, csl_json.read(text))
    return None


def _read(kind: Kind, text: str, read: Read) -> Pasted:
    works = tuple(
        Work(text=text, identifiers=identifiers_of(reference), reference=reference)
        for reference in read.references[:MOST_WORKS]
    )
    if len(works) > 1:  # each must be able to be pasted alone
        works = tuple(
            Work(
                text=csl_json.write([work.reference]) if work.reference else "",
                identifiers=work.identifiers,
                reference=work.reference,
            )
            for work in works
        )
    return Pasted(kind=kind, works=works, losses=read.losses)


def _list(lines: list[str]) -> Pasted | None:
    """One work a line: identifiers, and among several lines printed references too."""
    found: list[tuple[Kind, Work]] = []
    for line in lines:
        if single := _single(line):
            found.append(single)
        elif len(lines) > 1 and looks_like_reference(line):
            found.append((Kind.REFERENCE, _printed(line)))
        else:
            return None
    each_once = {work.identifiers or work.text: work for _kind, work in found}
    return Pasted(kind=found[0][0], works=tuple(each_once.values()))


def _single(line: str) -> tuple[Kind, Work] | None:
    """A line that is one identifier or address and nothing else."""
    bare = line.strip("<>()[]\"'“”«» \t").rstrip(".,;")
    if number := normalise_arxiv(bare):
        return Kind.ARXIV, Work(text=line, identifiers=Identifiers(doi=arxiv_doi(number), arxiv=number))
    if doi := normalise_doi(line) or normalise_doi(bare):
        return Kind.DOI, Work(text=line, identifiers=Identifiers(doi=doi))
    if pmcid := normalise_pmcid(bare):
        return Kind.PMCID, Work(text=line, identifiers=Identifiers(pmcid=pmcid))
    if (pmid := normalise_pmid(bare)) and not _FEW_DIGITS.fullmatch(bare):
        return Kind.PMID, Work(text=line, identifiers=Identifiers(pmid=pmid))
    address = bare if bare.lower().startswith(("http://", "https://")) else f"https://{bare}"
    if web_address(address) and "." in address.partition("//")[2].partition("/")[0]:
        found = Identifiers(**identifiers_in_address(address))
        if found or address == bare:
            reference = None if found else Reference(url=bare)
            return Kind.ADDRESS, Work(text=line, identifiers=found, reference=reference)
    return None


def _printed(text: str) -> Work:
    """A printed reference, with the identifiers that stand in it."""
    read = read_reference(text)
    found = _identifiers_in(text)
    if read.reference:
        own = identifiers_of(read.reference)
        found = Identifiers(
            doi=own.doi or found.doi,
            pmid=own.pmid or found.pmid,
            pmcid=own.pmcid or found.pmcid,
            arxiv=own.arxiv or found.arxiv,
        )
    return Work(
        text=text, identifiers=found, reference=read.reference, unread=read.unread, caveats=read.caveats
    )


def _prose(text: str) -> Pasted:
    """A printed reference, a text with identifiers in it, or words that may be a title."""
    one_line = " ".join(text.split())
    is_readable = len(one_line) <= LONGEST
    work = _printed(one_line) if is_readable else Work(text=text, identifiers=_identifiers_in(text))
    if work.reference:
        return Pasted(kind=Kind.REFERENCE, works=(work,))
    dois = find_dois(text)
    if len(dois) > 1:
        return Pasted(
            kind=Kind.DOI,
            works=tuple(Work(text=doi, identifiers=Identifiers(doi=doi)) for doi in dois[:MOST_WORKS]),
        )
    if work.identifiers:
        return Pasted(kind=_kind_of(work.identifiers), works=(work,))
    if len(one_line) <= _LONGEST_TITLE and len(one_line.split()) > 1:
        title = Reference(title=one_line.rstrip("."))
        return Pasted(kind=Kind.TITLE, works=(Work(text=text, reference=title),))
    return Pasted(kind=Kind.NOTHING)


def _identifiers_in(text: str) -> Identifiers:
    """The first identifier of each kind in a running text."""
    from_addresses: dict[str, str] = {}
    for match in _ADDRESS_IN_TEXT.finditer(text):
        from_addresses = {**identifiers_in_address(match.group()), **from_addresses}
    pmid, pmcid, arxiv = (pattern.search(text) for pattern in (_PMID_IN_TEXT, _PMCID_IN_TEXT, _ARXIV_IN_TEXT))
    number = normalise_arxiv(arxiv.group().rstrip(".,;)]")) if arxiv else ""
    number = number or from_addresses.get("arxiv", "")
    return Identifiers(
        doi=from_addresses.get("doi", "") or next(iter(find_dois(text)), "") or arxiv_doi(number),
        pmid=(pmid[1] if pmid else "") or from_addresses.get("pmid", ""),
        pmcid=(normalise_pmcid(pmcid.group()) if pmcid else "") or from_addresses.get("pmcid", ""),
        arxiv=number,
    )


def _kind_of(found: Identifiers) -> Kind:
    if found.arxiv:
        return Kind.ARXIV
    if found.doi:
        return Kind.DOI
    return Kind.PMID if found.pmid else Kind.PMCID
