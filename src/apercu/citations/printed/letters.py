"""The characters and small words that printed references are made of, as parts of regular expressions."""

from __future__ import annotations

import re


def words(*lines: str) -> frozenset[str]:
    """The words of some lines, as a set to look them up in."""
    return frozenset(word for line in lines for word in line.split())


# Latin, Greek and Cyrillic, with the extensions European names use; × and ÷ are left out.
LETTER = "A-Za-zÀ-ÖØ-öø-ʯͰ-ԯḀ-ỿ"
_BLOCKS = (range(0x41, 0x5B), range(0xC0, 0x530), range(0x1E00, 0x1F00))
_CASED = [chr(code) for block in _BLOCKS for code in block]
UPPER = "".join(letter for letter in _CASED if letter.isupper())
LOWER = "a-z" + "".join(letter for letter in _CASED if letter.islower())
APOSTROPHE = "'’‘ʼ`´"
HYPHEN = "\\-‐‑"
DASH = "\\-‐‑‒–—−"
CLOSING = "\"'”’»)\\]"
OPENING = "\"'“‘«(\\["

YEAR = r"(?:1[5-9]|20)\d\d"

# A capitalised word of a name: "Ångdahl", "Dahl-Aarne", "O’Dahl", "d’Aarne", "el-Aarne".
CAPITALISED = rf"(?:[a-zà-ÿ]{{1,3}}[{APOSTROPHE}{HYPHEN}])?[{UPPER}][{LETTER}{APOSTROPHE}{HYPHEN}]*"

PARTICLES = words(
    "van von vom der den de del della dello di da das do dos du des la le las los el al ter ten te zu zum",
    "zur af av bin ibn ben y 't ’t van't van’t",
)
PARTICLE = "(?:" + "|".join(sorted(PARTICLES, key=len, reverse=True)) + ")"

SUFFIX = r"(?:Jr\b\.?|Sr\b\.?|III?\b|IV\b)"

# One initial ("H.", "Yu.", "H"), and a run of them as printed: "H. A.", "I.A.", "A.-K.", "Y.-h.", "A B".
INITIAL = rf"[{UPPER}](?:[{LOWER}]{{0,2}}\.|(?![{LETTER}{APOSTROPHE}]))"
INITIALS = rf"{INITIAL}(?: ?[{DASH}]? ?{INITIAL}|[{DASH}][{LOWER}]\.?(?![{LETTER}])){{0,6}}"

# Words of a name in title case that are not capitalised: "Journal of …", "Ministère de la …".
SMALL_WORDS = words(
    "a an and as at by for from in into of on or the to with & de des du et en la le les und der die für",
    "y e van voor",
)

_BROKEN_SPACING = re.compile("[\u00ad\u200b-\u200f\u2060\ufeff]")


def without_invisible(text: str) -> str:
    """The text without the characters that pages leave inside words and nobody sees (soft hyphens, marks)."""
    return text if text.isascii() else _BROKEN_SPACING.sub("", text)
