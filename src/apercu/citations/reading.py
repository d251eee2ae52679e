"""Reading a printed reference, APA-like and often damaged: fields, and the rest kept.

Nothing is guessed in silence: what was decided on thin evidence carries a caveat, what was not understood
stays raw in `unread`. The codes are listed in docs/features/citations.md.
"""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass
from functools import lru_cache

from apercu.citations.printed.dates import PARENTHESIS, PrintedDate, read_date
from apercu.citations.printed.letters import CLOSING, UPPER, YEAR, without_invisible
from apercu.citations.printed.links import Links, take_links
from apercu.citations.printed.locators import may_hold_certain_locator
from apercu.citations.printed.names import NO_NAMES, Names, read_authors, read_broken_list, scan_names
from apercu.citations.printed.works import Work, read_work
from apercu.citations.reference import PartialDate, Reference

LONGEST = 10_000  # characters: a consortium of 400 authors fits; beyond that a text is no reference
_LONGEST_AFTER_DATE = 1_000  # more than that after the date, and body text hangs on the citation
_LONGEST_TITLE = 300
_LONGEST_LOOSE_HEAD = 600  # authors in a form that running text has too
_MOST_PARENTHESES = 6
_MOST_BOUNDARIES = 8

_BARE_YEAR = re.compile(
    rf"[\s,.;]*\(?(?P<year>{YEAR})(?P<letter>[a-z]?)(?:\)?[.,;:]\s*|\)\s*|\s+(?=[{UPPER}]))"
)
_SENTENCE_END = re.compile(rf"[.?!][{CLOSING}]* (?=[{UPPER}])")
_EDITORS_LAST = re.compile(r"[\s,]*\(\s*(?:[Ee]ds?\b\.?|[Éé]ds?\b\.?|Hrsg\.?|[Dd]irs?\b\.?)\s*\)[.,\s]*$")
_ANOTHER_DATE = re.compile(rf"\((?:{YEAR})[a-z]?\)\.")
_FIRST_PARENTHESIS = re.compile(r"\(([^()]{1,40})\)")
_FINISHED = re.compile(rf"[.?!)\d][{CLOSING}]*\s*$")
_CUT_WORD = re.compile(r"(?:…|\.\.\.)\s*$|\b(?:a|an|and|as|at|by|for|from|in|of|on|or|the|to|with|&)\s*$")


@dataclass(frozen=True, slots=True)
class PrintedReference:
    """A printed reference as read: `unread` holds what was not understood, one piece a line."""

    raw: str
    reference: Reference | None
    unread: str = ""
    caveats: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class _Opening:
    """Authors and date at the beginning, and the rest; `title` where it was printed before the authors."""

    names: Names
    date: PrintedDate | None
    rest: str
    title: str = ""
    edited: bool = False
    unread: tuple[str, ...] = ()
    caveats: tuple[str, ...] = ()


def read_reference(text: str) -> PrintedReference:
    """The fields of a printed reference, what was not understood, and the caveats; no text makes it raise."""
    printed = _tidy(text)
    if len(printed) > LONGEST:
        return PrintedReference(text, None, printed, ("reference-too-long",))
    opening = _read_opening(printed)
    if opening is None:
        return _read_without_opening(text, printed)
    rest, another = _apart_from_next(opening.rest)
    links = take_links(rest)
    status = links.status or (opening.date.status if opening.date else "")
    work = read_work(links.text, expects_journal=bool(status)) if links.text else Work()
    if opening.title:
        _title_came_first(work, opening.title)
    dated = opening.date is not None and opening.date.issued is not None
    if not work.title and not (dated and opening.names.names):
        return PrintedReference(text, None, printed, ("reference-unread",))
    caveats = [*opening.caveats, *opening.names.caveats, *links.caveats, *work.caveats]
    unread = [*opening.unread, *links.unread, *work.unread]
    if another:
        unread.append(another)
        caveats.append("several-references")
    reference = _reference(opening, links, work, status, unread)
    caveats.extend(_caveats_of(reference, opening, work, printed))
    return PrintedReference(text, reference, "\n".join(unread), tuple(dict.fromkeys(caveats)))


