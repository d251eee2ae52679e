"""What two printings of one title have in common: for telling whether a work is here already."""

from __future__ import annotations

import re
import unicodedata
from functools import lru_cache
from itertools import islice

from apercu.citations.printed.letters import words

_RETRACTED = re.compile(r"\W*retracted(?:\s+(?:article|paper|chapter))?\s*[:\]]\s*", re.IGNORECASE)
_SUBTITLE = re.compile(r"(?<=[?!])\s+|\s*[:;—]\s*|\.\s+|\s+[-–]\s+")
# A notice about a work carries the work's title; it is another publication all the same.
_NOTICES = words(
    "addendum author comment commentary comments correction corrections corrigendum editorial erratum",
    "expression invited rejoinder reply response retraction",
)
# A subtitle that begins so, or names a protocol, sets a work apart from the one without it.
_SEPARATE = _NOTICES | {"part", "study", "vol", "volume"}
_LEAST_MAIN_TITLE = 20  # letters: below that ("Psychotherapy"), works share a main title by chance
_LEAST_MISPRINTED = 5  # letters: in a shorter word one letter makes another word (CBT, CPT)
_MOST_MISPRINTED = 2  # words
_MOST_SUBTITLES = 5


@lru_cache(maxsize=4096)
def title_key(text: str) -> str:
    """The letters and digits of a title, less case, accents and a leading "RETRACTED:"; subtitle kept."""
    return "".join(_words(text))


def same_title(a: str, b: str) -> bool:
    """Whether two titles are one title, give or take a lost subtitle and a misprinted letter.

    A subtitle may be missing on one side, but not one that says "Part 2", "Reply to …" or "study protocol".
    """
    words_a, words_b = _words(a), _words(b)
    if not words_a or not words_b:
        return False
    if (words_a[0] in _NOTICES) != (words_b[0] in _NOTICES):
        return False
    if _same_words(words_a, words_b):
        return True
    if len("".join(words_a)) < len("".join(words_b)):
        a, b, words_b = b, a, words_a
    return _main_title_is(words_b, of=a)


def _main_title_is(short: list[str], *, of: str) -> bool:
    """Whether the shorter title is the longer one up to where a subtitle begins."""
    if len("".join(short)) < _LEAST_MAIN_TITLE:
        return False
    of = _RETRACTED.sub("", of, count=1) if _RETRACTED.match(of) else of
    for boundary in islice(_SUBTITLE.finditer(of), _MOST_SUBTITLES):
        main, subtitle = _words(of[: boundary.start()]), _words(of[boundary.end() :])
        if not subtitle or subtitle[0] in _SEPARATE or "protocol" in subtitle:
            continue
        if _same_words(main, short):
            return True
    return False


def _words(text: str) -> list[str]:
    """The words of a title in key form; "meta-analysis" and "therapist's" are one word each."""
    if prefix := _RETRACTED.match(text):
        text = text[prefix.end() :]
    plain = unicodedata.normalize("NFKD", unicodedata.normalize("NFKD", text).casefold())
    kept = ("".join(character for character in word if character.isalnum()) for word in plain.split())
    return [word for word in kept if word]


def _same_words(a: list[str], b: list[str]) -> bool:
    if "".join(a) == "".join(b):  # "well being" and "well-being" differ in words only
        return True
    if len(a) != len(b):
        return False
    differing = [(x, y) for x, y in zip(a, b, strict=True) if x != y]
    return len(differing) <= _MOST_MISPRINTED and all(_one_misprint(x, y) for x, y in differing)


def _one_misprint(a: str, b: str) -> bool:
    """Whether two words differ by one letter added, lost, replaced or swapped with its neighbour."""
    if min(len(a), len(b)) < _LEAST_MISPRINTED or not (a.isalpha() and b.isalpha()):
        return False
    short, long = sorted((a, b), key=len)
    if len(long) - len(short) > 1:
        return False
    at = next((i for i, (x, y) in enumerate(zip(short, long, strict=False)) if x != y), len(short))
    if len(short) != len(long):
        return short[at:] == long[at + 1 :]
    swapped = short[at : at + 2] == long[at : at + 2][::-1] and short[at + 2 :] == long[at + 2 :]
    return swapped or short[at + 1 :] == long[at + 1 :]
