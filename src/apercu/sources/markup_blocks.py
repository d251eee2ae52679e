"""HTML as a row of text blocks: what a browser starts a new line for, with its region and its style."""

from __future__ import annotations

import re
from collections import defaultdict
from typing import Literal, NamedTuple

from selectolax.lexbor import LexborHTMLParser, LexborNode

from apercu.sources.blocks import Block, Form, Region
from apercu.sources.header import is_teaser_label
from apercu.sources.markup_hints import NOTHING, Hint, hint_of
from apercu.sources.recognising import is_prose, label_end
from apercu.sources.richtext import Run, safe_address, without_controls

_NO_TEXT_WORDS = """
    script style template noscript iframe object embed applet svg math head title textarea audio video
    canvas noembed noframes datalist
"""
_NO_TEXT = frozenset(_NO_TEXT_WORDS.split())
_BLOCKS_WORDS = """
    address article aside blockquote body button caption center dd details dialog div dl dt fieldset
    figcaption figure footer form h1 h2 h3 h4 h5 h6 header hr html label legend li main menu nav ol
    optgroup option p pre search section select summary table tbody td tfoot th thead tr ul
"""
_BLOCKS = frozenset(_BLOCKS_WORDS.split())
_EMPHASIS = frozenset(["em", "i", "cite", "dfn", "var"])
_STYLES = _EMPHASIS | {"a", "strong", "b", "sub", "sup"}
_HEADINGS = {f"h{level}": level for level in range(1, 7)}
_WHITE = " \t\n\r\f"
_SPACES = re.compile("  +")


class _Context(NamedTuple):
    """What the elements around a text say of it."""

    region: Region = Region.CONTENT
    group: int = 0  # the element that said so
    inside: bool = False  # of <main> or <article>
    items: Form = Form.BULLET  # of the list around it
    form: Form = Form.PARAGRAPH
    level: int = 0
    is_title: bool = False
    is_byline: bool = False
    list_name: str = ""


class _Style(NamedTuple):
    link: str = ""
    strong: bool = False
    emphasis: bool = False
    script: Literal["", "sub", "sup"] = ""


class _Leave(NamedTuple):
    """On the stack under an element's children: what to go back to after them."""

    context: _Context
    style: _Style
    ends_block: bool


def blocks_of(html: str) -> list[Block]:
    """The blocks of the HTML, in reading order."""
    root = LexborHTMLParser(html).root
    reading = _Reading()
    if root is not None:
        reading.walk(root)
    return reading.finish()


