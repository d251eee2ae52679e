"""Whether the citation an imported page printed is in style, or at odds with the article it names.

Readers see it only where a summary has no article; where there is one, only a difference matters: one of the
two is wrong. The measure is APA 7 (Publication Manual, chapter 9).
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from apercu.citations.reading import read_reference
from apercu.citations.reference import Reference
from apercu.editing.checks.capitals import is_in_capitals
from apercu.editing.checks.entry import Entry
from apercu.editing.checks.finding import Check, Finding
from apercu.search.words.folding import folded

FIELD = "printed_citation"
_ET_AL = re.compile(r"\bet al\b\.?|\bet coll\b\.?|, and others\b", re.IGNORECASE)
_JOINED_INITIALS = re.compile(r"\b(?:[^\W\d_]\.){2,}(?=[,\s&(]|$)")
_HYPHENED_PAGES = re.compile(r"\b[A-Za-z]?\d+-[A-Za-z]?\d+\b(?=[.\s]*(?:$|https?:|doi|\(?10\.))")
_BEFORE_YEAR = re.compile(r"^(.*?)\(\s*(?:1[89]|20)\d\d")
_YEAR = re.compile(r"\(\s*(?:(?:1[89]|20)\d\d|in press|n\.d\.|sous presse|s\.\s?d\.)", re.IGNORECASE)
_JOINS_LAST = re.compile(r"&|\band\b|\bet\b(?! al)")
_LINK = re.compile(r"\b10\.\d{4,9}/|https?://", re.IGNORECASE)


def find(entry: Entry) -> Iterator[Finding]:
    """Defects of a printed citation that readers see, or what it has otherwise than the article."""
    printed = " ".join(entry.printed_citation.split())
    if not printed:
        return
    reference = read_reference(printed).reference
    if entry.articles:
        if reference and len(entry.articles) == 1:
            yield from _differences(reference, entry.articles[0].reference)
        return
    yield from _defects(printed, reference)


def _defects(printed: str, reference: Reference | None) -> Iterator[Finding]:
    authors = found[1] if (found := _BEFORE_YEAR.match(printed)) else ""
    if cut := _ET_AL.search(authors or printed[:120]):
        yield _finding("printed-et-al", _("The printed citation names its authors with “%(words)s”."),
                       _("A reference names up to twenty authors."), cut[0])  # fmt: skip
    elif reference and len(reference.authors) > 1 and authors and not _JOINS_LAST.search(authors):
        yield _finding("printed-ampersand", _("No “&” before the last author: %(words)s"),
                       _("Put a comma and “&” before the last author."), authors.strip())  # fmt: skip
    if joined := [found[0] for found in _JOINED_INITIALS.finditer(authors)]:
        yield _finding("printed-initials", _("Initials without a space between them: %(words)s"),
                       _("Write “I. A.”."), ", ".join(joined))  # fmt: skip
    if pages := _HYPHENED_PAGES.search(printed):
        yield _finding("printed-dash", _("A hyphen between the pages: %(words)s"),
                       _("Put an en dash (–) there."), pages[0])  # fmt: skip
    if not _YEAR.search(printed):
        yield _finding("printed-year", _("No year in brackets: %(words)s"),
                       _("Put the year in brackets after the authors."), printed[:80])  # fmt: skip
    if reference:
        yield from _missing(printed, reference)
        if is_in_capitals(reference.title):
            yield _finding("printed-capitals", _("The title is in capitals: %(words)s"),
                           _("Write it as a sentence."), reference.title)  # fmt: skip


def _missing(printed: str, reference: Reference) -> Iterator[Finding]:
    journal = reference.type == "article-journal" and reference.container_title
    if journal and reference.volume and not reference.issue:
        yield _finding("printed-issue", _("No issue after the volume: %(words)s"),
                       _("Put the issue in brackets after the volume, if the journal has issues."),
                       f"{reference.container_title}, {reference.volume}")  # fmt: skip
    if not _LINK.search(printed):
        yield _finding("printed-doi", _("No DOI: %(words)s"),
                       _("Add it as an address, https://doi.org/…; better still, add the article itself."),
                       reference.title or printed[:80])  # fmt: skip


def _differences(printed: Reference, kept: Reference) -> Iterator[Finding]:
    pairs = [
        (_("authors"), _names(printed), _names(kept)),
        (_("year"), _year(printed), _year(kept)),
        (_("volume"), printed.volume, kept.volume),
        (_("pages"), _pages(printed), _pages(kept)),
    ]
    for name, there, here in pairs:
        if there and here and there != here and not (kept.authors_cut or printed.authors_cut):
            yield Finding(
                code="printed-differs",
                field=FIELD,
                what=_("The printed citation has other %(part)s than the article: %(there)s, not %(here)s.")
                % {"part": name, "there": there, "here": here},
                mend=_("Look at the article itself, and correct the one that is wrong."),
                words=f"{there} {here}",
            )


def _names(reference: Reference) -> str:
    return ", ".join(name.family or name.literal for name in reference.authors)


def _year(reference: Reference) -> str:
    return str(reference.issued.year) if reference.issued else ""


def _pages(reference: Reference) -> str:
    return re.sub(r"\s*[-‐‑–—]\s*", "–", folded(reference.pages))


def _finding(code: str, what: str, mend: str, words: str) -> Finding:
    return Finding(code=code, field=FIELD, what=what % {"words": words}, mend=mend, words=words)


CHECK: Check[Entry] = Check(code="printed-citation", title=gettext_lazy("Citation as printed"), find=find)
