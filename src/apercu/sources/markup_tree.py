"""Well-formed HTML (what nh3 prints) as a tree of rich text."""

from __future__ import annotations

import re
from html import unescape

from apercu.sources.richtext import (
    DEEPEST,
    Element,
    Listing,
    Quotation,
    Run,
    paragraphs_of,
    safe_address,
    without_controls,
)

_TOKEN = re.compile(r"<(/?)([a-z][a-z0-9]*)(?: href=\"([^\"]*)\")?[^<>]*>|([^<]+|<)", re.IGNORECASE)
_INLINE_WORDS = """
    a em i cite dfn var strong b sub sup
"""
_INLINE = frozenset(_INLINE_WORDS.split())
_HEADINGS = frozenset(["h1", "h2", "h3", "h4", "h5", "h6"])
_CONTAINERS = frozenset(["ul", "ol", "li", "blockquote"])


def elements_of(html: str) -> tuple[Element, ...]:
    """The tree of the HTML; tags that are not of the allowed subset only end a line of text."""
    builder = TreeBuilder()
    for closing, tag, address, text in _TOKEN.findall(html):
        if text:
            builder.text(unescape(text))
        elif closing:
            builder.close(tag.lower())
        else:
            builder.open(tag.lower(), unescape(address))
    return builder.finish()


class TreeBuilder:
    """Builds a tree from tags and text in reading order, whatever their nesting."""

    def __init__(self) -> None:
        self._frames: list[tuple[str, list[Element], list[tuple[Element, ...]]]] = [("", [], [])]
        self._ignored: list[str] = []  # containers opened beyond DEEPEST, or where they cannot stand
        self._runs: list[Run] = []
        self._styles: list[tuple[str, str]] = []
        self._headings = 0

    def open(self, tag: str, address: str = "") -> None:
        """A start tag."""
        if tag == "br":
            self._runs.append(Run("\n"))
        elif tag in _INLINE:
            self._styles.append((tag, address))
        else:
            self._end_text()
            self._headings += tag in _HEADINGS
            if tag in _CONTAINERS:
                self._open_container(tag)

    def close(self, tag: str) -> None:
        """An end tag; the tags must be balanced."""
        if tag in _INLINE:
            self._close_style(tag)
            return
        self._end_text()
        self._headings -= tag in _HEADINGS
        if tag in _CONTAINERS:
            self._close_container(tag)

    def text(self, text: str) -> None:
        """Text, in the style of the tags around it. A line end of the source is white space, not a `<br>`."""
        text = without_controls(text).replace("\r", " ").replace("\n", " ")
        self._runs.append(self._styled(text))

    def line_break(self) -> None:
        """A `<br>`."""
        self._runs.append(Run("\n"))

    def finish(self) -> tuple[Element, ...]:
        """The tree, with everything still open closed."""
        self._end_text()
        self._ignored.clear()
        while len(self._frames) > 1:
            self._close_container(self._frames[-1][0])
        return tuple(self._frames[0][1])

    def _styled(self, text: str) -> Run:
        run = Run(text)
        for tag, address in self._styles:
            if tag == "a":
                run = run._replace(link=safe_address(address) or run.link)
            elif tag in ("strong", "b"):
                run = run._replace(strong=True)
            elif tag == "sub":
                run = run._replace(script="sub")
            elif tag == "sup":
                run = run._replace(script="sup")
            else:
                run = run._replace(emphasis=True)
        return run

    def _close_style(self, tag: str) -> None:
        for index in range(len(self._styles) - 1, -1, -1):
            if self._styles[index][0] == tag:
                del self._styles[index]
                return

    def _end_text(self) -> None:
        runs, self._runs = self._runs, []
        if any(not run.text.isspace() for run in runs if run.text):
            for paragraph in paragraphs_of(runs, heading=self._headings > 0):
                self._add(paragraph)

    def _add(self, element: Element) -> None:
        tag, elements, items = self._frames[-1]
        if tag in ("ul", "ol"):  # text between the items: an item of its own
            items.append((element,))
        else:
            elements.append(element)

    def _open_container(self, tag: str) -> None:
        depth = sum(frame[0] in ("ul", "ol", "blockquote") for frame in self._frames)
        if (tag == "li") != (self._frames[-1][0] in ("ul", "ol")) and tag == "li":
            self._ignored.append(tag)  # an item without a list is a paragraph
        elif tag != "li" and depth >= DEEPEST:
            self._ignored.append(tag)
        else:
            self._frames.append((tag, [], []))

    def _close_container(self, tag: str) -> None:
        if self._ignored and self._ignored[-1] == tag:
            self._ignored.pop()
            return
        if self._frames[-1][0] != tag:
            return
        _, elements, items = self._frames.pop()
        if tag == "li":
            if elements:
                self._frames[-1][2].append(tuple(elements))
        elif tag == "blockquote":
            if elements:
                self._add(Quotation(tuple(elements)))
        elif items:
            self._add(Listing(tuple(items), ordered=tag == "ol"))
