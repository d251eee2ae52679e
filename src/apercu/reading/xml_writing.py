"""XML as feeds and sitemaps need it: written element by element, with nothing in it that XML forbids."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from xml.sax.saxutils import escape, quoteattr

from apercu.sources.richtext import without_controls

NONE: Mapping[str, str] = {}


class XmlWriter:
    """Writes one document in UTF-8. What can be escaped is, what cannot is left out."""

    def __init__(self) -> None:
        self._out = ['<?xml version="1.0" encoding="utf-8"?>\n']

    @contextmanager
    def within(self, name: str, attributes: Mapping[str, str] = NONE) -> Iterator[None]:
        """What is written in this block stands inside an element."""
        self._out.append(f"<{name}{_written(attributes)}>")
        yield
        self._out.append(f"</{name}>")

    def element(self, name: str, text: str = "", attributes: Mapping[str, str] = NONE) -> None:
        """One element with a text."""
        self._out.append(f"<{name}{_written(attributes)}>{escape(without_controls(text))}</{name}>")

    @property
    def written(self) -> bytes:
        """The document so far."""
        return "".join(self._out).encode()


def _written(attributes: Mapping[str, str]) -> str:
    return "".join(f" {name}={quoteattr(without_controls(value))}" for name, value in attributes.items())
