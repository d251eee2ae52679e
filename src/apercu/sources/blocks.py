"""A page as a row of text blocks: what a text and an HTML page are both reduced to before they are read."""

from __future__ import annotations

from enum import Enum
from typing import NamedTuple

from apercu.sources.richtext import Run


class Region(Enum):
    """Which part of a page a block stands in, as far as the markup tells."""

    CONTENT = "content"
    FILTERS = "filters"  # a form, a select
    OUTSIDE = "outside"  # navigation, banner, sidebar, footer


class Form(Enum):
    """What a block of running text is, where the markup tells."""

    PARAGRAPH = "p"
    BULLET = "ul"
    NUMBER = "ol"
    QUOTATION = "blockquote"
    HEADING = "h3"


class Block(NamedTuple):
    """A non-blank line of a text, or a block of an HTML page, with what the markup says of it."""

    number: int
    text: str
    level: int = 0  # of a heading, 1 to 6
    region: Region = Region.CONTENT
    form: Form = Form.PARAGRAPH
    runs: tuple[Run, ...] = ()  # empty where the text has no style
    is_title: bool = False  # the markup calls it the title of an entry
    is_byline: bool = False
    list_name: str = ""  # the name of the form field the block is an option of
