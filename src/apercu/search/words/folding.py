"""A text cut into words, and a word without accents, capitals and typographic signs."""

from __future__ import annotations

import re
import unicodedata

APOSTROPHES = "'’‘ʼ"
HYPHENS = "\\-‐‑"  # to stand in a class of a regular expression
# Letters and digits, held together by apostrophes and hyphens; a number keeps its separators.
WORD = re.compile(rf"\d+(?:[.,]\d+)+|[^\W_]+(?:[{APOSTROPHES}{HYPHENS}][^\W_]+)*")

_APOSTROPHE = re.compile(f"[{APOSTROPHES}]")
_HYPHEN = re.compile(f"[{HYPHENS}]")
_SEPARATED = re.compile(r"\d+(?:[.,]\d+)+")
_ELIDED = frozenset(
    ["l", "d", "j", "m", "t", "s", "c", "n", "qu", "jusqu", "lorsqu", "puisqu", "quelqu"]
)  # French: l’anxiété
_ENDINGS = frozenset(["s", "re", "ve", "ll", "d", "m"])  # English: the client’s, they’re
_LIGATURES = str.maketrans(
    {"œ": "oe", "æ": "ae", "ß": "ss", "ø": "o", "ł": "l", "đ": "d", "ð": "d", "þ": "th"}
)


def words_of(text: str) -> list[str]:
    """The words of a text as they stand there."""
    return WORD.findall(text)


def parts_of(word: str) -> tuple[str, ...]:
    """The parts of a word in small letters, accents kept: two for “drop-out”, one for “l’anxiété”."""
    small = word.casefold().translate(_LIGATURES)
    if _SEPARATED.fullmatch(small):
        return (re.sub(r",(?=\d{3}\b)", "", small),)
    return tuple(part for piece in _HYPHEN.split(small) if (part := _without_apostrophes(piece)))


def folded(text: str) -> str:
    """The text in small letters without accents; of the same length only where no ligature stands in it."""
    if text.isascii():
        return text.lower()
    small = _without_accents(text.casefold().translate(_LIGATURES))
    if small.isascii():
        return small.lower()  # mathematical and squared letters have come apart into capitals
    return _without_accents(small.casefold().translate(_LIGATURES))


def _without_accents(text: str) -> str:
    apart = unicodedata.normalize("NFKD", text)
    return "".join(sign for sign in apart if not unicodedata.combining(sign))


def _without_apostrophes(piece: str) -> str:
    """The word itself: what French elides before it and English hangs behind it are no part of it."""
    pieces = _APOSTROPHE.split(piece)
    if len(pieces) > 1 and pieces[0] in _ELIDED:
        pieces = pieces[1:]
    if len(pieces) > 1 and pieces[-1] in _ENDINGS:
        pieces = pieces[:-1]
    return "".join(pieces)
