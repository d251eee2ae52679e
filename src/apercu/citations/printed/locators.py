"""Where in a journal or book a work stands: volume, issue, pages or article number, chapter, edition."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import NamedTuple

from apercu.citations.printed.letters import DASH, YEAR

_PAGE = r"[A-Za-z]{0,3}\d{1,8}[A-Za-z]?(?!\w)"
_WHERE = rf"{_PAGE}(?: ?[{DASH}]{{1,2}} ?{_PAGE})?(?:, ?{_PAGE}(?: ?[{DASH}]{{1,2}} ?{_PAGE})?){{0,3}}"
_RANGE = rf"{_PAGE} ?[{DASH}]{{1,2}} ?{_PAGE}"
_PAGE_LABEL = r"pp?(?:\. ?| )|[Pp]ages? "
_ARTICLE_LABEL = r"[Aa]rt(?:icle|\.)(?: (?:[Nn]o\.?|ID|[Nn]umber))?:? ?"
_VOLUME_LABEL = r"[Vv]ol(?:ume)?s?\b\.? ?"
_ISSUE_LABEL = r"(?:[Nn]os?\b\.?|[Ii]ss(?:ue)?\b\.?|[Nn]r\b\.?|n°) ?"

# The separators are spelled so that each character can be taken in one way only: the search stays linear.
_ISSUE = (
    r"(?: ?\((?P<issue>(?=[^()]*\d|[Ss]upp|[Ss]pec)[^()]{1,30})\)"
    rf"|[,;]? {_ISSUE_LABEL}(?P<issue2>\d{{1,4}}(?:[{DASH}/]\d{{1,4}})?)(?!\w))?"
)
_LOCATOR = re.compile(
    r"(?:(?P<comma> ?[,;:.] ?)| )(?=[A-Za-z]{0,3}\d|[Vv]ol|pp?[. ]|[Pp]age|[Aa]rt|[Ii]ss|[Nn]o\.?[ \d])"
    rf"(?:(?P<year>{YEAR}) ?[;,] ?)?(?:"
    rf"(?P<label>{_VOLUME_LABEL})?(?P<volume>\d{{1,4}}(?![\d{DASH}/])[A-Za-z]?)(?!\w){_ISSUE}"
    r"(?:(?: ?[,:;.] ?| |(?<=\)))"
    rf"(?:(?P<pages>{_PAGE_LABEL})|(?P<article>{_ARTICLE_LABEL}))?(?P<where>{_WHERE}))?"
    rf"|{_ISSUE_LABEL}(?P<issue3>\d{{1,4}})(?!\w)"
    rf"(?: ?[,:;.] ?(?:(?P<pages3>{_PAGE_LABEL})|(?P<article3>{_ARTICLE_LABEL}))(?P<where4>{_WHERE}))?"
    rf"|(?P<pages2>{_PAGE_LABEL})(?P<where2>{_WHERE})"
    rf"|(?P<article2>{_ARTICLE_LABEL})(?P<where3>{_PAGE})"
    rf"|(?P<range>{_RANGE})"
    r"|(?P<lone>[Ee]\d{3,8}|\d{5,8})(?!\w)"
    r")(?:(?P<rest>[\s.,;]*$)|(?=[\s.,;(\[]))"
)
_WHERE_GROUPS = ("where", "where2", "where3", "where4", "range", "lone")
_ARTICLE_NUMBER = re.compile(r"[eE]\d+|[A-Za-z]{0,3}\d{5,8}", re.ASCII)
_YEAR = re.compile(YEAR)
_DIGIT = re.compile(r"\d")
_MOST_BEFORE_DIGIT = 30  # characters: every locator has its first digit nearer to where it begins
# What a locator of two parts needs: another number, or a supplement, a few words after the first.
_TWO_PARTS = re.compile(r"\d\D{1,40}(?:\d|(?<=[Ss]upp)|(?<=[Ss]pec))")
_LONGEST_LOCATOR = 100  # characters; most references are decided by looking at their end alone

_IN_BOOK = re.compile(
    r"\((?=[^()]*(?:\b[Ee]d|\b[éÉ]d|\bpp?\.|\bpages? |\b[Vv]ol|\b[Cc]h))(?P<inside>[^()]{1,80})\)"
)
_EDITION = re.compile(
    r"\b(?:(\d+)(?:st|nd|rd|th|e|ère|ème)?|([^\W\d_]{2,12}\.?(?: [^\W\d_]{2,12}\.?)?)) "
    r"(?:ed(?:ition|n)?|éd(?:ition)?)\b\.?",
    re.IGNORECASE,
)
_VOLUME = re.compile(r"\b[Vv]ol(?:ume)?s?\.? ?(\d{1,4}|[IVXLC]+)")
_PAGES = re.compile(rf"\b(?:pp?\. ?|[Pp]ages? )({_WHERE})")
_CHAPTER = re.compile(r"\b[Cc]h(?:ap(?:ter)?)?s?\.? (\d{1,3}|[IVXLC]+)")
_EDITION_LAST = re.compile(r", (\d+)(?:st|nd|rd|th|e|ère|ème) (?:ed(?:ition)?|éd(?:ition)?)\.?$")
_CHAPTER_LAST = re.compile(r"[.,;(] ?\(?(?:[Cc]hap(?:ter|\.)|[Cc]h\.) (\d{1,3}|[IVXLC]+)\)?[.,; ]*$")


class Locator(NamedTuple):
    """What a locator says, the span it took, and whether running text could hardly look the same."""

    start: int
    end: int
    volume: str = ""
    issue: str = ""
    pages: str = ""
    number: str = ""
    year: str = ""

    @property
    def certain(self) -> bool:
        """Whether it has two parts (volume and issue, pages or number)."""
        return bool(self.volume and (self.issue or self.pages or self.number))


def find_locator(text: str) -> Locator | None:
    """The locator that ends the text, or failing that a two-part one with something after it."""
    digit = _DIGIT.search(text)
    if digit is None:
        return None
    if len(text) > _LONGEST_LOCATOR:
        match = _LOCATOR.search(text, len(text) - _LONGEST_LOCATOR)
        if match and match["rest"] is not None and (locator := _locator(match)) and locator.certain:
            return locator
    within = None
    for match in _LOCATOR.finditer(text, max(0, digit.start() - _MOST_BEFORE_DIGIT)):
        locator = _locator(match)
        if locator is None:
            continue
        if match["rest"] is not None:
            return locator
        if within is None and locator.certain and (match["comma"] or match["issue"]):
            within = locator
    return within


def may_hold_certain_locator(text: str) -> bool:
    """Whether `find_locator` may find one of two parts in the text; asking it costs far more."""
    return _TWO_PARTS.search(text) is not None


def _locator(match: re.Match[str]) -> Locator | None:
    found = match.groupdict("")
    volume = found["volume"]
    issue = (found["issue"] or found["issue2"] or found["issue3"]).strip()
    where = next((text for name in _WHERE_GROUPS if (text := found[name])), "")
    alone = volume and not (issue or where or found["label"])
    # "Psychotherapy, 57." is a volume; "in the class of 57", "in Bern, 2015" are not.
    if alone and (not found["comma"].startswith(",") or _YEAR.fullmatch(volume)):
        return None
    labelled_pages = found["pages"] or found["pages2"] or found["pages3"]
    labelled_number = found["article"] or found["article2"] or found["article3"]
    is_number = labelled_number or (not labelled_pages and _ARTICLE_NUMBER.fullmatch(where))
    return Locator(
        match.start(),
        match.end(),
        volume=volume,
        issue=issue,
        pages="" if is_number else where,
        number=where if is_number else "",
        year=found["year"],
    )


@dataclass(frozen=True, slots=True)
class BookPart:
    """What a book's parentheses say: "(2nd ed., Vol. 1, pp. 3–20)", and the span they took."""

    start: int
    end: int
    edition: str = ""
    volume: str = ""
    pages: str = ""
    chapter: str = ""
    unread: str = ""


def find_book_part(text: str) -> BookPart | None:
    """The first parentheses that speak of an edition, a volume, pages or a chapter of a book."""
    for match in _IN_BOOK.finditer(text):
        inside = match["inside"]
        found: dict[str, str] = {}
        for part, pattern in (
            ("pages", _PAGES),
            ("volume", _VOLUME),
            ("chapter", _CHAPTER),
            ("edition", _EDITION),
        ):
            if told := pattern.search(inside):
                found[part] = next(group for group in told.groups() if group)
                inside = f"{inside[: told.start()]} {inside[told.end() :]}"
        if found:
            return BookPart(match.start(), match.end(), unread=inside.strip(" ,;."), **found)
    return None


def take_chapter(text: str) -> tuple[str, str]:
    """The text without a chapter number at its end ("…, chapter 7."), and that number."""
    match = _CHAPTER_LAST.search(text, max(0, len(text) - 30))
    return (text[: match.start()], match[1]) if match else (text, "")


def take_edition(text: str) -> tuple[str, str]:
    """The title of a book without an edition at its end ("…, 3rd edition"), and its number."""
    match = _EDITION_LAST.search(text)
    return (text[: match.start()], match[1]) if match else (text, "")
