"""XML as a row of small trees, one an item: read as a stream, so a file of any length needs little memory.

Entities declared by a file are refused (no expansion, nothing fetched); the names HTML has for characters are
read as those characters, for blogs write them into their XML. What stands before a fault in the XML is read.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from html import escape
from pathlib import Path
from typing import NamedTuple
from xml.parsers import expat

from apercu.sources.codes import Refusal
from apercu.sources.draft import Unreadable
from apercu.sources.xml_text import Repairs, text_chunks

LARGEST_ITEM = 4_000_000  # characters: a long post has a hundredth of this
DEEPEST = 100
_FLAT_ROOTS = frozenset(["atom:feed", "rdf:RDF"])  # their items are their children; RSS has a <channel>


class Node:
    """An element with what is in it."""

    __slots__ = ("attributes", "is_too_large", "line", "name", "parts")

    def __init__(self, name: str, attributes: dict[str, str], line: int) -> None:
        self.name = name
        self.attributes = attributes
        self.line = line
        self.parts: list[str | Node] = []
        self.is_too_large = False

    @property
    def nodes(self) -> list[Node]:
        """The elements directly in it."""
        return [part for part in self.parts if isinstance(part, Node)]

    @property
    def text(self) -> str:
        """Its own text."""
        return "".join(part for part in self.parts if isinstance(part, str))

    def all(self, name: str) -> list[Node]:
        """The elements of this name directly in it."""
        return [node for node in self.nodes if node.name == name]

    def value(self, *names: str) -> str:
        """The trimmed text of the first element with one of these names that has any."""
        for name in names:
            for node in self.all(name):
                if text := node.text.strip():
                    return text
        return ""

    def inner_html(self) -> str:
        """What is in it, printed as HTML: an Atom text may be a tree of XHTML."""
        return "".join(
            escape(part, quote=False) if isinstance(part, str) else part._html() for part in self.parts
        )

    def _html(self) -> str:
        tag = self.name.rpartition(":")[2]
        attributes = "".join(f' {name}="{escape(value)}"' for name, value in self.attributes.items())
        return f"<{tag}{attributes}>{self.inner_html()}</{tag}>"


class BrokenXml(Exception):
    """The file stops being XML here; `unfinished` is the item in the middle of which it does."""

    def __init__(self, line: int, what: str, unfinished: Node | None) -> None:
        super().__init__(f"line {line}: {what}")
        self.line = line
        self.unfinished = unfinished


class Namespace(NamedTuple):
    """How the names of a namespace begin here."""

    uri: str
    prefix: str


_NAMESPACES = (
    Namespace("http://www.w3.org/2005/Atom", "atom:"),
    Namespace("http://purl.org/atom/ns#", "atom:"),
    Namespace("http://purl.org/rss/1.0/modules/content/", "content:"),
    Namespace("http://purl.org/dc/elements/1.1/", "dc:"),
    Namespace("http://www.w3.org/1999/02/22-rdf-syntax-ns#", "rdf:"),
    Namespace("http://purl.org/rss/1.0/", ""),
    Namespace("http://my.netscape.com/rdf/simple/0.9/", ""),
    Namespace("http://www.w3.org/1999/xhtml", "html:"),
)
_PREFIXES = dict(_NAMESPACES)
_WORDPRESS = re.compile(r"https?://wordpress\.org/export/1\.\d+/(excerpt/)?")


def items(path: Path, repairs: Repairs) -> Iterator[Node]:
    """Every element on the level of the items, one after another.

    Raises `BrokenXml` after the last whole one where the file breaks off, and `Unreadable` for entities.
    """
    builder = _Builder()
    try:
        for chunk in text_chunks(path, repairs):
            builder.parser.Parse(chunk.encode("utf-8", "replace"))
            yield from builder.take()
        builder.parser.Parse(b"", True)
    except expat.ExpatError as error:
        yield from builder.take()
        what = expat.errors.messages.get(error.code, "not XML")
        raise BrokenXml(error.lineno + repairs.lines_before, what, builder.unfinished) from error
    yield from builder.take()


class _Builder:
    """Takes what expat meets and keeps the items that are whole."""

    def __init__(self) -> None:
        self.parser = parser = expat.ParserCreate("utf-8", " ")
        parser.buffer_text = True
        parser.StartElementHandler = self._start
        parser.EndElementHandler = self._end
        parser.CharacterDataHandler = self._text
        parser.EntityDeclHandler = self._entity
        self._depth = 0
        self._shelf = 2
        self._open: list[Node] = []
        self._size = 0
        self._done: list[Node] = []

    def take(self) -> list[Node]:
        """The items finished since it was asked last."""
        done, self._done = self._done, []
        return done

    @property
    def unfinished(self) -> Node | None:
        return self._open[0] if self._open else None

    def _start(self, name: str, attributes: dict[str, str]) -> None:
        name = _short(name)
        if self._depth == 0:
            self._shelf = 1 if name in _FLAT_ROOTS else 2
        is_channel = self._shelf == 2 and self._depth == 1 and name == "channel"
        self._depth += 1
        if self._depth == 1 or is_channel:
            return
        if not self._open:
            self._size = 0
        node = Node(name, {_short(key): value for key, value in attributes.items()}, self._line)
        if self._open and len(self._open) <= DEEPEST:
            self._open[-1].parts.append(node)
        self._open.append(node)

    def _end(self, _name: str) -> None:
        self._depth -= 1
        if not self._open:
            return
        node = self._open.pop()
        if not self._open:
            self._done.append(node)

    def _text(self, text: str) -> None:
        if not self._open or len(self._open) > DEEPEST:
            return
        self._size += len(text)
        if self._size > LARGEST_ITEM:
            self._open[0].is_too_large = True
        else:
            self._open[-1].parts.append(text)

    def _entity(self, name: str, *_rest: object) -> None:
        raise Unreadable(Refusal.XML_ENTITIES, f"line {self._line}: {name}")

    @property
    def _line(self) -> int:
        return self.parser.CurrentLineNumber


def _short(name: str) -> str:
    """A name of expat ("namespace local") as the short one we use for it, whatever prefix the file chose."""
    uri, _, local = name.rpartition(" ")
    if not uri:
        return local
    if wordpress := _WORDPRESS.fullmatch(uri):
        return f"excerpt:{local}" if wordpress[1] else f"wp:{local}"
    return f"{_PREFIXES.get(uri, 'other:')}{local}"
