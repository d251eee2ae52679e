"""What a search shows of each summary it found, and why it found it."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from apercu.reading import addresses
from apercu.reading.finding import Hit
from apercu.reading.viewdata import parts
from apercu.reading.viewdata.page import Link
from apercu.search.marking import Piece, Pieces


@dataclass(frozen=True, kw_only=True)
class Result:
    """A summary that was found; what was asked is marked in its texts."""

    line: parts.Line
    title: Pieces
    gist: Pieces
    passage: Pieces  # where in the text it stands; none where title or gist say it, or nothing was typed
    article: Pieces  # the article, where what was asked stands there alone
    topic: Link | None  # the first


def results(hits: Iterable[Hit]) -> tuple[Result, ...]:
    """What was found, in its order: no query."""
    return tuple(_result(hit) for hit in hits)


def _result(hit: Hit) -> Result:
    line = parts.line(hit.listed)
    first = next(iter(hit.listed.topics), None)
    return Result(
        line=line,
        title=hit.title or (Piece(text=line.title),),
        gist=hit.gist or ((Piece(text=line.gist),) if line.gist else ()),
        passage=hit.passage,
        article=hit.article,
        topic=Link(text=first.name, address=addresses.topic(first.slug)) if first else None,
    )
