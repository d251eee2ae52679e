"""The letters that tell works of the same authors and year apart: 2020a, 2020b."""

from __future__ import annotations

import re
import unicodedata
from collections import defaultdict
from collections.abc import Sequence
from string import ascii_lowercase

from apercu.citations.reference import Name, Reference
from apercu.citations.styles.initials import initials

_ARTICLE = re.compile(r"(?:a|an|the)\s+", re.IGNORECASE)


def year_suffixes(references: Sequence[Reference]) -> tuple[str, ...]:
    """The letter of each reference of a list, "" where the year alone tells it apart.

    Letters follow the date, a year without a month first, then the title without its article (APA 7,
    sections 9.46 to 9.48; Chicago 18, 13.112). "z" is followed by "aa".
    """
    alike: dict[tuple[object, ...], list[int]] = defaultdict(list)
    for place, reference in enumerate(references):
        alike[_author_and_year(reference)].append(place)
    letters = [""] * len(references)
    for key, places in alike.items():
        if len(places) > 1 and key[0]:
            for number, place in enumerate(sorted(places, key=lambda each: _order(references[each]))):
                letters[place] = _letter(number)
    return tuple(letters)


def _author_and_year(reference: Reference) -> tuple[object, ...]:
    names = tuple(_name(name) for name in reference.authors or reference.editors)
    return names, reference.authors_cut, reference.issued and reference.issued.year


def _name(name: Name) -> tuple[str, ...]:
    family = f"{name.particle} {name.family}".strip() or name.literal
    return _plain(family), _plain(initials(name.given, "", hyphens=False)), _plain(name.suffix)


def _order(reference: Reference) -> tuple[object, ...]:
    date = tuple(reference.issued.to_csl()) if reference.issued else ()
    return date, _plain(_ARTICLE.sub("", reference.title, count=1)), reference.doi


def _plain(text: str) -> str:
    decomposed = unicodedata.normalize("NFKD", text.casefold())
    return "".join(letter for letter in decomposed if letter.isalnum() or letter == " ").strip()


def _letter(number: int) -> str:
    above, rest = divmod(number, len(ascii_lowercase))
    return (_letter(above - 1) if above else "") + ascii_lowercase[rest]
