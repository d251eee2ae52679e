"""Given names as initials: "Anne-Kathrin Maria" is "A.-K. M." in one style and "AKM" in another."""

from __future__ import annotations

import re

_HYPHENS = re.compile(r"[-‐‑]")
_INITIAL = re.compile(r"(?<![^\W\d_])([^\W\d_])\.\s*(?=[^\W\d_])")
_MOST_RUN_TOGETHER = 3  # "EH" and "VNL" are initials; "ANNA" is a name in capitals


def initials(given: str, mark: str, *, hyphens: bool) -> str:
    """The initials, each followed by `mark` (". " or nothing); particles ("von") stay words."""
    printed = ""
    for word in (word for word in re.split(r"\s+|(?<=\.)(?![-‐‑])", given) if word):
        if word[0].islower() and not word.endswith("."):
            printed = f"{printed.rstrip()} {word} "
            continue
        parts = [part for part in _HYPHENS.split(word.replace(".", "")) if part]
        letters = [letter for part in parts for letter in _letters(part)]
        if hyphens and len(parts) > 1:
            printed += "-".join(part[0].upper() + mark.rstrip() for part in parts) + _space_of(mark)
        else:
            printed += "".join(letter + mark for letter in letters)
    return printed.strip()


def spaced_initials(given: str, mark: str) -> str:
    """Names in full as they are; initials that run together ("J.C.") set apart."""
    return _INITIAL.sub(lambda match: f"{match[1]}{mark}", given) if mark.strip() else given


def _letters(part: str) -> list[str]:
    if part.isupper() and 1 < len(part) <= _MOST_RUN_TOGETHER:
        return list(part)
    return [part[0].upper()]


def _space_of(mark: str) -> str:
    return mark[len(mark.rstrip()) :]
