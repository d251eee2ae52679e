"""The entries of a page, read line by line; each line's place goes into the ledger."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field

from apercu.citations.reading import PrintedReference, read_reference
from apercu.citations.reference import Reference
from apercu.sources.assembling import html_of
from apercu.sources.codes import Note
from apercu.sources.draft import Caveat, Place, SummaryDraft
from apercu.sources.lines import Line, Lines
from apercu.sources.recognising import (
    ends_sentence,
    is_bullet,
    is_furniture,
    may_be_tail,
    read_byline,
    starts_author_list,
)
from apercu.sources.richtext import has_controls, without_controls
from apercu.sources.titles import Section, Titles, is_same_title

Ledger = dict[int, tuple[Place, int | None]]  # block index -> its place, and its entry
_MOST_CITATIONS = 5


@dataclass
class Entry:
    """An entry while it is being read."""

    title: str
    month: str | None
    citations: list[PrintedReference] = field(default_factory=list)
    body: list[Line] = field(default_factory=list)
    implications: list[Line] = field(default_factory=list)
    authors: tuple[str, ...] = ()
    labelled: bool = False
    caveats: list[Caveat] = field(default_factory=list)

    def note(self, code: Note, detail: str = "") -> None:
        """Remember something a person should know."""
        self.caveats.append(Caveat(code=code, detail=detail))


class EntriesReading:
    """Reads lines into entries, from the first month or title on."""

    def __init__(self, lines: Lines, titles: Titles, ledger: Ledger) -> None:
        self._lines = lines
        self._titles = titles
        self._ledger = ledger
        self._month: str | None = None
        self._section = Section.NOWHERE
        self._last: tuple[Place, Line] | None = None  # the last line that went into an entry
        self.entries: list[Entry] = []
        self.caveats: list[Caveat] = []

    def read(self, start: int, *, of_page: bool = True) -> list[Entry]:
        """All entries from line `start` on; a post, unlike a page, ends with no links of the page's own."""
        at, tail = start, self._tail_start(start) if of_page else len(self._lines)
        while at < len(self._lines) and not (at >= tail and self._text_has_begun):
            at = self._step(at)
        for line in self._lines[at:]:
            self._put(line, Place.LEFTOVER)
        self._note_cut()
        return self.entries

    def _step(self, at: int) -> int:
        line = self._lines[at]
        if line.month and self._titles.is_month(at):
            self._month, self._section = line.month, Section.EXPECTING
            self._put(line, Place.MONTH)
        elif line.is_label:
            self._read_label(line)
        elif self._titles.is_title(at, self._section):
            return self._read_head(at)
        elif self._in_entry and not is_furniture(line.text) and not self._starts_untitled(at):
            self._read_text(at)
        else:
            self._leave_over(line)
        return at + 1

    @property
    def _in_entry(self) -> bool:
        return self._section not in (Section.EXPECTING, Section.NOWHERE)

    @property
    def _text_has_begun(self) -> bool:
        return self._section is Section.IMPLICATIONS or (
            self._section is Section.BODY and bool(self.entries[-1].body)
        )

    def _read_head(self, at: int) -> int:
        """The title and what belongs to it: its doubles, byline, note and citations."""
        first = self._lines[at]
        entry = Entry(title=without_controls(first.text), month=self._month)
        self.entries.append(entry)
        self._section = Section.BODY
        if first.month:
            entry.note(Note.MONTH_LIKE_TITLE)
        self._put(first, Place.TITLE)
        at = self._read_doubles_and_byline(at + 1, entry)
        if self._is_series_note(at):
            entry.note(Note.SERIES_NOTE, self._lines[at].text)
            entry.body.append(self._lines[at])
            self._put(self._lines[at], Place.BODY)
            at += 1
        while self._is_citation_of_entry(at) and len(entry.citations) < _MOST_CITATIONS:
            entry.citations.append(read_reference(self._lines[at].text))  # at once: half of it is known yet
            self._put(self._lines[at], Place.CITATION)
            at += 1
        return self._read_doubles_and_byline(at, entry) if entry.citations else at

    def _read_doubles_and_byline(self, at: int, entry: Entry) -> int:
        while self._lines.is_text(at):
            line = self._lines[at]
            if not entry.citations and is_same_title(entry.title, line.text):
                entry.note(Note.TITLE_DOUBLED)
            elif (byline := read_byline(line.text, sure=line.block.is_byline)) is not None:
                entry.authors = entry.authors or byline[0]
                entry.month = entry.month or byline[1]
            else:
                break
            self._put(line, Place.TITLE)
            at += 1
        return at

    def _is_series_note(self, at: int) -> bool:
        """Whether the line is what stands between a title and its citation."""
        lines = self._lines
        if not lines.is_text(at) or lines.is_citation(at) or not lines.is_citation(at + 1):
            return False
        return not self._titles.is_title(at, Section.UNDER_TITLE) and not is_furniture(lines[at].text)

    def _is_citation_of_entry(self, at: int) -> bool:
        if self._lines.is_citation(at):
            return True
        last = at == len(self._lines) - 1  # of a page cut inside a citation, only its beginning is there
        return last and self._lines.is_text(at) and starts_author_list(self._lines[at].text)

    def _read_label(self, line: Line) -> None:
        if not self._in_entry:
            self._leave_over(line)
            return
        entry = self.entries[-1]
        if entry.labelled:
            entry.note(Note.IMPLICATIONS_TWICE)
        entry.labelled = True
        if self._section is not Section.IMPLICATIONS:
            self._section = Section.LABELLED
        self._put(line, Place.IMPLICATIONS)

    def _read_text(self, at: int) -> None:
        line, entry = self._lines[at], self.entries[-1]
        if self._section is Section.BODY:
            if entry.body and self._titles.may_be_title(at):
                entry.note(Note.POSSIBLE_TITLE, line.text)
            entry.body.append(line)
            self._put(line, Place.BODY)
        else:
            self._section = Section.IMPLICATIONS
            entry.implications.append(line)
            self._put(line, Place.IMPLICATIONS)

    def _starts_untitled(self, at: int) -> bool:
        """Whether the line is the citation of an entry whose title is lost: no text of this one follows."""
        if self._section is not Section.IMPLICATIONS or not self._lines.is_citation(at):
            return False
        return self._lines.is_text(at + 1) and not self._titles.is_title(at + 1, Section.IMPLICATIONS)

    def _leave_over(self, line: Line) -> None:
        self._put(line, Place.LEFTOVER)
        if is_furniture(line.text):
            return
        if self._section is not Section.NOWHERE or not self.caveats:
            self.caveats.append(Caveat(code=Note.TEXT_WITHOUT_TITLE, detail=f"line {line.block.number}"))
        self._section = Section.NOWHERE

    def _put(self, line: Line, place: Place) -> None:
        belongs = place not in (Place.MONTH, Place.LEFTOVER)
        self._ledger[line.position] = (place, len(self.entries) - 1 if belongs else None)
        if belongs:
            self._last = (place, line)

    def _tail_start(self, start: int) -> int:
        """Where the page's last links and stamps begin, if a finished text stands before them."""
        at = len(self._lines)
        while at > start and self._lines.is_text(at - 1):
            text = self._lines[at - 1].text
            if not (may_be_tail(text) or is_furniture(text)) or self._lines[at - 1].start:
                break
            at -= 1
        closed = at > start and self._lines.is_text(at - 1) and ends_sentence(self._lines[at - 1].text)
        return at if closed else len(self._lines)

    def _note_cut(self) -> None:
        if self._last is None or not self.entries:
            return
        place, line = self._last
        headless = place in (Place.TITLE, Place.CITATION) or line.is_label
        open_ended = not ends_sentence(line.text) and not is_bullet(line.text) and not line.block.level
        if headless or open_ended:
            self.entries[-1].note(Note.CUT_OFF, line.text[-60:])


