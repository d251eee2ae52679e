"""The case of words: Chicago's titles, and labels that begin with a capital."""

from __future__ import annotations

import re

# CSL 1.0.2, "Title case conversion": these stay small unless they come first, last or after a colon.
_SMALL = frozenset(
    word
    for words in (
        "a an and as at but by down for from in into nor of on onto or over so the till to up via vs vs.",
        "with yet et al al. de du des la le van von der den d'",
    )
    for word in words.split()
)
_WORD = re.compile(r"[^\s]+")
_PART = re.compile(r"[^-‐‑–—/]+")
_ENDS = (":", ".", "?", "!", "—", "…")
_AFTER = "”’»\ue000\ue001\ue002\ue003\ue004\ue005\ue006\ue007"  # quotation marks and faces that close
_AROUND = _AFTER + "“‘«\"'()[],;:?!"
_LETTER = re.compile(r"[^\W\d_]")


def capitalised(text: str) -> str:
    """The text with its first letter as a capital."""
    first = _LETTER.search(text)
    return text[: first.start()] + first[0].upper() + text[first.end() :] if first else text


def title_case(text: str) -> str:
    """An English title with the capitals of a headline; a word that has a capital already stays as it is."""
    words = list(_WORD.finditer(text))
    result, end, begins = [], 0, True
    for place, match in enumerate(words):
        result.append(text[end : match.start()])
        result.append(_word(match[0], first=begins, last=place == len(words) - 1))
        begins = match[0].rstrip(_AFTER).endswith(_ENDS)
        end = match.end()
    return "".join([*result, text[end:]])


def _word(word: str, *, first: bool, last: bool) -> str:
    """One word, each of its hyphened parts for itself."""
    count = len(_PART.findall(word))
    place = 0

    def part(match: re.Match[str]) -> str:
        nonlocal place
        place += 1
        letters = "".join(_LETTER.findall(match[0]))
        bare = match[0].strip(_AROUND)
        if not letters.islower() or bare[:1].isdigit():  # "RCT" is itself already, "2nd" has no capital
            return match[0]
        if len(letters) == 1 and letters != "a":  # the name of a variable
            return match[0]
        after_dash = place > 1 and match.string[match.start() - 1] in "—–"
        keeps_small = bare in _SMALL and not (
            (first and place == 1) or after_dash or (last and place == count)
        )
        return match[0] if keeps_small else capitalised(match[0])

    return _PART.sub(part, word)
