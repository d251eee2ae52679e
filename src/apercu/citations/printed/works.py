"""What follows the date in a printed reference: an article in a journal, a book, a chapter of one."""

from __future__ import annotations

import re
from dataclasses import dataclass, field

from apercu.citations.printed.letters import CLOSING, UPPER
from apercu.citations.printed.locators import (
    BookPart,
    find_book_part,
    find_locator,
    take_chapter,
    take_edition,
)
from apercu.citations.printed.names import read_editors
from apercu.citations.printed.titles import (
    is_journal_name,
    is_title_case,
    sentence_ends,
    split_title,
    without_full_stop,
)
from apercu.citations.reference import Name

_PUBLISHER = re.compile(
    r"\b(?:Press|Presses|Publish(?:er|ers|ing)|Publications?|Books|Verlag|Wiley|Springer|Elsevier|Sage|SAGE|"
    r"Routledge|Guilford|Norton|Erlbaum|Pearson|McGraw[- ]Hill|Karnac|Brunner|Jossey[- ]Bass|Hogrefe|"
    r"Houghton|Penguin|Blackwell|Palgrave|Dunod|Éditions?|Aronson|Academic|Macmillan|Harper|Sons|Author|"
    r"Psychological Association)\b"
)
_CITY = re.compile(
    r"(?:New York|London|Washington|Oxford|Cambridge|Boston|Chicago|Toronto|Paris|Berlin|Amsterdam|"
    r"Philadelphia|San Francisco|Thousand Oaks|Mahwah|Hillsdale|Hoboken|Los Angeles|Montr[eé]al|Ottawa|"
    r"Sydney|Melbourne|Göttingen|Bern|Heidelberg|Northvale|Lanham|Baltimore|Stanford|Chichester|Basel|Geneva|Genève|"
    r"Bruxelles|Brussels)\b|[^:]+, (?:[A-Z]{2}|D\.C\.)$"
)
_PLACE = re.compile(rf"(?P<place>[{UPPER}][^:()\d]{{1,60}}): (?P<publisher>.+)")
_IN = re.compile(rf"[.?!,][{CLOSING}]*,? (?:In:?|Dans) (?=\S)")
_EDITORS_LABEL = re.compile(r"\(\s*(?:[Ee]ds?\b\.?|[Éé]ds?\b\.?|Hrsg\.?|[Dd]irs?\b\.?|[Cc]oords?\b\.?)\s*\)")
_UNREADABLE_LOCATOR = re.compile(r"[,;.] ?(?=\(?\d|[Vv]ol\b|pp?\.)")


@dataclass(slots=True)
class Work:
    """What follows the date, as far as it was told apart."""

    type: str = "document"
    title: str = ""
    container: str = ""
    publisher: str = ""
    place: str = ""
    edition: str = ""
    volume: str = ""
    issue: str = ""
    pages: str = ""
    number: str = ""
    chapter: str = ""
    year: str = ""
    editors: tuple[Name, ...] = ()
    certain_locator: bool = False
    unread: list[str] = field(default_factory=list)
    caveats: list[str] = field(default_factory=list)


def read_work(text: str, *, expects_journal: bool) -> Work:
    """Title and container, publisher or book in the text between the date and the links.

    `expects_journal` says that a status was printed, which only an article in a journal has.
    """
    work = Work()
    text, work.chapter = take_chapter(text)
    if (" In" in text or " Dans " in text) and _read_chapter(text, work):
        return work
    if ("ed" in text or "éd" in text) and _read_book(text, work):
        return work
    text = _take_locator(text, work)
    has_locator = bool(work.volume or work.pages or work.number)
    _divide(text, work, has_locator=has_locator, expects_journal=expects_journal)
    if work.container:
        work.type = "article-journal"
    return work


def _take_locator(text: str, work: Work) -> str:
    locator = find_locator(text)
    if locator is None:
        return text
    work.volume, work.issue, work.pages = locator.volume, locator.issue, locator.pages
    work.number, work.year, work.certain_locator = locator.number, locator.year, locator.certain
    if after := text[locator.end :].strip(" .,;"):
        work.unread.append(after)
    return text[: locator.start]


