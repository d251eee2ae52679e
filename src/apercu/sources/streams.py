"""Exports and feeds, read item by item: the file's length costs time, but hardly any memory."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Protocol

from apercu.sources.codes import Note, Reason
from apercu.sources.draft import Caveat, DigestDraft, Header, LeftOut, SourcePage, SummaryDraft
from apercu.sources.feed import KIND as FEED
from apercu.sources.feed import ROOTS, FeedReading, Piece
from apercu.sources.posts import plain
from apercu.sources.wordpress import KIND as WORDPRESS
from apercu.sources.wordpress import MARK, WordPressReading
from apercu.sources.xml_items import BrokenXml, Node, items
from apercu.sources.xml_text import Repairs, count_items, root_of


class ReadsItems(Protocol):
    """One kind of export or feed."""

    intro: list[str]

    def read(self, node: Node) -> Iterator[Piece]:
        """What one element becomes."""


STREAMS: Mapping[str, Callable[[], ReadsItems]] = {WORDPRESS: WordPressReading, FEED: FeedReading}


@dataclass(kw_only=True)
class Reading:
    """A file being read: its pieces come one by one, and the rest is complete when they have all come."""

    kind: str
    pieces: Iterator[Piece]
    total: int = 0  # about how many pieces
    header: Header = field(default_factory=Header)
    digests: tuple[DigestDraft, ...] = ()
    leftover: list[str] = field(default_factory=list)
    caveats: list[Caveat] = field(default_factory=list)


def reading_of(page: SourcePage) -> Reading:
    """A page that was read at once, in the same form."""
    return Reading(
        kind=page.kind,
        pieces=iter(page.summaries),
        total=len(page.summaries),
        header=page.header,
        digests=page.digests,
        leftover=list(page.leftover),
        caveats=list(page.caveats),
    )


def page_of(reading: Reading) -> SourcePage:
    """Everything a reading gives, at once."""
    pieces = list(reading.pieces)
    return SourcePage(
        kind=reading.kind,
        header=reading.header,
        summaries=tuple(piece for piece in pieces if isinstance(piece, SummaryDraft)),
        left_out=tuple(piece for piece in pieces if isinstance(piece, LeftOut)),
        caveats=tuple(reading.caveats),
    )


def detect_stream(path: Path) -> str | None:
    """The kind of an XML file we know, by its root element; None for any other file."""
    root, start = root_of(path)
    name = root.rpartition(":")[2].lower() if root.lower() != "rdf:rdf" else "rdf:rdf"
    if name not in ROOTS:
        return None
    return WORDPRESS if name == "rss" and MARK in start else FEED


def open_stream(path: Path, kind: str) -> Reading:
    """Begin to read an export or feed; `Unreadable` may be raised while its pieces are read."""
    reading = Reading(kind=kind, pieces=iter(()), total=count_items(path))
    reading.pieces = _pieces(path, reading, STREAMS[kind]())
    return reading


def _pieces(path: Path, reading: Reading, kind: ReadsItems) -> Iterator[Piece]:
    repairs = Repairs()
    count = 0
    try:
        for node in items(path, repairs):
            for piece in kind.read(node):
                count += 1
                if isinstance(piece, SummaryDraft) and piece.post:
                    reading.leftover.extend(piece.post.leftover)
                yield piece
    except BrokenXml as broken:
        reading.caveats.append(Caveat(code=Note.XML_BROKEN, detail=str(broken)))
        if broken.unfinished is not None and broken.unfinished.name in ("item", "atom:entry"):
            count += 1
            yield _unfinished(broken.unfinished)
    if repairs.characters:
        reading.caveats.append(Caveat(code=Note.CHARACTERS_REPLACED, detail=str(repairs.characters)))
    if not count:
        reading.caveats.append(Caveat(code=Note.NO_ENTRIES))
    reading.header = Header(intro="\n\n".join(kind.intro))


def _unfinished(node: Node) -> LeftOut:
    """The item in which the file breaks off: half a text is no entry."""
    title = plain(node.value("title", "atom:title"))
    return LeftOut(code=Reason.BROKEN, title=title, detail=node.value("link"), line=node.line)
