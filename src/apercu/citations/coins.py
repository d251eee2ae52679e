"""COinS: a reference inside a page, for reference managers (ContextObjects in Spans, OCOinS 1.0).

The value of the `title` of `<span class="Z3988">`: an OpenURL ContextObject in key/encoded-value form
(ANSI/NISO Z39.88-2004), with the metadata formats info:ofi/fmt:kev:mtx:journal, :book and :dissertation.
"""

from __future__ import annotations

import re
from urllib.parse import urlencode

from apercu.citations.identifiers import normalise_doi
from apercu.citations.reference import Name, Reference

Pairs = list[tuple[str, str]]

# (metadata format, genre) of a CSL type; the genres are those of the format's own list.
_BOOKS = {
    "book": "book",
    "chapter": "bookitem",
    "entry": "bookitem",
    "entry-dictionary": "bookitem",
    "entry-encyclopedia": "bookitem",
    "paper-conference": "proceeding",
    "report": "report",
}
_JOURNALS = {
    "article-journal": "article",
    "article-magazine": "article",
    "article-newspaper": "article",
    "review": "article",
    "article": "preprint",
    "manuscript": "preprint",
}
_RANGE = re.compile(r"([^\s–—-]+)\s*[–—-]+\s*([^\s–—-]+)")


def context_object(reference: Reference) -> str:
    """The ContextObject of a reference, percent-encoded; a template escapes its `&` as it does any text."""
    if reference.type == "thesis":
        metadata_format, pairs = "dissertation", _dissertation(reference)
    elif reference.type in _BOOKS or not (reference.type in _JOURNALS or reference.container_title):
        metadata_format, pairs = "book", _book(reference)
    else:
        metadata_format, pairs = "journal", _journal(reference)
    doi = normalise_doi(reference.doi)
    identifiers = [
        ("rft_id", f"info:doi/{doi}" if doi else ""),
        ("rft_id", f"info:pmid/{reference.pmid}" if reference.pmid else ""),
        ("rft_id", reference.url if not doi else ""),
    ]
    head = [("ctx_ver", "Z39.88-2004"), ("rft_val_fmt", f"info:ofi/fmt:kev:mtx:{metadata_format}")]
    said = [*identifiers, *((f"rft.{key}", value) for key, value in [*pairs, *_shared(reference)])]
    return urlencode([*head, *((key, value) for key, value in said if value)])


def _journal(reference: Reference) -> Pairs:
    start, end = _pages(reference.pages)
    return [
        ("genre", _JOURNALS.get(reference.type, "article")),
        ("atitle", reference.title),
        ("jtitle", reference.container_title),
        ("volume", reference.volume),
        ("issue", reference.issue),
        ("spage", start),
        ("epage", end),
        ("pages", reference.pages),
        ("artnum", reference.number),
    ]


def _book(reference: Reference) -> Pairs:
    """A book, or a part of one: then `btitle` is the book and `atitle` the part."""
    is_part = bool(reference.container_title)
    start, end = _pages(reference.pages)
    return [
        ("genre", _BOOKS.get(reference.type, "unknown")),
        ("atitle", reference.title if is_part else ""),
        ("btitle", reference.container_title if is_part else reference.title),
        ("edition", reference.edition),
        ("place", reference.publisher_place),
        ("pub", reference.publisher),
        ("spage", start),
        ("epage", end),
        ("pages", reference.pages),
    ]


def _dissertation(reference: Reference) -> Pairs:
    return [("title", reference.title), ("inst", reference.publisher)]


def _shared(reference: Reference) -> Pairs:
    """The date and the authors: the first one in parts, then everybody in full."""
    people = reference.authors or reference.editors
    first = people[0] if people else Name()
    date = "-".join(f"{part:02}" for part in reference.issued.to_csl()) if reference.issued else ""
    return [
        ("date", date),
        ("aulast", _family(first)),
        ("aufirst", first.given if first.family else ""),
        ("ausuffix", first.suffix),
        ("aucorp", first.literal if not first.family else ""),
        *(("au", _full(name)) for name in people),
    ]


def _family(name: Name) -> str:
    return " ".join(part for part in (name.particle, name.family) if part)


def _full(name: Name) -> str:
    if not name.family:
        return name.literal or name.given
    return " ".join(part for part in (name.given, _family(name), name.suffix) if part)


def _pages(pages: str) -> tuple[str, str]:
    match = _RANGE.fullmatch(pages.strip())
    return (match[1], match[2]) if match else (pages, "")
