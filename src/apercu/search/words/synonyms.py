"""What means the same: groups of words, found wherever one of their members stands in a text.

A text is indexed with one sign (`§name`) for every member that stands in it; a query that has a member asks
for the sign beside the words. So a group of twenty costs one term, and members of several words work both
ways.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

from apercu.search.words.folding import parts_of, words_of
from apercu.search.words.stemming import ENGLISH, FRENCH, stem

SIGN = "§"
_DATA = Path(__file__).with_name("synonyms.txt")


@dataclass(frozen=True, kw_only=True)
class Member:
    """One way of saying what a group means: its stems, and the capitals it must be written in, if any."""

    group: str
    stems: tuple[str, ...]
    capitals: str = ""


@dataclass(frozen=True, kw_only=True)
class Found:
    """A member that stands in a text: from this place on, so many stems long."""

    group: str
    at: int
    length: int


Members = dict[str, tuple[Member, ...]]  # by their first stem, the longest first


@lru_cache(maxsize=1)
def _members() -> dict[str, Members]:
    """The members of all groups, by language."""
    by_first: dict[str, dict[str, list[Member]]] = {ENGLISH: {}, FRENCH: {}}
    for line in _DATA.read_text("utf-8").splitlines():
        if not line.strip() or line.startswith("#"):
            continue
        name, said = line.split(":", 1)
        english, _semicolon, french = said.partition(";")
        for language, listed in ((ENGLISH, english), (FRENCH, french)):
            for text in filter(None, map(str.strip, listed.split(","))):
                for member in _written_both_ways(name.strip(), text, language):
                    by_first[language].setdefault(member.stems[0], []).append(member)
    return {language: _longest_first(found) for language, found in by_first.items()}


def _written_both_ways(group: str, text: str, language: str) -> Iterator[Member]:
    """A way of saying it, and the same in one word where it is hyphenated ("burn-out", "burnout")."""
    bare = text.removeprefix("=")
    capitals = bare if text.startswith("=") else ""
    apart = [parts_of(word) for word in words_of(bare)]
    for parts in (
        [part for several in apart for part in several],
        ["".join(several) for several in apart],
    ):
        yield Member(group=group, stems=tuple(stem(part, language) for part in parts), capitals=capitals)


def _longest_first(found: dict[str, list[Member]]) -> Members:
    return {
        first: tuple(sorted(set(members), key=lambda one: (-len(one.stems), one.group)))
        for first, members in found.items()
    }


def find(stems: Sequence[str], written: Sequence[str], language: str) -> Iterator[Found]:
    """The members that stand in a text of these stems; `written` are the same places as they stand there.

    Of members that begin at one place the longest of each group counts.
    """
    members = _members()[language]
    for at, first in enumerate(stems):
        if first not in members:
            continue
        seen: set[str] = set()
        for member in members[first]:
            length = len(member.stems)
            if member.group in seen or tuple(stems[at : at + length]) != member.stems:
                continue
            if member.capitals and written[at] != member.capitals:
                continue
            seen.add(member.group)
            yield Found(group=member.group, at=at, length=length)


def wordings(group: str) -> tuple[tuple[str, tuple[str, ...]], ...]:
    """Every way of saying what a group means: language and stems."""
    return _wordings().get(group, ())


@lru_cache(maxsize=1)
def _wordings() -> dict[str, tuple[tuple[str, tuple[str, ...]], ...]]:
    said: dict[str, dict[tuple[str, tuple[str, ...]], None]] = {}
    for language, members in _members().items():
        for several in members.values():
            for member in several:
                said.setdefault(member.group, {})[language, member.stems] = None
    return {group: tuple(found) for group, found in said.items()}
