"""A text as the terms the index keeps of it.

The index cuts at spaces and does nothing else: everything that is done to a word is done here, so that a
query is read by the same rules and a passage can be marked by them.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache
from typing import NamedTuple

from apercu.search.words import synonyms
from apercu.search.words.folding import parts_of, words_of
from apercu.search.words.spelling import one_spelling
from apercu.search.words.stemming import FRENCH, exact, stem, stem_of_exact


@dataclass(frozen=True, kw_only=True)
class Terms:
    """The terms of a text, each list ready to be cut at its spaces."""

    stems: str  # in order, then what hyphenated words are when joined, then the signs of synonyms
    exact: str  # in order and unstemmed, then joined words


class Word(NamedTuple):
    """One word of a text in a language; a tuple, for a large archive makes millions."""

    written: str
    stems: tuple[str, ...]  # one a part
    exacts: tuple[str, ...]
    joined_stem: str = ""  # of a hyphenated word
    joined_exact: str = ""


@lru_cache(maxsize=20_000)
def read_word(written: str, language: str) -> Word:
    """A word as it stands in a text, read in a language."""
    if written.isascii() and written.isalpha():  # most words by far
        parts: tuple[str, ...] = (written.lower(),)
        exacts: tuple[str, ...] = (one_spelling(parts[0]),)
    else:
        parts = parts_of(written)
        exacts = tuple([exact(part) for part in parts])
    if language == FRENCH:
        stems = tuple([stem(part, language) for part in parts])
    else:
        stems = tuple([stem_of_exact(word) for word in exacts])
    joined = "".join(parts) if len(parts) > 1 else ""
    return Word(
        written=written,
        stems=stems,
        exacts=exacts,
        joined_stem=stem(joined, language) if joined else "",
        joined_exact=exact(joined) if joined else "",
    )


def read_words(text: str, language: str) -> Iterator[Word]:
    """The words of a text in its language."""
    for written in words_of(text):
        word = read_word(written, language)
        if word.stems:
            yield word


def terms_of(text: str, language: str) -> Terms:
    """The terms of a text."""
    stems: list[str] = []
    written: list[str] = []
    exacts: list[str] = []
    joined: list[Word] = []
    for one in words_of(text):
        word = read_word(one, language)
        if len(word.stems) == 1:
            stems.append(word.stems[0])
            exacts.append(word.exacts[0])
            written.append(one)
        elif word.stems:
            stems += word.stems
            exacts += word.exacts
            written += [one] * len(word.stems)
            joined.append(word)
    signs = [synonyms.SIGN + found.group for found in synonyms.find(stems, written, language)]
    return Terms(
        stems=" ".join([*stems, *(word.joined_stem for word in joined), *signs]),
        exact=" ".join([*exacts, *(word.joined_exact for word in joined)]),
    )


def names_of(text: str) -> str:
    """The words of a text that is no prose (people, journals): folded, joined where hyphenated, not
    stemmed."""
    found: list[str] = []
    for written in words_of(text):
        parts = [exact(part) for part in parts_of(written)]
        found.extend(parts)
        if len(parts) > 1:
            found.append("".join(parts))
    return " ".join(found)