def looks_like_reference(text: str) -> bool:
    """Whether a line is a printed reference rather than running text that names authors and a year."""
    printed = _tidy(text)
    if not printed or len(printed) > LONGEST:
        return False
    opening = _read_opening(printed)
    if opening is None:
        return _is_reference_without_opening(printed)
    rest = opening.rest
    if len(rest) > _LONGEST_AFTER_DATE:
        return False
    if opening.names.strong:
        if opening.date or opening.unread:
            return not rest[:1].islower() or _evidence(rest)
        return _evidence(rest) or (not rest and _is_cut_list(opening.names))
    stopped = printed[: len(printed) - len(rest)].rstrip().endswith((".", "):"))
    if stopped and not opening.title and opening.names.names:
        return not rest[:1].islower()
    return _evidence(rest) and not rest[:1].islower()


def _tidy(text: str) -> str:
    """One line, composed characters (NFC: the same letters), no invisible ones."""
    return " ".join(unicodedata.normalize("NFC", without_invisible(text)).split())


@lru_cache(maxsize=32)  # whoever asked whether a line looks like a reference soon has it read
def _read_opening(printed: str) -> _Opening | None:
    """Authors and date, wherever the damage left them."""
    dated = _first_date(printed)
    if dated:
        opening = _read_head(printed, *dated)
        if opening:
            return opening
    scanned = scan_names(printed)
    if not scanned.names:
        return None
    return _undated(printed, scanned)


def _first_date(printed: str) -> tuple[int, int, PrintedDate] | None:
    for count, match in enumerate(PARENTHESIS.finditer(printed)):
        if count == _MOST_PARENTHESES:
            break
        if date := read_date(match[1]):
            return match.start(), match.end(), date
    return None


def _read_head(printed: str, start: int, end: int, date: PrintedDate) -> _Opening | None:
    """What stands before the date: authors, editors, a title, or a title and then authors."""
    head, rest = printed[:start].rstrip(), printed[end:].lstrip(" .,;:")
    edited = _EDITORS_LAST.search(head, max(0, len(head) - 20)) if head.endswith((")", ").", "),")) else None
    if edited:
        head = head[: edited.start()]
    names = read_authors(head) if head else None
    if names and (names.strong or len(head) <= _LONGEST_LOOSE_HEAD):
        return _Opening(names, date, rest, edited=edited is not None)
    reversed_order = _title_then_names(head)
    if reversed_order:
        title, names = reversed_order
        return _Opening(names, date, rest, title=title)
    if broken := read_broken_list(head):
        return _Opening(broken[0], date, rest, unread=(broken[1],) if broken[1] else ())
    if head and head[-1] in ".?!" and len(head) <= _LONGEST_TITLE and head[0].isupper() and " " in head:
        return _Opening(NO_NAMES, date, rest, title=head.rstrip("."), caveats=("authors-missing",))
    return None


def _title_then_names(head: str) -> tuple[str, Names] | None:
    """ "Title of the work. Doe, J., & Roe, A." before a date."""
    for count, match in enumerate(_SENTENCE_END.finditer(head, 0, _LONGEST_TITLE + 2)):
        if count == _MOST_BOUNDARIES:
            break
        names = read_authors(head[match.end() :])
        if names and (names.strong or names.caveats == ("given-name-first",)):
            return head[: match.end()].strip().rstrip("."), names
    return None


def _undated(printed: str, scanned: Names) -> _Opening | None:
    """Authors in a strong form, then a year without parentheses, an unreadable one, or none."""
    after = printed[scanned.end :]
    if bare := _BARE_YEAR.match(after):
        date = PrintedDate(PartialDate(year=int(bare["year"])), letter=bool(bare["letter"]))
        return _Opening(scanned, date, after[bare.end() :])
    first = _FIRST_PARENTHESIS.search(after, 0, 400)
    if first and (names := read_authors(printed[: scanned.end + first.start()])):
        rest = after[first.end() :].lstrip(" .,;:")
        return _Opening(names, None, rest, unread=(first.group(),), caveats=("year-unreadable",))
    return _Opening(scanned, None, after.lstrip(" .,;:"), caveats=("year-missing",))


