"""Faces and links inside a text as single private characters, until the very end.

While a reference is formatted its text holds no markup at all: a `<` is a `<` of the title. Italics and the
like are characters of Unicode's private use area, taken out of all data beforehand. Only the last step writes
HTML, and it escapes everything it did not write itself; nothing a record says can become markup.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass
from html import escape

_TAGS = ("i", "b", "sup", "sub")
OPENING = {tag: chr(0xE000 + 2 * place) for place, tag in enumerate(_TAGS)}
CLOSING = {tag: chr(0xE001 + 2 * place) for place, tag in enumerate(_TAGS)}
DOI = "\ue010"  # stands for the DOI: what formats a text cannot change it
URL = "\ue011"
ANY = "[\ue000-\ue007]*"  # for patterns: faces may begin or end here

_PRIVATE = re.compile("[\ue000-\uf8ff\U000f0000-\U0010ffff\x00-\x08\x0b\x0c\x0e-\x1f\x7f]")
_FACES = re.compile("[\ue000-\ue007]")
_NO_CASE = re.compile(r"</?span[^<>]*>", re.IGNORECASE)
_OPENED = {mark: tag for tag, mark in OPENING.items()}
_CLOSED = {mark: tag for tag, mark in CLOSING.items()}
_EMPTY = re.compile(r"<(i|b|sup|sub)></\1>")
_SAME_AS = {"em": "i", "strong": "b"}
_PAIR = re.compile(r"<(i|b|sup|sub|em|strong)>((?:(?!</?\1>).)*)</\1>", re.IGNORECASE | re.DOTALL)


@dataclass(frozen=True, kw_only=True)
class Link:
    """An address and the text it is shown by."""

    address: str
    text: str


def plain(text: str) -> str:
    """A value of a record on one line, less the characters that mean something to us."""
    return " ".join(_PRIVATE.sub("", text).split())


def marked(text: str) -> str:
    """A value that may hold `<i>`, `<b>`, `<sub>`, `<sup>` (CSL 1.0.2, "HTML-like tags"): these become marks.

    A tag without its partner, and every other tag, stays text.
    """
    text = _NO_CASE.sub("", plain(text))
    count = 1
    while count:
        text, count = _PAIR.subn(_mark, text)
    return text


def without_faces(text: str) -> str:
    return _FACES.sub("", text)


def face(tag: str) -> Callable[[str], str]:
    """What the processor calls to set a text in a face; an empty text needs none."""
    return lambda text: f"{OPENING[tag]}{text}{CLOSING[tag]}" if str(text) else str(text)


def to_text(text: str, links: dict[str, Link]) -> str:
    """The text without faces, the stand-ins replaced by what they stand for."""
    return "".join(links[letter].text if letter in links else letter for letter in without_faces(text))


def to_html(text: str, links: dict[str, Link]) -> str:
    """The text as HTML, well formed whatever the order of the marks.

    Italics within italics are upright, as print has them.
    """
    html: list[str] = []
    opened: list[str] = []
    for letter in text:
        if letter in _OPENED:
            _toggle(_OPENED[letter], opened, html)
        elif letter in _CLOSED:
            _toggle(_CLOSED[letter], opened, html)
        elif letter in links:
            link = links[letter]
            html.append(f'<a href="{escape(link.address)}">{escape(link.text, quote=False)}</a>')
        else:
            html.append(escape(letter, quote=False))
    html.extend(f"</{tag}>" for tag in reversed(opened))
    return _EMPTY.sub("", "".join(html))


def _toggle(tag: str, opened: list[str], html: list[str]) -> None:
    """Open a face, or close it: the ones opened after it are closed first and opened again."""
    if tag not in opened:
        opened.append(tag)
        html.append(f"<{tag}>")
        return
    place = opened.index(tag)
    later = opened[place + 1 :]
    html.extend(f"</{each}>" for each in reversed(opened[place:]))
    html.extend(f"<{each}>" for each in later)
    opened[place:] = later


def _mark(match: re.Match[str]) -> str:
    tag = _SAME_AS.get(match[1].lower(), match[1].lower())
    return f"{OPENING[tag]}{match[2]}{CLOSING[tag]}"
