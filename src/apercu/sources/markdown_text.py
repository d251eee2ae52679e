"""The text of our Markdown files as rich text: CommonMark without raw HTML, code, images and rules."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass

from markdown_it import MarkdownIt
from markdown_it.common.utils import unescapeAll
from markdown_it.rules_inline import StateInline
from markdown_it.token import Token

from apercu.sources.codes import Refusal
from apercu.sources.draft import Unreadable
from apercu.sources.markup_tree import TreeBuilder
from apercu.sources.richtext import Element, safe_address

# Left out, so that nothing an editor types disappears: it is read as text.
_LEFT_OUT = (
    "html_block",
    "html_inline",
    "code",
    "fence",
    "backticks",
    "image",
    "hr",
    "lheading",
    "reference",
)
_NESTED_MARKS = re.compile(r"(?:[ \t]*(?:>|[*+-](?=[ \t])|\d{1,9}[.)](?=[ \t])))*")
_MOST_MARKS = 60  # characters of them before a line's text
_DEEPEST = 130  # for the parser: above what _MOST_MARKS lets through, below where Python's recursion ends
_SCRIPT = re.compile(r"([~^])([^\s~^]+)\1")
_TAGS = {
    "paragraph": "p",
    "bullet_list": "ul",
    "ordered_list": "ol",
    "list_item": "li",
    "blockquote": "blockquote",
    "heading": "h3",
    "em": "em",
    "strong": "strong",
    "link": "a",
    "sub": "sub",
    "sup": "sup",
}


@dataclass(frozen=True, kw_only=True)
class MarkdownText:
    """A text in two parts: above the heading asked for, and below it."""

    above: tuple[Element, ...]
    below: tuple[Element, ...] = ()
    heading_line: int | None = None  # counted from 0
    dropped_links: tuple[str, ...] = ()


def read_markdown_text(source: str, heading: re.Pattern[str]) -> MarkdownText:
    """The rich text of Markdown, parted at the first second-level heading that reads as `heading`."""
    _refuse_deep(source)
    tokens = _PARSER.parse(source)
    at = next((at for at in range(len(tokens)) if _is_heading(tokens, at, heading)), None)
    dropped: list[str] = []
    if at is None:
        return MarkdownText(above=_elements(tokens, dropped), dropped_links=tuple(dropped))
    position = tokens[at].map
    return MarkdownText(
        above=_elements(tokens[:at], dropped),
        below=_elements(tokens[at + 3 :], dropped),
        heading_line=position[0] if position else None,
        dropped_links=tuple(dropped),
    )


def elements_of_markdown(source: str) -> tuple[Element, ...]:
    """The rich text of Markdown."""
    return _elements(_PARSER.parse(source), [])


def _refuse_deep(source: str) -> None:
    """Lists and quotations nested by the hundred exhaust a recursive parser."""
    for number, line in enumerate(source.split("\n"), start=1):
        if (marks := _NESTED_MARKS.match(line)) and marks.end() > _MOST_MARKS:
            raise Unreadable(Refusal.TOO_DEEP, f"line {number} of the text")


def _is_heading(tokens: list[Token], at: int, heading: re.Pattern[str]) -> bool:
    token = tokens[at]
    if token.type != "heading_open" or token.tag != "h2" or token.level:
        return False
    return heading.fullmatch(tokens[at + 1].content.strip()) is not None


def _elements(tokens: Iterable[Token], dropped: list[str]) -> tuple[Element, ...]:
    builder = TreeBuilder()
    for token in tokens:
        for part in token.children if token.children is not None else (token,):
            _add(builder, part, dropped)
    return builder.finish()


def _add(builder: TreeBuilder, token: Token, dropped: list[str]) -> None:
    name, _, end = token.type.rpartition("_")
    if token.type == "hardbreak":
        builder.line_break()
    elif token.type == "softbreak":
        builder.text(" ")
    elif end == "open" and name in _TAGS:
        address = str(token.attrs.get("href", ""))
        if name == "link" and not safe_address(address):
            dropped.append(address)
        builder.open(_TAGS[name], address)
    elif end == "close" and name in _TAGS:
        builder.close(_TAGS[name])
    elif token.content:
        builder.text(token.content)


def _script(state: StateInline, silent: bool) -> bool:
    """`H~2~O` and `x^2^`, as Pandoc writes them: no white space between the marks."""
    match = _SCRIPT.match(state.src, state.pos, state.posMax)
    if match is None:
        return False
    if not silent:
        name = "sub" if match[1] == "~" else "sup"
        state.push(f"{name}_open", name, 1)
        state.push("text", "", 0).content = unescapeAll(match[2])
        state.push(f"{name}_close", name, -1)
    state.pos = match.end()
    return True


def _parser() -> MarkdownIt:
    parser = MarkdownIt("commonmark", {"html": False, "maxNesting": _DEEPEST})
    parser.disable(list(_LEFT_OUT))
    parser.inline.ruler.before("emphasis", "script", _script)
    # Which addresses are allowed is decided once, by `safe_address`.
    parser.validateLink = lambda url: True  # type: ignore[method-assign]  # noqa: ARG005
    parser.normalizeLink = lambda url: url  # type: ignore[method-assign]
    return parser


_PARSER = _parser()