def _divide(text: str, work: Work, *, has_locator: bool, expects_journal: bool) -> None:
    """Title, then journal (or publisher): the last sentence, or what follows a comma in title case."""
    text = text.strip(" ,;")
    title, name, certain = split_title(text, numbered=has_locator)
    if name:
        name = _without_damaged_locator(name, work)
    if not name:
        if has_locator and is_journal_name(title):
            work.container = title.rstrip(" .,;:")
            work.caveats.append("title-missing")
            return
        work.title = without_full_stop(title)
        return
    work.title = without_full_stop(title)
    if not certain:
        work.caveats.append("title-end-uncertain")
    if not has_locator and not expects_journal and _take_publisher(name, work):
        return
    work.container = name
    if not is_title_case(name) or not (has_locator or expects_journal):
        work.caveats.append("container-uncertain")


def _without_damaged_locator(name: str, work: Work) -> str:
    """The name up to numbers that were not read ("Psychotherapy, 57(4"), which stay raw."""
    if work.volume or work.pages or work.number:
        return name
    if damaged := _UNREADABLE_LOCATOR.search(name):
        work.unread.append(name[damaged.end() :].strip(" .,;"))
        return name[: damaged.start()].strip(" .,;")
    return name


def _take_publisher(name: str, work: Work, *, in_book: bool = False) -> bool:
    """A publisher, with or without its place; a journal may hold a colon too, so one must be known."""
    printed = name.strip(" .,;")
    place = _PLACE.fullmatch(printed)
    if not printed or not (in_book or _PUBLISHER.search(printed) or (place and _CITY.match(place["place"]))):
        return False
    if place:
        work.place, work.publisher = place["place"], place["publisher"]
    else:
        work.publisher = printed
    work.type = "book"
    return True


def _read_book(text: str, work: Work) -> bool:
    """ "Title of book (2nd ed.). City: Publisher." """
    part = find_book_part(text)
    if part is None or not part.edition:
        return False
    work.type = "book"
    work.title = without_full_stop(text[: part.start])
    _take_part(part, work)
    _take_publisher(text[part.end :], work, in_book=True)
    return True


def _read_chapter(text: str, work: Work) -> bool:
    """ "Title. In J. Doe & A. Roe (Eds.), Book title (2nd ed., pp. 1–20). City: Publisher." """
    label = _EDITORS_LABEL.search(text)
    begins = list(_IN.finditer(text, 0, label.start() if label else len(text)))
    if not begins:
        return False
    begin = begins[-1]
    book = text[label.end() if label else begin.end() :].lstrip(" .,:;")
    part = find_book_part(book)
    if label is None and (part is None or not (part.pages or part.chapter)):
        return False
    work.title = without_full_stop(text[: begin.start() + 1])
    if label:
        _take_editors(text[begin.end() : label.start()], work)
    if part:
        _take_part(part, work)
        work.container = without_full_stop(book[: part.start])
        _take_publisher(book[part.end :], work, in_book=True)
    else:
        _divide_book(_take_locator(book, work), work)
    _take_numbers_of_book(work)
    work.type = "chapter"
    return True


def _divide_book(text: str, work: Work) -> None:
    """ "Book title. Publisher" without parentheses between the two."""
    strong, _ = sentence_ends(text)
    if strong and _take_publisher(text[strong[-1][1] :], work, in_book=True):
        text = text[: strong[-1][0] + 1]
    work.container = without_full_stop(text)


def _take_part(part: BookPart, work: Work) -> None:
    work.edition, work.volume, work.pages = part.edition, part.volume, part.pages
    work.chapter = work.chapter or part.chapter
    if part.unread:
        work.unread.append(part.unread)


def _take_numbers_of_book(work: Work) -> None:
    """A chapter and an edition printed after a book's title without parentheses."""
    if not work.chapter:
        work.container, work.chapter = take_chapter(work.container)
    if not work.edition:
        work.container, work.edition = take_edition(work.container)


def _take_editors(text: str, work: Work) -> None:
    names = read_editors(text)
    if names is None:
        if left := text.strip(" .,;"):
            work.unread.append(left)
            work.caveats.append("editors-unread")
        return
    work.editors = names.names
    work.caveats.extend(caveat for caveat in names.caveats if caveat != "given-name-first")
