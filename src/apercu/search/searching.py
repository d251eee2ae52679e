"""Finding summaries: what was asked, as the index answers it.

The one door for pages and programs. Nothing here asks the database for a summary: what is found are keys,
with the passages that show why.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from enum import StrEnum

from apercu import querylang
from apercu.search import facets, meaning, ranking
from apercu.search.engine import Damaged, Hit, View
from apercu.search.facets import NO_FILTERS, Facets, Filters
from apercu.search.live import Snapshot, live
from apercu.search.marking import Pieces, marked, passage
from apercu.search.schema import Field, Kept
from apercu.search.understanding import FindTerms, Understood, understand
from apercu.search.wanted import All, Everything, OneOf, Wanted, narrowed

CLOSE = 10  # summaries that are near in meaning alone, at most
CLOSE_FROM = 0.30  # the cosine from which they are (docs/features/search.md)
CLOSE_ENOUGH = 0.8  # and so much of that of the nearest of the first ones found by words
_FIRST_ONES = 3


class Sort(StrEnum):
    """The orders a reader can choose."""

    RELEVANCE = "relevance"
    NEWEST = "newest"
    OLDEST = "oldest"


class NotReady(Exception):
    """There is no index yet: it is being built."""


@dataclass(frozen=True, kw_only=True)
class Request:
    """What is asked for: words and choices, and which part of what is found."""

    text: str = ""
    filters: Filters = NO_FILTERS
    sort: Sort = Sort.RELEVANCE
    offset: int = 0
    limit: int = 20
    wants_passages: bool = True
    wants_facets: bool = True


@dataclass(frozen=True, kw_only=True)
class Found:
    """A summary that was found, and what in it shows why."""

    key: int
    title: Pieces = ()
    gist: Pieces = ()
    passage: Pieces = ()
    article: Pieces = ()  # the article's title and authors, where the asked stands there


@dataclass(frozen=True, kw_only=True)
class Results:
    """What was found."""

    total: int
    found: tuple[Found, ...]
    close: tuple[Found, ...] = ()  # near in meaning, without the words; not among the total
    facets: Facets = field(default_factory=Facets)
    every_year: tuple[int, ...] = ()  # of the whole archive, the newest first
    understood: Understood
    words_needed: int = (
        0  # how many of the words each has; fewer than `understood.enough` where too few were found
    )


def search(request: Request, *, find_terms: FindTerms) -> Results:
    """What the index has for this; NotReady while there is none."""
    snapshot = live.snapshot()
    if snapshot is None:
        raise NotReady
    try:
        return _search(request, snapshot, find_terms)
    except Damaged as error:
        live.report_damage()
        raise NotReady from error


def keys(request: Request, *, find_terms: FindTerms) -> list[int]:
    """The keys of the summaries a request finds, in its order, without passages or counts."""
    bare = replace(request, wants_passages=False, wants_facets=False)
    return [one.key for one in search(bare, find_terms=find_terms).found]


def _search(request: Request, snapshot: Snapshot, find_terms: FindTerms) -> Results:
    view = snapshot.view
    understood = understand(
        querylang.parse(request.text), view=view, vocabulary=snapshot.vocabulary, find_terms=find_terms
    )
    asked = _enough(view, understood, request)
    hits = _page(request, snapshot, understood, asked)
    close: Sequence[Hit] = ()
    if understood.wanted is not None and request.offset == 0 and request.sort == Sort.RELEVANCE:
        close = _close(snapshot, understood, asked, request.filters, first=hits[:_FIRST_ONES])
    return Results(
        total=asked.total,
        found=_shown(view, hits, understood, request),
        close=tuple(Found(key=hit.key) for hit in close),
        facets=facets.count(view, asked.bare, request.filters) if request.wants_facets else Facets(),
        every_year=snapshot.years if request.wants_facets else (),
        understood=understood,
        words_needed=asked.words_needed,
    )


@dataclass(frozen=True, kw_only=True)
class _Asked:
    """What the index was asked in the end, how many entries fit, and the best of them."""

    narrowed: Wanted  # with the choices, and with what is only welcome
    bare: Wanted  # what fits, whatever the order
    best: list[Hit]
    total: int
    words_needed: int = 0


def _enough(view: View, understood: Understood, request: Request) -> _Asked:
    """What is wanted, with as many of the words as something has."""
    tries: Sequence[All | Everything] = (
        (understood.wanted, *understood.fewer) if understood.wanted else (Everything(),)
    )
    is_ordered_by_words = understood.wanted is not None and request.sort == Sort.RELEVANCE
    limit = ranking.REORDERED if is_ordered_by_words else 1
    for one in tries:
        among = view.prepared(narrowed(one, request.filters.wanted))
        best, total = view.best_of_all(among, limit=limit)
        asked = _Asked(
            narrowed=among,
            bare=view.prepared(replace(one, welcome=()) if isinstance(one, All) else one),
            best=best,
            total=total,
            words_needed=one.enough if isinstance(one, All) else 0,
        )
        if total:
            break
    return asked


def _page(request: Request, snapshot: Snapshot, understood: Understood, asked: _Asked) -> list[Hit]:
    view, limit, offset = snapshot.view, request.limit, request.offset
    if offset >= asked.total:
        return []
    if request.sort == Sort.OLDEST:
        return view.in_order(asked.narrowed, Field.OLDEST, limit=limit, offset=offset)
    if request.sort == Sort.NEWEST or understood.wanted is None:
        return view.in_order(asked.narrowed, Field.NEWEST, limit=limit, offset=offset)
    first = _reordered(asked.best, snapshot, understood) if offset < ranking.REORDERED else []
    rest = max(offset, ranking.REORDERED)
    later = (
        view.best(asked.narrowed, limit=offset + limit - rest, offset=rest) if rest < offset + limit else []
    )
    return [*first[offset : offset + limit], *later]


def _reordered(hits: list[Hit], snapshot: Snapshot, understood: Understood) -> list[Hit]:
    nearness: dict[int, float] = {}
    if not understood.query.is_exact and understood.meaning and meaning.is_on():
        (query,) = meaning.embed([understood.meaning])
        nearness = snapshot.vectors.nearness(query, [hit.key for hit in hits])
    years = snapshot.view.numbers(hits, Field.YEAR)
    return ranking.fused(hits, nearness=nearness, years=years)


def _close(
    snapshot: Snapshot, understood: Understood, asked: _Asked, filters: Filters, *, first: Sequence[Hit]
) -> list[Hit]:
    """The summaries near in meaning that the words do not find, within the same choices.

    None where the words find more than were looked at closely: who has so many needs no others.
    """
    if asked.total > len(asked.best) or not meaning.is_on():
        return []
    if not understood.meaning or _names_something(understood):
        return []
    (query,) = meaning.embed([understood.meaning])
    nearest = max(snapshot.vectors.nearness(query, [hit.key for hit in first]).values(), default=0.0)
    near = dict(snapshot.vectors.nearest(query, at_least=max(CLOSE_FROM, CLOSE_ENOUGH * nearest)))
    by_words = {hit.key for hit in asked.best}
    others = tuple(key for key in near if key not in by_words)  # the nearest first
    if not filters.wanted:
        others = others[:CLOSE]
    if not others:
        return []
    among = All(parts=(OneOf(field=Field.KEY, numbers=others), *filters.wanted))
    found = snapshot.view.best(among, limit=len(others))
    return sorted(found, key=lambda hit: (-near[hit.key], hit.key))[:CLOSE]


def _names_something(understood: Understood) -> bool:
    """Whether a field or a year is asked, or something left out: then nothing else is what was meant."""
    return any(
        isinstance(part, querylang.Field | querylang.Years | querylang.Not)
        for part in understood.query.every_part()
    )


def _shown(view: View, hits: Sequence[Hit], understood: Understood, request: Request) -> tuple[Found, ...]:
    if not request.wants_passages or not understood.marks:
        return tuple(Found(key=hit.key) for hit in hits)
    kept = view.kept(hits)
    return tuple(_found(hit.key, one, understood) for hit, one in zip(hits, kept, strict=True))


def _found(key: int, kept: Kept, understood: Understood) -> Found:
    marks = understood.marks
    shown = passage((kept.implications, kept.body), kept.language, marks)
    gist = marked(kept.gist, kept.language, marks)
    title = marked(kept.title, kept.language, marks)
    article: Pieces = ()
    if understood.names or not any(piece.is_marked for piece in (*shown, *gist, *title)):
        article = _article(kept, understood)
    return Found(key=key, title=title, gist=gist, passage=shown, article=article)


def _article(kept: Kept, understood: Understood) -> Pieces:
    """The first article with its authors, where what was asked stands in one of them."""
    marks = understood.marks.with_names(understood.names)
    for place, title in enumerate(kept.articles):
        authors = ", ".join(kept.authors) if place == 0 else ""
        journal = kept.journals[place] if place < len(kept.journals) else ""
        said = marked(". ".join(part.rstrip(".") for part in (title, authors, journal) if part), "en", marks)
        if any(piece.is_marked for piece in said):
            return said
    return ()
