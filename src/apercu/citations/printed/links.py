"""Identifiers, addresses and the status of a printed reference, taken out of what follows its date."""

from __future__ import annotations

import re
from dataclasses import dataclass

from apercu.citations.identifiers import DOI, DOI_LABEL, normalise_doi, without_trailing_punctuation
from apercu.citations.printed.dates import STATUS, status_of

_LABEL_BEFORE = re.compile(rf"(?:{DOI_LABEL.pattern})\Z", re.IGNORECASE)
_LONGEST_LABEL = 40  # characters: "DOI: https://www.doi.org/" has 25
_LABEL_ALONE = re.compile(
    r"(?<![^\W\d_])(?:https?://)?(?:dx\.|www\.)?doi\.org/\S*|\bdoi\b[:=]?\s*(?:10\.\S*|\S*\d\S*)?",
    re.IGNORECASE,
)
_ADDRESS = re.compile(
    r"(?<![^\W_])(?:(?:Retrieved from|Available (?:at|from)|Accessed at|Repéré à|Récupéré de|URL)(?:: ?| ))?"
    r"(?P<url>(?:https?://|www\.)[^\s<>\"“”]+)",
    re.IGNORECASE,
)
_PMID = re.compile(r"\bPMID ?:? ?(?P<pmid>[1-9]\d{0,8})\b[.;,]?")
_PMCID = re.compile(r"\b(?:PMCID ?:? ?)?(?P<pmcid>PMC\d{2,9})\b[.;,]?")
_STATUS_AS_SENTENCE = re.compile(
    rf"(?:^|(?P<before>[.,;?!(\[]) ?)(?P<status>{STATUS.pattern})(?=[.,;:)\]]|$)[.,;:)\]]*", re.IGNORECASE
)
_STATUS_HINT = re.compile(
    "online|ahead|press|forthcoming|early view|accept|submit|prepa|review|para"
)  # quick


@dataclass(slots=True)
class Links:
    """The text that is left, and what was taken out of it."""

    text: str
    doi: str = ""
    url: str = ""
    pmid: str = ""
    pmcid: str = ""
    status: str = ""
    unread: tuple[str, ...] = ()
    caveats: tuple[str, ...] = ()


def take_links(text: str) -> Links:
    """Everything that points at the work, and its status, apart from the text they stood in."""
    taken = Links(text)
    lowered = text.lower()
    if "10." in lowered or "doi" in lowered:
        _take_doi(taken)
    left = taken.text.lower()  # once the DOI's own address is gone, there is seldom another
    if "http" in left or "www." in left:
        _take_address(taken)
    if "PMID" in text and (match := _PMID.search(taken.text)):
        taken.pmid = match["pmid"]
        _cut(taken, match.start(), match.end())
    if "PMC" in text and (match := _PMCID.search(taken.text)):
        taken.pmcid = match["pmcid"]
        _cut(taken, match.start(), match.end())
    if _STATUS_HINT.search(lowered):
        _take_status(taken)
    return taken


def _take_doi(taken: Links) -> None:
    for match in DOI.finditer(taken.text, max(0, taken.text.find("10."))):
        printed = without_trailing_punctuation(match.group())
        if doi := normalise_doi(printed):
            start = match.start()
            label = _LABEL_BEFORE.search(taken.text, max(0, start - _LONGEST_LABEL), start)
            taken.doi = doi
            _cut(taken, label.start() if label else start, start + len(printed))
            return
    if damaged := _LABEL_ALONE.search(taken.text):
        taken.unread += (damaged.group().strip(),)
        taken.caveats += ("doi-unreadable",)
        _cut(taken, damaged.start(), damaged.end())


def _take_address(taken: Links) -> None:
    if match := _ADDRESS.search(taken.text):
        taken.url = without_trailing_punctuation(match["url"])
        _cut(taken, match.start(), match.start("url") + len(taken.url))


def _take_status(taken: Links) -> None:
    """A status that is a sentence of its own; what follows it (a date, a remark) is not understood."""
    if match := _STATUS_AS_SENTENCE.search(taken.text):
        taken.status = status_of(match["status"])
        if after := taken.text[match.end() :].strip(" .,;:)"):
            taken.unread += (after,)
        keep = match.end("before") if match["before"] and match["before"] not in "([" else match.start()
        taken.text = taken.text[:keep]


def _cut(taken: Links, start: int, end: int) -> None:
    """Take a span out, and the punctuation that closed it."""
    before, after = taken.text[:start].rstrip(), taken.text[end:].lstrip(" .,;)]")
    if before.endswith(("(", "[")):
        before = before[:-1].rstrip()
    taken.text = f"{before} {after}".strip() if after else before
