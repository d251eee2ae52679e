"""What stands above the entries: introduction, teaser, the lists of topics and research types."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from enum import Enum, auto

from apercu.sources.blocks import Block, Form
from apercu.sources.draft import Header, Place
from apercu.sources.lines import Line
from apercu.sources.recognising import is_bullet, is_prose, without_bullet

_TEASER_LABEL = re.compile(
    r"(?:this month(?:['’]s (?:blog|digest|summary))?|ce mois[- ]ci)(?!\w)\s*(?P<dots>\.\.\.|…|:|)\s*",
    re.IGNORECASE,
)
_TYPES_LABEL = re.compile(
    r"(?:types? of research|research types?|filter by (?:research )?type|types? de recherche)\s*:?",
    re.IGNORECASE,
)
_TOPICS_LABEL = re.compile(
    r"(?:topics?|filter by topics?|blog topics|th[eè]mes?|sujets?)\s*:?", re.IGNORECASE
)
_NO_FILTER = re.compile(
    r"(?:[-–—]\s*)?(?:(?:all|any|tous|toutes)\b(?:\s+(?:topics?|types?|research types?|les \w+))?)?"
    r"\s*(?:\((?:clear|effacer)\))?\s*(?:[-–—])?|-+\s*(?:any|all|select|none)\s*-+|"
    r"select(?: a topic| a type)?\.*|"
    r"(?:apply|reset|filter|clear|submit|search|go|appliquer|effacer|rechercher)(?: filters?| all)?",
    re.IGNORECASE,
)
_SENTENCES = re.compile(r"(?<=[.!?])\s+")
_NOTICE = re.compile(
    r"\b(?:only (?:be )?(?:available|published|offered) in|available (?:in )?only in|available in) "
    r"(?:English|French)(?: only)?\b|"
    r"\bdisponibles? (?:qu|uniquement |seulement )['’]?\s*en (?:anglais|français)",
    re.IGNORECASE,
)
_LEAST_INTRODUCTION = 5  # words: less than that above the teaser is the page's name


class _Part(Enum):
    INTRODUCTION = auto()
    TEASER = auto()
    TYPES = auto()
    TOPICS = auto()
    AFTER = auto()


class HeaderReading:
    """Reads the lines above the entries, and the filter forms of a web page, one after another."""

    def __init__(self) -> None:
        self._part = _Part.INTRODUCTION
        self._bulleted = False
        self._intro: list[str] = []
        self._teaser: list[str] = []
        self._items: dict[_Part, list[str]] = {_Part.TYPES: [], _Part.TOPICS: []}

    def read(self, lines: Iterable[Line]) -> list[tuple[int, Place]]:
        """The place of each line."""
        return [(line.position, self._place(line)) for line in lines]

    def read_filters(self, blocks: Sequence[Block]) -> bool:
        """Whether a form of a web page is the topic filter; if so, its names are kept."""
        current: _Part | None = None
        found = False
        for block in blocks:
            text = block.text.strip()
            if label := _list_of(text):
                current = label
            elif part := _list_of(block.list_name) or current:
                self._add_item(part, text)
            else:
                continue
            found = True
        return found

    def header(self) -> Header:
        """Everything read so far."""
        intro = "\n\n".join(self._intro)
        return Header(
            intro=intro,
            teaser="\n\n".join(self._teaser),
            topics=tuple(dict.fromkeys(self._items[_Part.TOPICS])),
            types=tuple(dict.fromkeys(self._items[_Part.TYPES])),
            language_notice=_notice_in(self._intro),
        )

    def _place(self, line: Line) -> Place:
        text = line.text
        if part := _list_of(text):
            self._part, self._bulleted = part, False
            return Place.FILTERS
        if self._part is not _Part.TEASER and (label := _TEASER_LABEL.match(text)) and not line.is_label:
            return self._start_teaser(text, label)
        if self._part in self._items:
            return self._filter_or_after(line)
        if self._part is _Part.TEASER:
            self._teaser.append(text)
        elif self._part is _Part.INTRODUCTION and _introduces(line):
            self._intro.append(text)
        return Place.HEADER

    def _start_teaser(self, text: str, label: re.Match[str]) -> Place:
        """A label with dots or a colon is no part of the teaser; "This month I write on …" is all of it."""
        self._part = _Part.TEASER
        teaser = text[label.end() :] if label["dots"] else text
        if label.end() < len(text) and teaser.strip(".… "):
            self._teaser.append(teaser)
        return Place.HEADER

    def _filter_or_after(self, line: Line) -> Place:
        text = line.text
        bullet = is_bullet(text) or line.block.form is Form.BULLET
        if is_prose(text) or (self._bulleted and not bullet):
            self._part = _Part.AFTER
            return Place.HEADER
        self._bulleted = self._bulleted or bullet
        self._add_item(self._part, without_bullet(text))
        return Place.FILTERS

    def _add_item(self, part: _Part, text: str) -> None:
        name = without_bullet(text).strip()
        if name and not _NO_FILTER.fullmatch(name):
            self._items[part].append(name)


def is_header_label(text: str) -> bool:
    """Whether the line is one of the labels above the entries."""
    if len(text) > 40:
        return False
    return is_teaser_label(text) or _list_of(text) is not None


def is_teaser_label(text: str) -> bool:
    """Whether the line is "This month..." alone."""
    return len(text) <= 40 and _TEASER_LABEL.fullmatch(text) is not None


def is_list_label(text: str) -> bool:
    """Whether the line is the name of the list of topics or of research types."""
    return _list_of(text) is not None


def _list_of(text: str) -> _Part | None:
    if len(text) > 40:
        return None
    if _TYPES_LABEL.fullmatch(text):
        return _Part.TYPES
    return _Part.TOPICS if _TOPICS_LABEL.fullmatch(text) else None


def _introduces(line: Line) -> bool:
    return not line.block.level and line.text.count(" ") >= _LEAST_INTRODUCTION - 1


def _notice_in(paragraphs: Iterable[str]) -> str:
    for paragraph in paragraphs:
        for sentence in _SENTENCES.split(paragraph):
            if _NOTICE.search(sentence):
                return sentence.strip()
    return ""
