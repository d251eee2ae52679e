"""Whether two services say the same of a field, and which of them says it more fully.

What counts as the same: case, dashes, diacritics, "&" for "and", initials for given names, a year for a day
of it, a first page for the pages, a title without its subtitle.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from itertools import starmap
from typing import Any

from apercu.citations.keys import same_title, title_key
from apercu.citations.reference import Name, PartialDate

# Letters that Unicode does not take apart into a letter and a mark.
_LETTERS = str.maketrans(
    {"ø": "o", "Ø": "o", "ł": "l", "Ł": "l", "đ": "d", "ð": "d", "þ": "th", "æ": "ae", "œ": "oe"}
)
_GERMAN = str.maketrans(
    {"ä": "ae", "ö": "oe", "ü": "ue", "Ä": "ae", "Ö": "oe", "Ü": "ue", "ø": "oe", "å": "aa"}
)
_SUBTITLE_OF_JOURNAL = re.compile(r"\s*[:(=].*$")
_GENERIC_TYPES = frozenset({"article", "article-journal", "document"})

Agree = Callable[[Any, Any], bool]
Fullness = Callable[[Any], tuple[int, ...]]


def key_of(text: str) -> str:
    """A text as far as it counts: its letters and digits, without case and accents, "&" as "and"."""
    return title_key(text.translate(_LETTERS).replace("&", " and "))


def same_text(a: str, b: str) -> bool:
    """Whether two short texts are one."""
    return key_of(a) == key_of(b) and (key_of(a) != "" or a == b)


def same_number(a: str, b: str) -> bool:
    """Whether two volumes or issues are one: "04" is "4", "Suppl. 1" is "suppl 1"."""
    return _number(a) == _number(b)


def same_work_title(a: str, b: str) -> bool:
    """Whether two titles are one, the subtitle of one perhaps left out."""
    key_a, key_b = key_of(a), key_of(b)
    if key_a == key_b:
        return True
    return (key_a.startswith(key_b) or key_b.startswith(key_a)) and same_title(a, b)


def same_journal(a: str, b: str) -> bool:
    """Whether two names are one journal's: an article in front and a subtitle behind do not count."""
    return _journal(a) == _journal(b)


def same_pages(a: str, b: str) -> bool:
    """Whether two page ranges are one, the last page perhaps left out."""
    (start_a, _, end_a), (start_b, _, end_b) = (_plain_range(one).partition("-") for one in (a, b))
    return start_a == start_b and (end_a == end_b or not end_a or not end_b)


def same_article_number(a: str, b: str) -> bool:
    """Whether two article numbers are one: "e74657" is "74657"."""
    return key_of(a).removeprefix("e") == key_of(b).removeprefix("e")


def same_date(a: PartialDate, b: PartialDate) -> bool:
    """Whether one date is the other, or the beginning of it."""
    parts_a, parts_b = a.to_csl(), b.to_csl()
    shared = min(len(parts_a), len(parts_b))
    return parts_a[:shared] == parts_b[:shared]


def same_names(a: tuple[Name, ...], b: tuple[Name, ...]) -> bool:
    """Whether two lists name the same people in the same order."""
    return len(a) == len(b) and all(starmap(same_name, zip(a, b, strict=True)))


def same_name(a: Name, b: Name) -> bool:
    """Whether two names are one person's or group's: initials for given names, half of a double name."""
    whole_a, whole_b = (_folded(f"{one.given} {one.particle} {one.family} {one.literal}") for one in (a, b))
    if whole_a & whole_b:
        return True
    if a.literal or b.literal:
        return bool(_group(a) & _group(b))
    families_a, families_b = (_folded(f"{one.particle}{one.family}") for one in (a, b))
    if not any(x == y or x.endswith(y) or y.endswith(x) for x in families_a for y in families_b):
        return False
    given_a, given_b = (_folded(one.given) for one in (a, b))
    return any(x[:1] == y[:1] or not x or not y for x in given_a for y in given_b)


def same_type(a: str, b: str) -> bool:
    """Whether two types are one: services that know articles only call everything one."""
    return a == b or {a, b} <= _GENERIC_TYPES


def fullness_of_names(names: tuple[Name, ...]) -> tuple[int, ...]:
    """How much is told: given names in full, then letters with accents, which a poorer copy has lost."""
    in_full = sum(1 for name in names if re.search(r"[^\W\d_]{2}", name.given))
    accented = sum(
        1
        for name in names
        for letter in name.family + name.given
        if letter.isalpha() and not letter.isascii()
    )
    return in_full, accented


def fullness_of_date(date: PartialDate) -> tuple[int, ...]:
    """How many parts are told."""
    return (len(date.to_csl()),)


def fullness_of_title(title: str) -> tuple[int, ...]:
    """Whether the subtitle is there: the same title in more letters."""
    return (len(key_of(title)),)


def fullness_of_pages(pages: str) -> tuple[int, ...]:
    """Whether the last page is there."""
    return (1 if "-" in _plain_range(pages) else 0,)


def fullness_of_type(kind: str) -> tuple[int, ...]:
    """A type that says something before one that does not."""
    return (0 if kind == "document" else 1,)


def _number(text: str) -> str:
    return re.sub(r"(?<!\d)0+(?=\d)", "", key_of(text))


def _journal(text: str) -> str:
    key = key_of(_SUBTITLE_OF_JOURNAL.sub("", text) or text)
    return re.sub(r"^the(?=.{4})", "", key)


def _plain_range(text: str) -> str:
    return re.sub(r"\s*[-‐‑‒–—−]+\s*", "-", text.strip()).lower()


def _folded(text: str) -> frozenset[str]:
    """The keys of a name: with accents taken away, and as German and Danish write without them."""
    return frozenset({key_of(text), key_of(text.translate(_GERMAN))})


def _group(name: Name) -> frozenset[str]:
    """The keys of a group's name, whichever field a service put it in."""
    told = name.literal or f"{name.given} {name.family}"
    return frozenset(re.sub(r"^(?:on behalf of |for )?the", "", key) for key in _folded(told))
