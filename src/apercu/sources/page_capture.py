"""The text of a page, as somebody copied it from a browser: one block a line."""

from __future__ import annotations

from collections.abc import Iterator

from apercu.sources.blocks import Block
from apercu.sources.draft import Caveat, SourcePage
from apercu.sources.files import lines_of, refuse_long_line
from apercu.sources.grammar import read_blocks

KIND = "page_capture"


def read_page_capture(text: str, caveats: tuple[Caveat, ...] = ()) -> SourcePage:
    """The page in a text; `caveats` are what is known about the file already."""
    return read_blocks(KIND, list(_blocks(text)), caveats)


def numbered_lines(text: str) -> Iterator[tuple[int, str]]:
    """The non-blank lines of a text with their numbers, each to the character."""
    for number, line in enumerate(lines_of(text), start=1):
        if line and not line.isspace():
            yield number, line


def _blocks(text: str) -> Iterator[Block]:
    for number, line in numbered_lines(text):
        refuse_long_line(number, line)
        yield Block(number, line)
