"""What a page says to a person: its words, those of its attributes, each in its language; and its links."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from selectolax.lexbor import LexborHTMLParser, LexborNode

_SILENT = {"script", "style", "template", "svg", "code"}
_SPOKEN_ATTRIBUTES = {"aria-label", "aria-description", "aria-roledescription", "title", "alt", "placeholder"}
_SPOKEN_DATA = {"data-copied"}  # what a script says in the page's place
_SPOKEN_METAS = {"description", "og:title", "og:description", "og:site_name", "og:image:alt", "DC.title"}
_BUTTONS = {"submit", "button", "reset"}


@dataclass(frozen=True, kw_only=True)
class Said:
    """One run of words."""

    text: str
    language: str  # of the nearest element that names one
    where: str  # the element, and the attribute where it is one's
    is_citation: bool  # within a reference, which no interface writes


@dataclass(frozen=True, kw_only=True)
class Way:
    """One link, of the text or of the head."""

    href: str
    rel: str
    hreflang: str


def spoken(html: str) -> list[Said]:
    """Every run of words a person may meet on the page, in order, white space made one."""
    root = LexborHTMLParser(html).root
    assert root is not None
    return list(_said_in(root, language="", is_citation=False))


def ways(html: str) -> list[Way]:
    """Every link of the page."""
    return [
        Way(href=str(node.attributes["href"]), rel=_get(node, "rel"), hreflang=_get(node, "hreflang"))
        for node in LexborHTMLParser(html).css("a[href], link[href]")
    ]


def _said_in(node: LexborNode, *, language: str, is_citation: bool) -> Iterator[Said]:
    language = _get(node, "lang") or language
    is_citation = is_citation or "citation" in _get(node, "class").split()
    for where, words in _own_words(node):
        if text := re.sub(r"[ \t\r\n]+", " ", words).strip():
            yield Said(text=text, language=language, where=where, is_citation=is_citation)
    if node.tag in _SILENT:
        return
    for child in node.iter(include_text=True):
        yield from _said_in(child, language=language, is_citation=is_citation)


def _own_words(node: LexborNode) -> Iterator[tuple[str, str]]:
    tag = str(node.tag)
    if tag == "-text":
        yield (str(node.parent.tag) if node.parent else "", node.text(deep=False))
        return
    if tag.startswith(("-", "!")):
        return
    for name, value in node.attributes.items():
        if name in _SPOKEN_ATTRIBUTES | _SPOKEN_DATA and not (value or "").startswith("ctx_ver="):  # COinS
            yield f"{tag} {name}", value or ""
    if tag == "meta" and (_get(node, "name") or _get(node, "property")) in _SPOKEN_METAS:
        yield tag, _get(node, "content")
    if tag == "input" and _get(node, "type") in _BUTTONS:
        yield tag, _get(node, "value")


def _get(node: LexborNode, name: str) -> str:
    return node.attributes.get(name) or "" if node.tag and not node.tag.startswith(("-", "!")) else ""