def draft_of(entry: Entry) -> SummaryDraft:
    """The entry as a draft, with everything a person should know about it."""
    references, notes = _references(entry.citations)
    entry.caveats.extend(notes)
    for missing, code in (
        (not entry.month, Note.NO_MONTH),
        (not entry.citations, Note.NO_CITATION),
        (not entry.body, Note.NO_TEXT),
        (not entry.implications, Note.NO_IMPLICATIONS),
    ):
        if missing:
            entry.note(code)
    lines = [*entry.body, *entry.implications]
    if any(has_controls(line.text) for line in lines):
        entry.note(Note.CONTROL_CHARACTERS)
    return SummaryDraft(
        title=entry.title,
        month=entry.month,
        body=html_of(entry.body),
        implications=html_of(entry.implications),
        citation="\n".join(without_controls(printed.raw) for printed in entry.citations) or None,
        references=references,
        authors=entry.authors,
        caveats=tuple(dict.fromkeys(entry.caveats)),
    )


def _references(citations: Iterable[PrintedReference]) -> tuple[tuple[Reference, ...], list[Caveat]]:
    references: list[Reference] = []
    caveats: list[Caveat] = []
    for printed in citations:
        if printed.reference is None:
            caveats.append(Caveat(code=Note.CITATION_UNREAD, detail=printed.raw))
            continue
        references.append(printed.reference)
        if printed.unread:
            caveats.append(Caveat(code=Note.CITATION_PARTLY_READ, detail=printed.unread))
        caveats.extend(Caveat(code=Note.CITATION_CAVEAT, detail=code) for code in printed.caveats)
    return tuple(references), caveats
