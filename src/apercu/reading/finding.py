"""What a reader asked for, found: by the index, and while there is none by the records themselves.

The index answers with keys; the records come in a fixed number of queries. Readers only ever see what the
records say is public.
"""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass

from django.db.models import Q, QuerySet

from apercu.content.models import Summary, Topic
from apercu.reading import selecting, whole
from apercu.reading.asking import OLDEST, PAGE_SIZE, Asked
from apercu.reading.listing import Listed, listed, listed_by_key
from apercu.reading.terms import terms
from apercu.search import facets, searching
from apercu.search.marking import Pieces
from apercu.search.nearest_topics import nearest_topics
from apercu.search.searching import NotReady, Request, Sort
from apercu.search.understanding import Understood

EXPORTED = 5_000  # summaries whose articles a search hands to a reference manager, at most


@dataclass(frozen=True, kw_only=True)
class Hit:
    """A summary that was found, and what in it shows why; nothing where nothing was typed."""

    listed: Listed
    title: Pieces = ()
    gist: Pieces = ()
    passage: Pieces = ()
    article: Pieces = ()


@dataclass(frozen=True, kw_only=True)
class Findings:
    """What was found on the page asked for."""

    total: int
    hits: tuple[Hit, ...]
    close: tuple[Hit, ...] = ()
    counted: facets.Facets | None = None  # nothing where the records must be counted
    every_year: tuple[int, ...] = ()
    understood: Understood | None = None
    words_needed: int = 0
    is_ready: bool = True  # whether the index answered


def find(asked: Asked) -> Findings:
    """One page of what was asked for: 5 queries where the index answers."""
    return find_part(asked, offset=(asked.page - 1) * PAGE_SIZE, limit=PAGE_SIZE)


def find_part(asked: Asked, *, offset: int, limit: int) -> Findings:
    """A part of what was asked for, whatever page that is on."""
    known = terms()
    request = Request(
        text=asked.text, filters=known.filters(asked), sort=Sort(asked.order), offset=offset, limit=limit
    )
    try:
        results = searching.search(request, find_terms=known.keys_of)
    except NotReady:
        return _by_records(asked, offset=offset, limit=limit)
    shown = [one.key for one in (*results.found, *results.close)]
    records = {one.key: one for one in listed_by_key(shown, with_topics=True)}
    return Findings(
        total=results.total,
        hits=_hits(results.found, records),
        close=_hits(results.close, records),
        counted=results.facets,
        every_year=results.every_year,
        understood=results.understood,
        words_needed=results.words_needed,
    )


def every_key(asked: Asked) -> Collection[int]:
    """The keys of all summaries a reader's words and choices find (of very many the best), in no order."""
    if not asked.text:
        return set(whole.narrowed(asked))
    known = terms()
    request = Request(text=asked.text, filters=known.filters(asked), sort=Sort(asked.order), limit=EXPORTED)
    try:
        return set(searching.keys(request, find_terms=known.keys_of))
    except NotReady:
        found = _with_words(selecting.narrowed(asked), asked.text)
        return set(found.order_by().values_list("pk", flat=True))


def topics_near(text: str) -> list[Topic]:
    """The topics nearest to words that found nothing."""
    return nearest_topics(text, terms().topics)


def _by_records(asked: Asked, *, offset: int, limit: int) -> Findings:
    """The same from the records: every word must stand in the title or the gist."""
    left = _with_words(selecting.narrowed(asked), asked.text)
    if asked.order == OLDEST:
        left = left.order_by("dated", "position", "pk")
    shown = listed(left[offset : offset + limit], with_topics=True)
    hits = tuple(Hit(listed=one) for one in shown)
    return Findings(total=left.count(), hits=hits, is_ready=False)


def _with_words(records: QuerySet[Summary], text: str) -> QuerySet[Summary]:
    for word in text.split()[:10]:
        records = records.filter(Q(title__icontains=word) | Q(gist__icontains=word))
    return records


def _hits(found: Sequence[searching.Found], records: dict[int, Listed]) -> tuple[Hit, ...]:
    """What was found with its records, less what was withdrawn a moment ago."""
    return tuple(
        Hit(
            listed=records[one.key],
            title=one.title,
            gist=one.gist,
            passage=one.passage,
            article=one.article,
        )
        for one in found
        if one.key in records
    )
