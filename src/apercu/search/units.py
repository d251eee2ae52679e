"""The words of a query as units of meaning: one word, or several that say one thing together.

Each unit is looked for in every form the index has of it; forms that no entry has are left out of the
question.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from itertools import pairwise

from apercu.querylang import Word as Typed
from apercu.search import clauses, ranking
from apercu.search.correcting import Vocabulary
from apercu.search.engine import View
from apercu.search.marking import NO_MARKS, Marks
from apercu.search.schema import Field
from apercu.search.wanted import All, InOrder, Term, Wanted, Weighted
from apercu.search.words import synonyms
from apercu.search.words.analysing import Word, read_words
from apercu.search.words.folding import folded
from apercu.search.words.stemming import LANGUAGES
from apercu.search.words.stop_words import LIGHT_WORDS, STOP_WORDS

FEW = 25  # entries of an archive so small that no word in it is a common one


@dataclass(frozen=True, kw_only=True)
class Unit:
    """A word, or several that have one meaning together, and what is wanted for it."""

    written: tuple[str, ...]
    wanted: Wanted
    words: tuple[Word, ...] = ()  # as each language reads the first of them
    marks: Marks = NO_MARKS  # what of a text shows it
    is_light: bool = False  # it says little by itself
    is_common: bool = False  # most summaries have it
    is_stop: bool = False  # it is not looked for


@dataclass(frozen=True, kw_only=True)
class Corrected:
    """A word nobody has written, taken for one that somebody has."""

    typed: str
    taken: str


@dataclass
class Account:
    """What came to light while words were read."""

    corrected: list[Corrected] = field(default_factory=list)
    meant: list[str] = field(default_factory=list)  # the words, corrected, for their meaning


class Units:
    """Reads words against one view of the index."""

    def __init__(self, view: View, vocabulary: Vocabulary, account: Account) -> None:
        self._view = view
        self._vocabulary = vocabulary
        self._account = account
        self._known: dict[tuple[str, str], int] = {}

    def without_account(self) -> Units:
        """The same for words that are to leave no trace: those of what is excluded."""
        return Units(self._view, self._vocabulary, Account())

    def of_row(self, row: Sequence[Typed]) -> list[Unit]:
        """The units of words in a row."""
        self._account.meant.extend(part.text for part in row)
        groups = groups_of(row)
        units: list[Unit] = []
        at = 0
        while at < len(row):
            length, names = groups.get(at, (1, ()))
            several = row[at : at + length]
            unit = self._several(several, names) if length > 1 else self._single(several[0], names)
            if unit is not None:
                units.append(unit)
            at += length
        return units

    def excluded(self, part: Typed) -> Wanted:
        """Entries with a word in any form, but not with what means the same."""
        if part.is_start:
            return clauses.of_start(part.text)
        present, _most = self._present(clauses.of_word(clauses.readings(part.text)))
        return clauses.best(present)

    def _several(self, parts: Sequence[Typed], groups: tuple[str, ...]) -> Unit:
        telling = [part.text for part in parts if not is_stop(part.text)]
        each, most = [], len(self._view)
        for text in telling:
            present, carriers = self._present(clauses.of_word(clauses.readings(text)))
            each.append(clauses.best(present))
            most = min(most, carriers)
        together, _carriers = self._present(clauses.of_synonyms(groups, share=1.0))
        written = tuple(part.text for part in parts)
        return Unit(
            written=written,
            marks=NO_MARKS.with_words(written).with_groups(groups),
            wanted=clauses.best([All(parts=tuple(each)), *together] if telling else together),
            words=clauses.readings(parts[0].text),
            is_common=self._is_common(most),
        )

    def _single(self, part: Typed, groups: tuple[str, ...]) -> Unit | None:
        if part.is_start:
            marks = NO_MARKS.with_start(folded(part.text))
            return Unit(written=(f"{part.text}*",), wanted=clauses.of_start(part.text), marks=marks)
        words = clauses.readings(part.text)
        if not words:
            return None
        if is_stop(part.text):
            present, _most = self._present(clauses.of_word(words))
            return Unit(written=(part.text,), wanted=clauses.best(present), is_stop=True)
        marks = NO_MARKS.with_words([part.text]).with_groups(groups)
        asked = (*clauses.of_word(words), *clauses.of_synonyms(groups))
        present, most = self._present(asked)
        if not present and (taken := self._vocabulary.nearest(part.text)):
            words = clauses.readings(taken)
            groups = groups_of([Typed(text=taken)]).get(0, (1, ()))[1]
            marks = NO_MARKS.with_words([taken]).with_groups(groups)
            self._note(typed=part.text, taken=taken)
            instead, most = self._present((*clauses.of_word(words), *clauses.of_synonyms(groups)))
            present = [Weighted(part=clauses.best(instead), weight=ranking.CORRECTED)]
        return Unit(
            written=(part.text,),
            wanted=clauses.best(present),
            words=words,
            marks=marks,
            is_light=folded(part.text) in LIGHT_WORDS,
            is_common=self._is_common(max(most, self._everywhere(words))),
        )

    def _note(self, *, typed: str, taken: str) -> None:
        self._account.corrected.append(Corrected(typed=typed, taken=taken))
        self._account.meant[self._account.meant.index(typed)] = taken

    def _present(self, asked: Iterable[Wanted]) -> tuple[list[Wanted], int]:
        """Those ways of asking that an entry may fit, and how many entries the commonest has."""
        present: list[Wanted] = []
        most = 0
        for one in asked:
            part = one.part if isinstance(one, Weighted) else one
            if isinstance(part, Term):
                number = self._carriers(part.field, part.text)
            elif isinstance(part, InOrder):
                number = min(self._carriers(part.field, term) for term in part.terms)
            else:
                number = 1
            if number:
                present.append(one)
                most = max(most, number)
        return present, most

    def _carriers(self, name: str, text: str) -> int:
        known = self._known.get((name, text))
        if known is None:
            known = self._known[name, text] = self._view.carriers(Field(name), text)
        return known

    def _everywhere(self, words: Sequence[Word]) -> int:
        """How many entries have the word as it is written, in whatever text."""
        return max((self._carriers(Field.EXACT, one) for word in words[:1] for one in word.exacts), default=0)

    def _is_common(self, carriers: int) -> bool:
        entries = len(self._view)
        return entries >= FEW and carriers > entries * ranking.COMMON


def side_by_side(units: Sequence[Unit]) -> Iterator[Wanted]:
    """What is welcome beside the words of these units: two of them next to each other."""
    telling = [unit for unit in units if unit.words and not unit.is_stop]
    for one, other in pairwise(telling):
        yield from clauses.together(one.words, other.words)


def is_stop(written: str) -> bool:
    """Whether a word only holds a sentence together."""
    return written.casefold() in STOP_WORDS or folded(written) in STOP_WORDS


def groups_of(row: Sequence[Typed]) -> dict[int, tuple[int, tuple[str, ...]]]:
    """For places in a row of words: how many words from there have one meaning together, and its groups."""
    best: dict[int, tuple[int, tuple[str, ...]]] = {}
    for language in LANGUAGES:
        stems, written, owner = _flattened(row, language)
        for found in synonyms.find(stems, written, language):
            end = found.at + found.length
            first, last = owner[found.at], owner[end - 1]
            if owner[found.at - 1 : found.at] == [first] or owner[end : end + 1] == [last]:
                continue  # it begins or ends inside a hyphenated word
            length = last - first + 1
            known, groups = best.get(first, (0, ()))
            if length > known:
                best[first] = (length, (found.group,))
            elif length == known and found.group not in groups:
                best[first] = (length, (*groups, found.group))
    return best


def _flattened(row: Sequence[Typed], language: str) -> tuple[list[str], list[str], list[int]]:
    """The stems of a row of words, each as it is written, and the place of the word it belongs to."""
    stems: list[str] = []
    written: list[str] = []
    owner: list[int] = []
    for place, part in enumerate(row):
        for word in read_words(part.text, language) if not part.is_start else ():
            stems.extend(word.stems)
            written.extend([word.written] * len(word.stems))
            owner.extend([place] * len(word.stems))
    return stems, written, owner
