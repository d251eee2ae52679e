"""The saved HTML of a page: one block for each line of text a reader would see."""

from __future__ import annotations

from apercu.sources.codes import Refusal
from apercu.sources.draft import Caveat, SourcePage, Unreadable
from apercu.sources.files import refuse_long_line
from apercu.sources.grammar import read_blocks
from apercu.sources.markup_blocks import blocks_of
from apercu.sources.nesting import too_deep

KIND = "web_page"


def read_web_page(html: str, caveats: tuple[Caveat, ...] = ()) -> SourcePage:
    """The page in a text of HTML; `caveats` are what is known about the file already."""
    if too_deep(html):
        raise Unreadable(Refusal.TOO_DEEP)
    blocks = blocks_of(html)
    for block in blocks:
        refuse_long_line(block.number, block.text)
    return read_blocks(KIND, blocks, caveats)
