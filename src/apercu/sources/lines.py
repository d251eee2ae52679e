"""The lines of a page as the grammar sees them: headings glued to text are two lines of one block."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import NamedTuple, overload

from apercu.citations.reading import looks_like_reference
from apercu.sources.blocks import Block
from apercu.sources.months import month_heading
from apercu.sources.recognising import label_end

# What a printed reference has and few titles: asked first, for the whole question is a hundred times dearer.
_DATES = ("20", "19", "18", "17", "press", "n.d", "n. d", "orthcoming", "dvance", "ubmitted", "paraître")
_LONGEST_AUTHOR_LIST = 2_000
_NEAR = 300


class Line(NamedTuple):
    """A block, or the part of one that stands before or after a heading glued to it."""

    position: int  # of the block in the page, from 0
    block: Block
    text: str  # without outer white space
    start: int = 0  # where in the block's text this one starts
    month: str | None = None  # of a month heading
    is_label: bool = False  # "Practice Implications"

    @property
    def printed(self) -> str:
        """The text to the character; only what followed a heading on its line is trimmed."""
        return self.block.text[self.start :]


class Lines(Sequence[Line]):
    """All lines of a page's content, with the questions that need a neighbour."""

    def __init__(self, blocks: Sequence[tuple[int, Block]], *, with_months: bool = True) -> None:
        self._lines = [line for index, block in blocks for line in _lines_of(index, block, with_months)]
        self._citations: dict[int, bool] = {}

    @overload
    def __getitem__(self, at: int) -> Line: ...
    @overload
    def __getitem__(self, at: slice) -> list[Line]: ...
    def __getitem__(self, at: int | slice) -> Line | list[Line]:
        return self._lines[at]

    def __iter__(self) -> Iterator[Line]:
        return iter(self._lines)

    def __len__(self) -> int:
        return len(self._lines)

    def is_citation(self, at: int) -> bool:
        """Whether there is a line at `at`, and it is a printed reference."""
        if not 0 <= at < len(self._lines):
            return False
        known = self._citations.get(at)
        if known is None:
            line = self._lines[at]
            known = (
                not (line.month or line.is_label) and _is_dated(line.text) and looks_like_reference(line.text)
            )
            self._citations[at] = known
        return known

    def is_text(self, at: int) -> bool:
        """Whether there is a line at `at` that is neither a month nor a label."""
        return 0 <= at < len(self._lines) and not (self._lines[at].month or self._lines[at].is_label)


def _is_dated(text: str) -> bool:
    head = text[:_LONGEST_AUTHOR_LIST]
    head = head if "(" in head else head[:_NEAR]
    return any(map(head.__contains__, _DATES))


def _lines_of(index: int, block: Block, with_months: bool) -> Iterator[Line]:
    whole = text = block.text.strip()
    start = block.text.find(text) if text != block.text else 0
    if with_months and (found := month_heading(text)):
        month, end = found
        yield Line(index, block, text[:end], start, month=month)
        if end == len(text):
            return
        text, start = text[end:], start + end
    label = label_end(text)
    if label is None:
        yield Line(index, block, text, start if text is not whole else 0)
        return
    yield Line(index, block, text[:label], start, is_label=True)
    if label < len(text):
        yield Line(index, block, text[label:], start + label)
