"""The one entry of this room: a file of any kind it knows, told by its content."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from difflib import get_close_matches
from pathlib import Path

from apercu.sources import markdown, page_capture, web_page
from apercu.sources.codes import Refusal
from apercu.sources.draft import Caveat, SourcePage, Unreadable
from apercu.sources.files import read_text, refuse_unless_file
from apercu.sources.header import is_header_label
from apercu.sources.months import month_heading
from apercu.sources.recognising import label_end
from apercu.sources.streams import STREAMS, Reading, detect_stream, open_stream, page_of, reading_of

READERS: Mapping[str, Callable[[str, tuple[Caveat, ...]], SourcePage]] = {
    markdown.KIND: markdown.read_markdown,
    web_page.KIND: web_page.read_web_page,
    page_capture.KIND: page_capture.read_page_capture,
}

KINDS = (*READERS, *STREAMS)

_LOOK_AT = 200_000  # characters
_HTML_START = re.compile(
    r"\s*(?:<!--|<!doctype\s+html|<\?xml[^>]{0,200}\?>\s*<(?:!doctype\s+html|html)|<html\b)", re.I
)
_HTML_TAG = re.compile(
    r"</?(?:html|head|body|div|table|tr|td|p|h[1-6]|article|main|section|ul|li|br)\b[^<>]{0,300}>", re.I
)
_LEAST_TAGS = 3


def read_page(path: Path, kind: str | None = None) -> SourcePage:
    """What the file at `path` holds; raises `Unreadable` where that is nothing we know.

    Without `kind` the content decides, never the file's name.
    """
    reading = open_reading(path, kind)
    return reading if isinstance(reading, SourcePage) else page_of(reading)


def begin_reading(path: Path, kind: str | None = None) -> Reading:
    """The same, piece by piece: an export of thousands of posts never stands in memory whole.

    `Unreadable` may come later, with a piece.
    """
    reading = open_reading(path, kind)
    return reading_of(reading) if isinstance(reading, SourcePage) else reading


def open_reading(path: Path, kind: str | None = None) -> SourcePage | Reading:
    """A page read whole, or an export or feed about to be read."""
    if kind is not None and kind not in KINDS:
        near = get_close_matches(kind, KINDS, n=1)
        raise Unreadable(Refusal.UNKNOWN_KIND, f"{kind}; did you mean {near[0]}?" if near else kind)
    stream = kind if kind in STREAMS else detect_stream(path) if kind is None else None
    if stream is not None:
        refuse_unless_file(path)
        return open_stream(path, stream)
    file = read_text(path)
    return READERS[kind or detect_kind(file.text)](file.text, file.caveats)


def detect_kind(text: str) -> str:
    """The kind of a text; raises `Unreadable` where nothing in it tells."""
    if markdown.has_front_matter(text):
        return markdown.KIND
    start = text[:_LOOK_AT]
    if _HTML_START.match(start) or len(_HTML_TAG.findall(start)) >= _LEAST_TAGS:
        return web_page.KIND
    if any(_tells_capture(line.strip()) for _, line in page_capture.numbered_lines(text)):
        return page_capture.KIND
    raise Unreadable(
        Refusal.UNKNOWN_KIND, "no front matter, no HTML, no month heading and no label of a page"
    )


def _tells_capture(line: str) -> bool:
    return month_heading(line) is not None or label_end(line) is not None or is_header_label(line)
