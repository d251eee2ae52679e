"""The keys references are cited by in a file: "nissenlie2021", "nissenlie2021b"."""

from __future__ import annotations

import unicodedata
from collections import Counter
from collections.abc import Sequence

from apercu.citations.reference import Reference

_NO_LETTERS_OF_THEIR_OWN = str.maketrans(
    {"ø": "o", "ł": "l", "đ": "d", "ð": "d", "þ": "th", "ß": "ss", "æ": "ae", "œ": "oe"}
)


def keys_of(references: Sequence[Reference]) -> tuple[str, ...]:
    """A key for each reference: first family name, year, and a letter from the second alike on.

    Only small ASCII letters and digits; unique in the list. A reference keeps its key when others are added
    after it.
    """
    seen: Counter[str] = Counter()
    keys = []
    for reference in references:
        key = _key(reference)
        seen[key] += 1
        keys.append(key + _letters(seen[key] - 1))
    return tuple(keys)


def _key(reference: Reference) -> str:
    people = reference.authors or reference.editors
    name = (people[0].family or people[0].literal or people[0].given) if people else reference.title
    decomposed = unicodedata.normalize("NFKD", name.casefold().translate(_NO_LETTERS_OF_THEIR_OWN))
    letters = "".join(letter for letter in decomposed if letter.isascii() and letter.isalpha())
    year = f"{reference.issued.year}" if reference.issued else "nd"
    return f"{letters[:24] or 'anonymous'}{year}"


def _letters(number: int) -> str:
    """ "" for the first, then b, c, … z, ba: never a digit, which would look like the year's."""
    letters = ""
    while number:
        number, rest = divmod(number, 26)
        letters = chr(ord("a") + rest) + letters
    return letters
