"""Months as people print them, in English and French."""

from __future__ import annotations

import re
import unicodedata

_ENGLISH = "january february march april may june july august september october november december"
_FRENCH = "janvier fevrier mars avril mai juin juillet aout septembre octobre novembre decembre"
_SHORT = "jan feb mar apr may jun jul aug sep oct nov dec"
_NUMBERS = {
    name: number for row in (_ENGLISH, _FRENCH, _SHORT) for number, name in enumerate(row.split(), start=1)
} | {"sept": 9}
_NAMES = (
    "January|February|March|April|May|June|July|August|September|October|November|December|"
    "janvier|février|fevrier|mars|avril|mai|juin|juillet|août|aout|septembre|octobre|novembre|décembre|decembre"
)
_YEAR = r"(?:19|20)\d\d"

_HEADING = re.compile(rf"({_NAMES})[.,]?[ \t\u00a0]+({_YEAR})(?!\d)[ \t\u00a0]*", re.IGNORECASE)
_ISO = re.compile(r"((?:19|20)\d\d)[-/.](\d{1,2})(?:[-/.]\d{1,2})?(?:[T ].*)?")
_NAMED_DATE = re.compile(
    rf"(?:\w+day,? |\w+di,? )?(?:\d{{1,2}}(?:st|nd|rd|th|er)? )?([^\W\d_]{{3,9}})\.?,?"
    rf"(?: \d{{1,2}}(?:st|nd|rd|th)?,?)? ({_YEAR})"
)
_FIRST_LETTERS = frozenset("JFMASONDjfmasond")
_AFTER_HEADING = frozenset("\"“«‘'(¿")


def month_heading(text: str) -> tuple[str, int] | None:
    """The month a line begins with as a heading, and where the rest starts.

    Only a heading that stands alone, or has the next words glued to it ("June 2012Some Title"): "March 2020
    and After" is a title.
    """
    if text[:1] not in _FIRST_LETTERS:
        return None
    match = _HEADING.match(text)
    if match is None:
        return None
    month = _month(match[2], match[1])
    rest = text[match.end() :]
    if rest.strip(" \t\u00a0:.") == "":
        return month, len(text)
    glued = match.end() == match.end(2) and (rest[0].isupper() or rest[0] in _AFTER_HEADING)
    return (month, match.end()) if glued else None


def read_month(text: str) -> str | None:
    """The month of a date ("2021-06-15", "June 2021", "15 juin 2021", "June 5, 2012"), as "2021-06"."""
    text = text.strip()
    if len(text) > 60:
        return None
    if iso := _ISO.fullmatch(text):
        number = int(iso[2])
        return f"{iso[1]}-{number:02d}" if 1 <= number <= 12 else None
    named = _NAMED_DATE.fullmatch(text)
    if named is None or _folded(named[1]) not in _NUMBERS:
        return None
    return _month(named[2], named[1])


def _month(year: str, name: str) -> str:
    return f"{int(year)}-{_NUMBERS[_folded(name)]:02d}"


def _folded(name: str) -> str:
    return "".join(c for c in unicodedata.normalize("NFKD", name.casefold()) if not unicodedata.combining(c))
