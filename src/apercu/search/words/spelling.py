"""British and American spelling brought to one form, the same for a summary and for a query.

The form is not meant to be read: it only has to be the same for both. Data: `spellings.txt`.
"""

from __future__ import annotations

import re
from functools import lru_cache
from pathlib import Path

_DATA = Path(__file__).with_name("spellings.txt")
# -ize, -ization, -yze: to s, for far fewer words have an s that must not become z ("supervise", "exercise").
_IZE = re.compile(r"(?<=[a-z]{2})(i|y)z(e|ed|es|er|ers|ing|ation|ations|able|ability)$")
_IZE_LEFT_ALONE = frozenset({"size", "sizes", "sized", "prize", "prizes", "seize", "seized", "seizes"})


def one_spelling(word: str) -> str:
    """The word (folded) in the one form of its spellings."""
    begins, beginnings, pairs = _tables()
    if word in pairs:
        return pairs[word]
    if "z" in word and word not in _IZE_LEFT_ALONE:
        word = _IZE.sub(r"\1s\2", word)
    if (found := begins.match(word)) and not word.startswith(british := beginnings[found[0]]):
        return british + word[found.end() :]
    return word


@lru_cache(maxsize=1)
def _tables() -> tuple[re.Pattern[str], dict[str, str], dict[str, str]]:
    """A pattern of all American beginnings, the British one of each, and whole words."""
    beginnings: dict[str, str] = {}
    pairs: dict[str, str] = {}
    for line in _DATA.read_text("utf-8").splitlines():
        bare = line.split("#", 1)[0].split()
        if not bare:
            continue
        british, *others = bare
        for other in others:
            if british.endswith("-"):
                beginnings[other.rstrip("-")] = british.rstrip("-")
            else:
                pairs[other] = british
    return re.compile("|".join(sorted(beginnings, key=len, reverse=True))), beginnings, pairs