def _apart_from_next(rest: str) -> tuple[str, str]:
    """The rest of this reference, and another one printed in the same line."""
    another = _ANOTHER_DATE.search(rest)
    if not another:
        return rest, ""
    for count, match in enumerate(_SENTENCE_END.finditer(rest, 0, another.start())):
        if count > _MOST_BOUNDARIES * 2:
            break
        names = read_authors(rest[match.end() : another.start()])
        if names and names.strong:
            return rest[: match.start() + 1], rest[match.end() :]
    return rest, ""


def _read_without_opening(text: str, printed: str) -> PrintedReference:
    """A title, a journal and a locator of two parts: enough to tell the title, though nobody signs it."""
    nothing = PrintedReference(text, None, printed, ("reference-unread",))
    if len(printed) > _LONGEST_TITLE * 2 or _first_date(printed):
        return nothing
    links = take_links(printed)
    if not may_hold_certain_locator(links.text):
        return nothing
    work = read_work(links.text, expects_journal=False)
    if not (work.title and work.container and work.certain_locator) or "title-end-uncertain" in work.caveats:
        return nothing
    unread = [*links.unread, *work.unread]
    reference = _reference(_Opening(NO_NAMES, None, printed), links, work, links.status, unread)
    missing = ("authors-missing",) if reference.issued else ("authors-missing", "year-missing")
    return PrintedReference(text, reference, "\n".join(unread), (*missing, *links.caveats, *work.caveats))


def _is_reference_without_opening(printed: str) -> bool:
    return (
        len(printed) <= _LONGEST_TITLE * 2 and _read_without_opening(printed, printed).reference is not None
    )


def _title_came_first(work: Work, title: str) -> None:
    """With the title already known, what was taken for one is the journal, or is not understood."""
    if work.title and not work.container:
        work.container, work.title = work.title, ""
        if work.type == "document":
            work.type = "article-journal"
    elif work.title:
        work.unread.append(work.title)
    work.title = title
    work.caveats = [caveat for caveat in work.caveats if not caveat.startswith("title-")]


def _reference(opening: _Opening, links: Links, work: Work, status: str, unread: list[str]) -> Reference:
    issued = opening.date.issued if opening.date else None
    if opening.date and opening.date.unread:
        unread.insert(0, opening.date.unread)
    if work.year:
        if issued is None:
            issued = PartialDate(year=int(work.year))
        elif str(issued.year) != work.year:
            unread.append(work.year)
    if opening.date and opening.date.status and links.status and opening.date.status != links.status:
        unread.append(opening.date.status)
    return Reference(
        type=work.type,
        title=work.title,
        authors=() if opening.edited else opening.names.names,
        authors_cut=opening.names.cut,
        editors=(*(opening.names.names if opening.edited else ()), *work.editors),
        container_title=work.container,
        publisher=work.publisher,
        publisher_place=work.place,
        edition=work.edition,
        volume=work.volume,
        issue=work.issue,
        pages=work.pages,
        number=work.number,
        chapter=work.chapter,
        issued=issued,
        status=status,
        doi=links.doi,
        pmid=links.pmid,
        url=links.url,
        unknown={"PMCID": links.pmcid} if links.pmcid else {},
    )


def _caveats_of(reference: Reference, opening: _Opening, work: Work, printed: str) -> list[str]:
    """What an editor should know about the whole."""
    caveats = []
    if opening.names.cut:
        caveats.append("authors-cut")
    if opening.date and opening.date.letter:
        caveats.append("year-letter")
    if not reference.title and "title-missing" not in work.caveats:
        caveats.append("title-missing")
    if not (reference.container_title or reference.publisher):
        caveats.append("no-container")
    ends_whole = reference.doi or reference.url or work.certain_locator or reference.pages or reference.volume
    if not ends_whole and (not _FINISHED.search(printed[-10:]) or _CUT_WORD.search(printed[-12:])):
        caveats.append("reference-cut")
    return caveats


def _is_cut_list(names: Names) -> bool:
    """Whether names alone are the beginning of a reference; "Ann Aarne, M.D." is a byline."""
    return len(names.names) > 1 and " " not in names.names[0].family


def _evidence(rest: str) -> bool:
    """Whether the rest ends as references do: a locator, a DOI, an address, a status, a publisher."""
    links = take_links(rest)
    if links.doi or links.url or links.pmid or links.status:
        return True
    work = read_work(links.text, expects_journal=False)
    return bool(work.certain_locator or work.publisher or work.pages or (work.container and work.volume))