class _Reading:
    """Walks the tree without recursion: depth is the page's choice, not ours."""

    def __init__(self) -> None:
        self._blocks: list[tuple[int, Block]] = []  # with the group of each
        self._runs: list[Run] = []
        self._context = _Context()
        self._style = _Style()
        self._groups = 0
        self._teaser_groups: set[int] = set()
        self._titled_articles: set[int] = set()
        self._articles: list[int] = []

    def walk(self, root: LexborNode) -> None:
        """Read the tree."""
        stack: list[LexborNode | _Leave] = [root]
        while stack:
            node = stack.pop()
            if isinstance(node, _Leave):
                self._leave(node)
                continue
            tag = node.tag or ""
            if tag == "-text":
                self._add_text(node.text_content or "")
            elif tag == "br":
                self._end_block()
            elif tag not in _NO_TEXT and not tag.startswith(("-", "_")):
                if leave := self._enter(node, tag):
                    stack.append(leave)
                stack.extend(reversed(_children(node)))

    def finish(self) -> list[Block]:
        """The blocks, with every hint undone that would hide an entry."""
        self._end_block()
        misled = self._misled_groups()
        return [
            block._replace(region=Region.CONTENT) if group in misled else block
            for group, block in self._blocks
        ]

    def _enter(self, node: LexborNode, tag: str) -> _Leave | None:
        """Take up what the element says; None where it says nothing (`<span>`)."""
        is_block = tag in _BLOCKS or (tag == "a" and self._context.region is Region.FILTERS)
        if not is_block and tag not in _STYLES:
            return None
        leave = _Leave(self._context, self._style, is_block)
        if is_block:
            self._end_block()
            self._context = self._context_in(node, tag)
        if tag in _STYLES:
            self._style = self._style_in(node, tag)
        return leave

    def _leave(self, leave: _Leave) -> None:
        if leave.ends_block:
            self._end_block()
        self._context, self._style = leave.context, leave.style

    def _context_in(self, node: LexborNode, tag: str) -> _Context:
        hint = hint_of(tag, node.attributes, inside=self._context.inside)
        context = self._in_region(self._context, hint)
        if tag in ("main", "article"):
            context = context._replace(inside=True, form=Form.PARAGRAPH)
        elif tag in ("ul", "ol", "menu"):
            context = context._replace(items=Form.NUMBER if tag == "ol" else Form.BULLET)
        elif tag == "li":
            context = context._replace(form=context.items)
        elif tag == "blockquote":
            context = context._replace(form=Form.QUOTATION)
        elif tag == "p":
            if context.form in (
                Form.BULLET,
                Form.NUMBER,
            ):  # items with paragraphs in them are often whole entries
                context = context._replace(form=Form.PARAGRAPH)
        elif level := _HEADINGS.get(tag):
            context = context._replace(form=Form.HEADING, level=level)
        if hint == NOTHING:
            return context
        return context._replace(
            is_title=context.is_title or hint.is_title,
            is_byline=context.is_byline or hint.is_byline,
            list_name=hint.list_name or context.list_name,
        )

    def _in_region(self, context: _Context, hint: Hint) -> _Context:
        if hint.region is None or (hint.region is context.region and not hint.own_group):
            return context
        self._groups += 1
        if hint.may_hold_teaser:
            self._teaser_groups.add(self._groups)
        return context._replace(region=hint.region, group=self._groups)

    def _style_in(self, node: LexborNode, tag: str) -> _Style:
        style = self._style
        if tag == "a":
            return style._replace(link=safe_address(node.attributes.get("href") or ""))
        if tag in ("strong", "b"):
            return style._replace(strong=True)
        if tag in _EMPHASIS:
            return style._replace(emphasis=True)
        if tag == "sub":
            return style._replace(script="sub")
        return style._replace(script="sup")

    def _add_text(self, text: str) -> None:
        if not self._runs and not text.strip(_WHITE):  # the source's own line ends, between two blocks
            return
        text = _with_single_spaces(without_controls(text))
        if text.startswith(" ") and (not self._runs or self._runs[-1].text.endswith(" ")):
            text = text[1:]
        if text:
            self._runs.append(Run(text, *self._style))

    def _end_block(self) -> None:
        if not self._runs:
            return
        runs, self._runs = self._runs, []
        runs[-1] = runs[-1]._replace(text=runs[-1].text.rstrip(" "))
        text = "".join(run.text for run in runs)
        if not text or text.isspace():
            return
        context = self._context
        block = Block(
            number=len(self._blocks) + 1,
            text=text,
            level=context.level,
            region=context.region,
            form=context.form,
            runs=() if all(run.plain for run in runs) else tuple(runs),
            is_title=context.is_title,
            is_byline=context.is_byline,
            list_name=context.list_name,
        )
        self._blocks.append((context.group, block))

    def _misled_groups(self) -> set[int]:
        """The "sidebars" and "forms" that hold a label and prose, and so entries: a class name misled us."""
        labels: defaultdict[int, bool] = defaultdict(bool)
        prose: defaultdict[int, bool] = defaultdict(bool)
        misled: set[int] = set()
        for group, block in self._blocks:
            if block.region is Region.CONTENT:
                continue
            labels[group] |= label_end(block.text) is not None
            prose[group] |= is_prose(block.text)
            if group in self._teaser_groups and is_teaser_label(block.text):
                misled.add(group)
        return misled | {group for group, found in labels.items() if found and prose[group]}


def _with_single_spaces(text: str) -> str:
    """White space as a browser shows it; a no-break space is a character like any other."""
    for space in "\n\t\r\f":
        text = text.replace(space, " ")
    return _SPACES.sub(" ", text) if "  " in text else text


def _children(node: LexborNode) -> list[LexborNode]:
    children = []
    child = node.child
    while child is not None:
        children.append(child)
        child = child.next
    return children
