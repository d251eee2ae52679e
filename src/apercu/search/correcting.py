"""A word nobody has written, taken for the nearest of the index's own words.

Nearness is the optimal string alignment distance: letters put in, left out, changed, or two side by side
swapped (Boytsov 2011, §2.2). A short word may be one letter off, a longer one two.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import cached_property

from rapidfuzz.distance import OSA
from rapidfuzz.process import extract

from apercu.search.engine import View
from apercu.search.schema import Field
from apercu.search.words.folding import folded

SHORTEST = 4  # letters of a word that is corrected at all
LONG = 8  # letters from which it may be two letters off
_FIELDS = (Field.EXACT, Field.AUTHORS)


def allowed(word: str) -> int:
    """How many letters off a word may be."""
    if len(word) < SHORTEST or not word.isalpha():
        return 0
    return 1 if len(word) < LONG else 2


@dataclass(frozen=True)
class Vocabulary:
    """The words of an index at one moment, with how many entries have each."""

    view: View

    def nearest(self, typed: str) -> str:
        """The word that was probably meant; empty where none is near enough."""
        word = folded(typed)
        most = allowed(word)
        if not most:
            return ""
        near = extract(word, self._words, scorer=OSA.distance, score_cutoff=most, limit=20, processor=None)
        best = min(near, key=lambda one: self._rank(word, str(one[0]), int(one[1])), default=None)
        return str(best[0]) if best else ""

    def _rank(self, word: str, candidate: str, distance: int) -> tuple[float, int, str]:
        """The fewer letters off the better, half a letter more where the first differs; then the more
        used."""
        begins_otherwise = 0.5 if candidate[:1] != word[:1] else 0.0
        return distance + begins_otherwise, -self._carriers[candidate], candidate

    @cached_property
    def _carriers(self) -> dict[str, int]:
        carriers: dict[str, int] = {}
        for field in _FIELDS:
            for word, number in self.view.terms(field):
                if word.isalpha() and len(word) >= SHORTEST:
                    carriers[word] = carriers.get(word, 0) + number
        return carriers

    @cached_property
    def _words(self) -> list[str]:
        return list(self._carriers)


def corrected(words: Iterable[str], vocabulary: Vocabulary, *, most: int = 6) -> dict[str, str]:
    """The unknown words of a query with what each is taken for; no more than `most` are looked up."""
    found: dict[str, str] = {}
    for word in _first(words, most):
        if taken := vocabulary.nearest(word):
            found[word] = taken
    return found


def _first(words: Iterable[str], most: int) -> Sequence[str]:
    return list(dict.fromkeys(words))[:most]
