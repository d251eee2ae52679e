"""XML as feeds and sitemaps need it: written element by element, with nothing in it that XML forbids."""

from __future__ import annotations

import io
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from xml.sax.xmlreader import AttributesImpl

from django.utils.xmlutils import SimplerXMLGenerator

from apercu.sources.richtext import without_controls

NONE: Mapping[str, str] = {}


class XmlWriter:
    """Writes one document in UTF-8; Django's writer escapes, we leave out what cannot be escaped."""

    def __init__(self) -> None:
        self._out = io.BytesIO()
        self._xml = SimplerXMLGenerator(self._out, "utf-8")
        self._xml.startDocument()

    @contextmanager
    def within(self, name: str, attributes: Mapping[str, str] = NONE) -> Iterator[None]:
        """What is written in this block stands inside an element."""
        self._xml.startElement(name, _clean(attributes))
        yield
        self._xml.endElement(name)

    def element(self, name: str, text: str = "", attributes: Mapping[str, str] = NONE) -> None:
        """One element with a text."""
        with self.within(name, attributes):
            self._xml.characters(without_controls(text))

    @property
    def written(self) -> bytes:
        """The document so far."""
        return self._out.getvalue()


def _clean(attributes: Mapping[str, str]) -> AttributesImpl[str]:
    return AttributesImpl({name: without_controls(value) for name, value in attributes.items()})
