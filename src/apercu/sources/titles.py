"""Where the entries of a page begin: by the markup's headings where it has them, else by the lines around."""

from __future__ import annotations

import re
from collections import Counter
from enum import Enum, auto
from typing import Protocol

from apercu.citations.keys import title_key
from apercu.sources.lines import Lines
from apercu.sources.recognising import (
    LONGEST_TITLE,
    could_be_title,
    is_furniture,
    is_headline,
    is_one_sentence,
    is_prose,
    looks_like_title,
    read_byline,
)

_FAR = 40  # lines: an entry has a handful, and no look ahead goes further than this
_LONGEST_WITH_FULL_STOP = 150
_MOST_DIFFERENCE = 10  # characters of punctuation between two printings of a title
_NOTE_WORDS = re.compile(
    r"this is|this (?:month|post|summary|article|blog)|(?:the )?(?:first|second|third|fourth|last)\b|part\b|"
    r"series\b|note\b|editor|\(|\[|\*|see also|also see|cet(?:te)? |ceci|premi|deuxi|série|partie",
    re.IGNORECASE,
)


class Section(Enum):
    """Where the reading stands."""

    EXPECTING = auto()  # right after a month heading: the next line is a title
    NOWHERE = auto()  # between entries, their beginning lost
    UNDER_TITLE = auto()  # right under a title: a note may follow, seldom another title
    BODY = auto()
    LABELLED = auto()  # right after "Practice Implications": the next line is what they are
    IMPLICATIONS = auto()


class Titles(Protocol):
    """A way to tell titles from the rest."""

    def is_title(self, at: int, section: Section) -> bool:
        """Whether an entry begins at the line."""
        ...

    def is_month(self, at: int) -> bool:
        """Whether the line, which reads as a month, is the heading of one."""
        ...

    def may_be_title(self, at: int) -> bool:
        """Whether the line, taken for an entry's text, may after all be the title of another."""
        ...


def titles_of(lines: Lines) -> Titles:
    """The way that suits the page."""
    if any(line.block.is_title for line in lines):
        return MarkedTitles(lines)
    level = _title_level(lines)
    return HeadingTitles(lines, level) if level else PlainTitles(lines)


class MarkedTitles:
    """The markup says which lines are titles."""

    def __init__(self, lines: Lines) -> None:
        self._lines = lines

    def is_title(self, at: int, section: Section) -> bool:  # noqa: ARG002 - the markup has the last word
        """Whether the markup says so."""
        return self._lines[at].block.is_title

    def is_month(self, at: int) -> bool:
        """Whether it is a heading, or a line of its own outside an entry's title."""
        return not self._lines[at].block.is_title

    def may_be_title(self, at: int) -> bool:  # noqa: ARG002 - as above
        """Never."""
        return False


class HeadingTitles:
    """The titles are headings, all of one level."""

    def __init__(self, lines: Lines, level: int) -> None:
        self._lines = lines
        self._level = level
        self._month_level = next((line.block.level for line in lines if line.month and line.block.level), 0)

    def is_title(self, at: int, section: Section) -> bool:  # noqa: ARG002 - the markup has the last word
        """Whether the line is a heading of that level."""
        line = self._lines[at]
        return (
            line.block.level == self._level and not line.is_label and not (line.month and self.is_month(at))
        )

    def is_month(self, at: int) -> bool:
        """Whether the line is a heading as the page's other months are."""
        line = self._lines[at]
        return line.block.level == self._month_level or (line.block.level not in (0, self._level))

    def may_be_title(self, at: int) -> bool:  # noqa: ARG002 - as above
        """Never."""
        return False


