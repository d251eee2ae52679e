"""The date in a printed reference: "(2021)", "(2019, March 4)", "(March, 2019)", "(in press)", "(n.d.)"."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache

from apercu.citations.printed.letters import YEAR
from apercu.citations.reference import PartialDate

_MONTHS = {
    name: number
    for number, names in enumerate(
        (
            "january jan janvier janv",
            "february feb février fevrier févr fév",
            "march mar mars",
            "april apr avril avr",
            "may mai",
            "june jun juin",
            "july jul juillet juil",
            "august aug août aout",
            "september sep sept septembre",
            "october oct octobre",
            "november nov novembre",
            "december dec décembre decembre déc",
        ),
        start=1,
    )
    for name in names.split()
}
MONTH_NAMES = frozenset(_MONTHS)

STATUS = re.compile(
    r"(?:advanced?[ -]online(?: publication)?|"
    r"(?:e-?pub(?:lished)?|published|online)(?: online)? ahead of print|"
    r"ahead of print|published online(?: first)?|online first(?: publication)?|first online|early view|"
    r"in press|forthcoming|accepted(?: for publication| manuscript)?|submitted(?: for publication)?|"
    r"(?:manuscript )?(?:in preparation|under review|submitted for publication)|sous presse|à paraître)",
    re.IGNORECASE,
)
_SPELLED_OUT = {
    "advance online": "advance online publication",
    "advanced online": "advance online publication",
    "advanced online publication": "advance online publication",
    "advance-online publication": "advance online publication",
}

PARENTHESIS = re.compile(r"\(([^()]{1,60})\)")
_YEAR_ALONE = re.compile(rf"\s*({YEAR})([a-z]?)\s*", re.ASCII)
_TOKEN = re.compile(
    rf"(?P<year>(?<![\d/–-]){YEAR}(?P<letter>[a-z]?)(?![\w/–-]))|(?P<word>[^\W\d_]+)\.?|(?P<day>\d+)"
)
_NO_DATE = re.compile(r"\s*(?:n\. ?d\.?|nd|no date|s\. ?d\.?)\s*", re.IGNORECASE)
_MAYBE_DATE = re.compile(
    rf"{YEAR}|press|forthcoming|n\. ?d|online|submi|prepa|review|accept|para[iî]tre", re.IGNORECASE
)


@dataclass(frozen=True, slots=True)
class PrintedDate:
    """What stood in the parentheses after the authors."""

    issued: PartialDate | None = None
    status: str = ""
    letter: bool = False  # "2020a": a letter that only means something inside its own list
    unread: str = ""


def status_of(phrase: str) -> str:
    """A status in the words CSL styles print: lower case, "advance online" spelled out."""
    words = " ".join(phrase.lower().split())
    return _SPELLED_OUT.get(words, words)


@lru_cache(maxsize=1024)  # a list of references names few years, and each of them often
def read_date(inside: str) -> PrintedDate | None:
    """The date told by the text between two parentheses, or None where it is no date."""
    if alone := _YEAR_ALONE.fullmatch(inside):
        return PrintedDate(issued=PartialDate(year=int(alone[1])), letter=bool(alone[2]))
    if _NO_DATE.fullmatch(inside):
        return PrintedDate()
    if not _MAYBE_DATE.search(inside):
        return None
    status = STATUS.search(inside)
    rest = inside if status is None else f"{inside[: status.start()]} {inside[status.end() :]}"
    issued, letter, unread = _date_words(rest)
    if issued is None and status is None:
        return None
    if len(unread.split()) > 4:  # a remark with a year in it: "(first seen as a talk in Oslo, 2010)"
        return None
    return PrintedDate(issued, status_of(status.group()) if status else "", letter, unread)


def _date_words(text: str) -> tuple[PartialDate | None, bool, str]:
    """A year, a month name and a day in any order; every other word is unread."""
    year = month = day = None
    letter = False
    unread: list[str] = []
    for token in _TOKEN.finditer(text):
        if token["year"] and year is None:
            year, letter = int(token["year"][:4]), bool(token["letter"])
        elif token["word"] and month is None and token["word"].lower() in _MONTHS:
            month = (_MONTHS[token["word"].lower()], token.group())
        elif token["day"] and day is None and len(token["day"]) <= 2 and 1 <= int(token["day"]) <= 31:
            day = token["day"]
        else:
            unread.append(token.group())
    if year is None:
        return None, False, text.strip(" ,;.")
    if month is None:
        return PartialDate(year=year), letter, " ".join([*unread, *([day] if day else [])])
    return PartialDate(year=year, month=month[0], day=int(day) if day else None), letter, " ".join(unread)
