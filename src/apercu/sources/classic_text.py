"""Text of a blog's classic editor, which knows a paragraph by its blank line and has no `<p>`."""

from __future__ import annotations

import re

_BLOCK_EDITOR = re.compile(r"<!--\s*/?wp:[a-z]")
_PIECE = re.compile(r"(<!--.*?(?:-->|\Z)|<[/a-zA-Z][^<>]*>)", re.DOTALL)
_TAG = re.compile(r"<(/?)([a-zA-Z][a-zA-Z0-9]*)")
_AS_IT_STANDS = frozenset(["p", "script", "style", "textarea"])


def with_paragraphs(html: str) -> str:
    """The HTML with a `<br>` for every line end that the classic editor would show as one.

    Its own rule (`wpautop`) makes paragraphs of blank lines and breaks of single ones; here both start a new
    line of the page, which is all the grammar asks. Inside a written `<p>` a line end is a space.
    """
    html = html.replace("\r\n", "\n").replace("\r", "\n")
    if "\n" not in html or _BLOCK_EDITOR.search(html):
        return html
    parts: list[str] = []
    inside = ""  # the element whose line ends are only spaces
    for piece in _PIECE.split(html):
        if piece.startswith("<") and (tag := _TAG.match(piece)):
            name = tag[2].lower()
            if name in _AS_IT_STANDS and not (inside and inside != name):
                inside = "" if tag[1] else name
            elif inside == "p" and not tag[1] and name in ("div", "ul", "ol", "blockquote", "h2", "h3", "h4"):
                inside = ""  # these end a paragraph whose end tag is missing
            parts.append(piece)
        elif inside or piece.startswith("<!--"):
            parts.append(piece)
        else:
            parts.append(_with_breaks(piece))
    return "".join(parts)


def _with_breaks(text: str) -> str:
    lines = text.split("\n")
    return "<br>".join(
        line for number, line in enumerate(lines) if line.strip() or number in (0, len(lines) - 1)
    )
