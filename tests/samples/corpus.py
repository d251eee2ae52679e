"""An archive of any size with invented words, whose frequencies follow Zipf's law: for measuring search.

The same seed gives the same archive, whatever the machine.
"""

from __future__ import annotations

import datetime
from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

VOCABULARY = 60_000
TOPICS, TYPES = 36, 10
FIRST_YEAR, LAST_YEAR = 2013, 2026
_LENGTHS = {"title": 8, "gist": 20, "implications": 40, "body": 60}
WORDS = sum(_LENGTHS.values())
_ONSETS = [
    "b",
    "c",
    "d",
    "f",
    "g",
    "h",
    "k",
    "l",
    "m",
    "n",
    "p",
    "r",
    "s",
    "t",
    "v",
    "br",
    "cl",
    "dr",
    "fl",
    "gr",
    "pl",
    "sp",
    "st",
    "tr",
]
_VOWELS = ["a", "e", "i", "o", "u", "ai", "ea", "ou"]
_CODAS = ["", "l", "m", "n", "r", "s", "t", "nd", "rt", "st"]


@dataclass(frozen=True, kw_only=True)
class Invented:
    """One summary of the archive."""

    number: int
    title: str
    gist: str
    implications: str
    body: str
    article: str
    authors: tuple[tuple[str, str], ...]  # given, family
    topics: tuple[int, ...]
    types: tuple[int, ...]
    month: datetime.date


class Corpus:
    """Words and summaries, drawn from one seed."""

    def __init__(self, *, seed: int = 7) -> None:
        self._chance = np.random.default_rng(seed)
        self.words = _invented_words()
        frequencies = 1.0 / np.arange(1, VOCABULARY + 1)
        self._cumulated = np.cumsum(frequencies / frequencies.sum())

    def summaries(self, number: int) -> Iterator[Invented]:
        """So many summaries, one after another."""
        for one in range(number):
            yield self._summary(one)

    def queries(self, number: int, *, words: int, ranks: tuple[int, int]) -> list[str]:
        """Queries of so many words each, whose places among the most frequent lie between these."""
        low, high = ranks
        drawn = self._chance.integers(low, high, size=(number, words))
        return [" ".join(self.words[place] for place in row) for row in drawn]

    def _summary(self, number: int) -> Invented:
        texts = {name: self._text(length) for name, length in _LENGTHS.items()}
        people = self._chance.integers(0, 4_000, size=int(self._chance.integers(1, 5)))
        topics = sorted(
            {int(one) for one in self._chance.integers(0, TOPICS, size=int(self._chance.integers(1, 4)))}
        )
        month = int(self._chance.integers(0, (LAST_YEAR - FIRST_YEAR + 1) * 12))
        return Invented(
            number=number,
            title=texts["title"].capitalize(),
            gist=texts["gist"].capitalize() + ".",
            implications=_sentences(texts["implications"]),
            body=_sentences(texts["body"]),
            article=self._text(10).capitalize(),
            authors=tuple((self.words[place % 97].title(), self.words[place].title()) for place in people),
            topics=tuple(topics),
            types=(int(self._chance.integers(0, TYPES)),),
            month=datetime.date(FIRST_YEAR + month // 12, 1 + month % 12, 1),
        )

    def _text(self, length: int) -> str:
        places: npt.NDArray[np.int64] = np.searchsorted(self._cumulated, self._chance.random(length))
        return " ".join(self.words[place] for place in places)


def _sentences(text: str) -> str:
    words = text.split(" ")
    return " ".join(" ".join(words[at : at + 12]).capitalize() + "." for at in range(0, len(words), 12))


def _invented_words() -> list[str]:
    """Words of one to four syllables, all different, short ones first, as in a language."""
    syllables = [onset + vowel + coda for onset in _ONSETS for vowel in _VOWELS for coda in _CODAS]
    chance = np.random.default_rng(1)
    words: dict[str, None] = {}
    while len(words) < VOCABULARY:
        length = 1 if len(words) < 300 else 2 if len(words) < 8_000 else 3
        words["".join(syllables[place] for place in chance.integers(0, len(syllables), size=length))] = None
    return list(words)
