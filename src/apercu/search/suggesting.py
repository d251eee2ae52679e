"""What a reader may be typing: titles and authors of the index that begin so."""

from __future__ import annotations

from dataclasses import dataclass

from apercu.search.engine import Damaged, View
from apercu.search.live import live
from apercu.search.marking import Marks, Pieces, marked
from apercu.search.schema import Field
from apercu.search.wanted import All, Start, Term, Wanted
from apercu.search.words.analysing import read_words
from apercu.search.words.folding import folded
from apercu.search.words.stemming import ENGLISH

SHORTEST = 2  # characters from which something is suggested
TITLES, AUTHORS = 5, 3
_LOOKED_AT = 40  # entries whose authors are looked through


@dataclass(frozen=True, kw_only=True)
class Title:
    """A summary whose title has the words."""

    slug: str
    language: str
    title: Pieces


@dataclass(frozen=True, kw_only=True)
class Suggestions:
    """What may be meant."""

    titles: tuple[Title, ...] = ()
    authors: tuple[str, ...] = ()


def suggest(typed: str) -> Suggestions:
    """Titles with these words, the last of them perhaps unfinished, and authors with such a name."""
    words = [part for word in read_words(typed[:100], ENGLISH) for part in word.exacts][:8]
    snapshot = live.snapshot()
    if snapshot is None or sum(map(len, words)) < SHORTEST:
        return Suggestions()
    try:
        return Suggestions(titles=_titles(snapshot.view, words), authors=_authors(snapshot.view, words))
    except Damaged:
        live.report_damage()
        return Suggestions()


def _beginning(field: Field, words: list[str]) -> Wanted:
    *whole, last = words
    return All(
        parts=(*(Term(field=field, text=word) for word in whole), Start(field=field, text=last)),
        welcome=(Term(field=field, text=last),),
    )


def _titles(view: View, words: list[str]) -> tuple[Title, ...]:
    hits = view.best(_beginning(Field.TITLE_START, words), limit=TITLES)
    marks = Marks()
    for word in words:
        marks = marks.with_start(word)
    return tuple(
        Title(slug=kept.slug, language=kept.language, title=marked(kept.title, kept.language, marks))
        for kept in view.kept(hits)
    )


def _authors(view: View, words: list[str]) -> tuple[str, ...]:
    """Authors all of whose typed words begin a word of their name; those of most summaries first."""
    hits = view.best(_beginning(Field.AUTHORS, words), limit=_LOOKED_AT)
    summaries: dict[str, int] = {}
    for kept in view.kept(hits):
        for name in kept.authors:
            said = folded(name).replace("-", " ").split()
            if all(any(part.startswith(word) for part in said) for word in words):
                summaries[name] = summaries.get(name, 0) + 1
    return tuple(sorted(summaries, key=lambda name: (-summaries[name], name))[:AUTHORS])