class PlainTitles:
    """Nothing but text: a title is known by the citation, the byline or the text after it."""

    def __init__(self, lines: Lines) -> None:
        self._lines = lines

    def is_month(self, at: int) -> bool:
        """Whether a line that reads as a month is a heading, not the title of an entry.

        It is a title where a citation follows, or where another month stands above it and prose below.
        """
        line = self._lines[at]
        if line.start or (at + 1 < len(self._lines) and self._lines[at + 1].position == line.position):
            return True
        if self._lines.is_citation(at + 1):
            return False
        above = self._lines[at - 1] if at else None
        under_another = above is not None and above.month not in (None, line.month)
        return not (under_another and self._lines.is_text(at + 1) and is_prose(self._lines[at + 1].text))

    def is_title(self, at: int, section: Section) -> bool:
        """Whether an entry begins at the line."""
        line = self._lines[at]
        if line.month:
            return not self.is_month(at)
        text = line.text
        if line.is_label or not could_be_title(text) or is_furniture(text) or self._lines.is_citation(at):
            return False
        if section is Section.EXPECTING and (not is_prose(text) or self._is_long_title(at)):
            return True
        if section is Section.EXPECTING:
            return self._is_followed_as_title(at, section)
        if section is Section.UNDER_TITLE and (not is_headline(text) or _NOTE_WORDS.match(text)):
            return False
        if not (self._is_followed_as_title(at, section) or self._stands_alone_as_title(at, section)):
            return False
        return section is not Section.LABELLED or is_headline(text)  # last, for it looks at every word

    def may_be_title(self, at: int) -> bool:
        """Whether the line has the look of a title, and prose below it."""
        text = self._lines[at].text
        return len(text) > 20 and looks_like_title(text) and is_headline(text) and self._is_prose(at + 1)

    def _is_long_title(self, at: int) -> bool:
        """Whether one sentence with its full stop stands where a title must, above the text."""
        text = self._lines[at].text
        return len(text) <= _LONGEST_WITH_FULL_STOP and is_one_sentence(text) and self._is_prose(at + 1)

    def _is_followed_as_title(self, at: int, section: Section) -> bool:
        text = self._lines[at].text
        after = at + 1
        doubled = self._lines.is_text(after) and is_same_title(text, self._lines[after].text)
        if doubled:
            after += 1
        byline = self._lines.is_text(after) and read_byline(self._lines[after].text) is not None
        if byline or (doubled and looks_like_title(text)):
            return True
        if self._lines.is_citation(after):
            sentence = text.endswith((".", ";", ",", ":"))
            if section is Section.BODY and sentence:
                return is_headline(text)
            return not sentence or len(text) <= _LONGEST_WITH_FULL_STOP
        return self._lines.is_citation(after + 1) and self._has_note(at, after)

    def _has_note(self, at: int, after: int) -> bool:
        """Whether the line between this one and a citation is a note, so that this one is the title."""
        if not self._lines.is_text(after):
            return False
        text, note = self._lines[at].text, self._lines[after].text
        if not looks_like_title(text):
            return False
        if not could_be_title(note) or is_prose(note) or note.endswith(".") or _NOTE_WORDS.match(note):
            return True
        return is_headline(text)

    def _stands_alone_as_title(self, at: int, section: Section) -> bool:
        """Whether it is the title of an entry without citation: text follows, and later a label."""
        if section is Section.BODY or not looks_like_title(self._lines[at].text):
            return False
        return self._is_prose(at + 1) and self._label_comes(at + 1)

    def _is_prose(self, at: int) -> bool:
        return self._lines.is_text(at) and is_prose(self._lines[at].text)

    def _label_comes(self, start: int) -> bool:
        """Whether a label comes before the next month or citation; a page may also be cut before it."""
        for at in range(start, min(start + _FAR, len(self._lines))):
            line = self._lines[at]
            if line.is_label:
                return True
            if line.month or self._lines.is_citation(at):
                return False
        return start + _FAR >= len(self._lines)


def is_same_title(a: str, b: str) -> bool:
    """Whether two lines print one title."""
    if a == b:
        return True
    near = abs(len(a) - len(b)) <= _MOST_DIFFERENCE  # keys are costly, and a citation follows most titles
    return near and len(b) <= LONGEST_TITLE and title_key(a) == title_key(b) != ""


def _title_level(lines: Lines) -> int:
    """The level of the headings that are titles: the commonest one, if there are about as many as labels."""
    if not any(line.block.level for line in lines):
        return 0
    levels: Counter[int] = Counter()
    labels = months = 0
    for line in lines:
        labels += line.is_label
        months += line.month is not None
        if line.block.level and not (line.month or line.is_label) and (months or labels):
            levels[line.block.level] += 1
    if not levels:
        return 0
    level, count = max(levels.items(), key=lambda item: (item[1], -item[0]))
    return level if count >= labels / 2 else 0
