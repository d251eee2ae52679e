"""What of a text is marked because it was asked for, and the passage that shows it best.

Nothing here is HTML: a text comes back in pieces, each marked or not, for whoever prints it to escape.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from functools import cached_property
from typing import NamedTuple

from apercu.search.words import synonyms
from apercu.search.words.analysing import read_word, read_words
from apercu.search.words.folding import folded
from apercu.search.words.stemming import LANGUAGES, OF_FRENCH

SHORT, LONG = 110, 260  # characters of a passage, at least and at most where the text allows
_PIECE = re.compile(r"[^\W_]+")
_BETWEEN = re.compile(r"[\W_]{1,3}")
_SENTENCE = re.compile(r"[^.!?…\n]+(?:[.!?…]+(?=[\s”\"»’)]|$)[”\"»’)]*|[.!?…](?=\S)[^.!?…\n]*)*[.!?…]*")
# Letters as small ones without accents, sign for sign: a place in one text is the same place in the other.
_PLAIN = {
    ord(sign): plain
    for sign in map(chr, (*range(ord("A"), ord("Z") + 1), *range(0xC0, 0x180)))
    if len(plain := folded(sign)) == 1 and plain != sign
}


class Piece(NamedTuple):
    """A stretch of a text."""

    text: str
    is_marked: bool = False


Pieces = tuple[Piece, ...]
Span = tuple[int, int, str]  # start, end, and a name of what is marked


@dataclass(frozen=True)
class Marks:
    """What is to be marked: words by their stems, several in a row, beginnings of words, names as written."""

    stems: frozenset[str] = frozenset()
    rows: frozenset[tuple[str, ...]] = frozenset()
    starts: frozenset[str] = frozenset()
    typed: frozenset[str] = frozenset()  # folded, as they were typed: where to look

    def and_also(self, others: Marks) -> Marks:
        """These marks and others."""
        return Marks(
            stems=self.stems | others.stems,
            rows=self.rows | others.rows,
            starts=self.starts | others.starts,
            typed=self.typed | others.typed,
        )

    def with_words(self, written: Sequence[str]) -> Marks:
        """And a word, or several that stand in this order."""
        stems, rows = set(self.stems), set(self.rows)
        for language in LANGUAGES:
            words = [word for one in written for word in read_words(one, language)]
            row = tuple(stem for word in words for stem in word.stems)
            if len(row) == 1:
                stems.add(row[0])
            elif row:
                rows.add(row)
            if len(words) == 1 and words[0].joined_stem:
                stems.add(words[0].joined_stem)
        typed = self.typed | {found for one in written for found in _PIECE.findall(folded(one))}
        return replace(self, stems=frozenset(stems), rows=frozenset(rows), typed=typed)

    def with_groups(self, groups: Iterable[str]) -> Marks:
        """And every wording of these groups of synonyms."""
        said = [stems for group in groups for _language, stems in synonyms.wordings(group)]
        return replace(
            self,
            stems=self.stems | {stems[0] for stems in said if len(stems) == 1},
            rows=self.rows | {stems for stems in said if len(stems) > 1},
        )

    def with_names(self, names: Iterable[str]) -> Marks:
        """And the words of names, as they are written."""
        marks = self
        for name in names:
            for word in read_words(name, LANGUAGES[0]):
                if len(word.written) > 1:
                    marks = marks.with_words([word.written])
        return marks

    def with_start(self, start: str) -> Marks:
        """And every word that begins so."""
        return replace(self, starts=self.starts | {start})

    def spans(self, text: str, language: str) -> list[Span]:
        """Where something to be marked stands in a text, and which of it: start, end, a name of it."""
        if self._places is None:
            return []
        found: list[Span] = []
        plain = text.lower() if text.isascii() else text.translate(_PLAIN)
        end = 0
        for place in self._places.finditer(plain):
            if place.start() < end or _is_inside_word(plain, place.start()):
                continue
            if span := self._span(text, place.start(), place.end(), language):
                found.append(span)
                end = span[1]
        return found

    def _span(self, text: str, start: int, end: int, language: str) -> Span | None:
        stems = read_word(text[start:end], language).stems
        if len(stems) != 1:
            return None
        first = stems[0]
        for row in self._rows_by_first.get(first, ()):
            if row_end := _row_ends(text, end, row[1:], language):
                return start, row_end, " ".join(row)
        if first in self.stems:
            return start, end, first
        begun = folded(text[start:end])
        return next(((start, end, one) for one in self.starts if begun.startswith(one)), None)

    @cached_property
    def _rows_by_first(self) -> dict[str, list[tuple[str, ...]]]:
        rows: dict[str, list[tuple[str, ...]]] = {}
        for row in sorted(self.rows, key=len, reverse=True):
            rows.setdefault(row[0], []).append(row)
        return rows

    @cached_property
    def _places(self) -> re.Pattern[str] | None:
        """Words that begin as something to be marked does: each is then looked at closely."""
        firsts = {*self.stems, *(row[0] for row in self.rows)}
        begins = {_beginning(stem.removeprefix(OF_FRENCH)) for stem in firsts}
        begins |= {_beginning(word) for word in self.typed} | set(self.starts)
        begins.discard("")
        if not begins:
            return None
        either = "|".join(map(re.escape, sorted(begins, key=len, reverse=True)))
        # No \b before it: without, the engine leaps to the letters a place can begin with, twice as fast.
        return re.compile(rf"(?:{either})[^\W_]*")


NO_MARKS = Marks()


def _beginning(word: str) -> str:
    """What every form of a word begins with; short words are taken whole."""
    return word[:-2] if len(word) > 5 else word[:3] if len(word) > 3 else word


def _is_inside_word(text: str, at: int) -> bool:
    return at > 0 and text[at - 1].isalnum()


def _row_ends(text: str, at: int, stems: Sequence[str], language: str) -> int:
    """Where a row of words ends whose first one ends here; 0 where it does not go on."""
    for stem in stems:
        gap = _BETWEEN.match(text, at)
        word = _PIECE.match(text, gap.end()) if gap else None
        if word is None or read_word(word[0], language).stems != (stem,):
            return 0
        at = word.end()
    return at


def marked(text: str, language: str, marks: Marks) -> Pieces:
    """A whole text with its marks."""
    return tuple(_pieces(text, marks.spans(text, language)))


def passage(texts: Sequence[str], language: str, marks: Marks) -> Pieces:
    """The sentence, or the few, that show most of what was asked; none where none shows anything.

    Of equals the earlier text's is taken, and in it the earlier one.
    """
    best: _Sentence | None = None
    for order, text in enumerate(texts):
        spans = marks.spans(text, language)
        for start, end in _sentences(text) if spans else ():
            inside = [span for span in spans if start <= span[0] < end]
            rank = (len({name for _start, _end, name in inside}), min(len(inside), 4), -order)
            if inside and (best is None or rank > best.rank):
                best = _Sentence(rank=rank, text=text, spans=spans, start=start, end=end)
    return _cut(best) if best else ()


@dataclass(frozen=True, kw_only=True)
class _Sentence:
    """A sentence of a text, with what is marked in all of the text."""

    rank: tuple[int, int, int]
    text: str
    spans: Sequence[Span]
    start: int
    end: int


def _sentences(text: str) -> Iterator[tuple[int, int]]:
    for found in _SENTENCE.finditer(text):
        start = found.start() + len(found[0]) - len(found[0].lstrip())
        if found[0].strip():
            yield start, found.end()


def _cut(best: _Sentence) -> Pieces:
    """The sentence, a short one with what follows it in its paragraph, a long one cut around its marks."""
    text, start, end = best.text, best.start, best.end
    while end - start < SHORT and (more := _SENTENCE.match(text, end)) and "\n" not in text[end : more.end()]:
        if more.end() - start > LONG or not more[0].strip():
            break
        end = more.end()
    before = after = ""
    if end - start > LONG:
        inside = [span for span in best.spans if start <= span[0] < end]
        start, end, before, after = _around(text, start, end, inside)
    start += len(text[start:end]) - len(text[start:end].lstrip())
    shown = text[start:end].rstrip()
    shifted = [
        (first - start, last - start, name)
        for first, last, name in best.spans
        if start <= first and last <= start + len(shown)
    ]
    return tuple(_with_ends(list(_pieces(shown, shifted)), before, after))


def _around(text: str, start: int, end: int, spans: Sequence[Span]) -> tuple[int, int, str, str]:
    """A stretch of a long sentence that has its first marks in it, cut at spaces."""
    first = max(start, spans[0][0] - LONG // 3) if spans else start
    if first > start:
        first = text.find(" ", first) + 1 or start
    last = min(end, first + LONG)
    if last < end:
        last = text.rfind(" ", first, last) if " " in text[first:last] else last
    return first, last, "… " if first > start else "", " …" if last < end else ""


def _with_ends(pieces: list[Piece], before: str, after: str) -> Iterator[Piece]:
    if before:
        yield Piece(text=before)
    yield from pieces
    if after:
        yield Piece(text=after)


def _pieces(text: str, spans: Iterable[Span]) -> Iterator[Piece]:
    at = 0
    for start, end, _name in spans:
        if start > at:
            yield Piece(text=text[at:start])
        yield Piece(text=text[start:end], is_marked=True)
        at = end
    if at < len(text):
        yield Piece(text=text[at:])
