"""Rich text as Markdown, such that reading it gives the same rich text back.

A paragraph is first written plainly. Where CommonMark would read that otherwise (emphasis that ends inside a
word, white space at an edge), it is written guarded: the characters at the edges of a style as entities.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator

from apercu.sources.markdown_text import elements_of_markdown
from apercu.sources.richtext import Element, Listing, Paragraph, Quotation, Run

_SPECIAL = re.compile(r"[\\*_\[\]<~^`]|&(?=#|[a-zA-Z])")
_LINE_START = re.compile(r"(\d{1,9}(?=[.)])|(?=[#>+-]))")
_ENTITY_IN_ADDRESS = re.compile(r"&(?=#?\w+;)")
_BRACKETED = re.compile(r"[()]")
_UNWRITABLE = frozenset(range(9)) | {11} | frozenset(range(14, 32)) | frozenset(range(127, 160))


def to_markdown(elements: Iterable[Element]) -> str:
    """The tree as Markdown."""
    return "\n\n".join(_blocks(elements))


def _blocks(elements: Iterable[Element]) -> Iterator[str]:
    before: Element | None = None
    alternate = False
    for element in elements:
        if isinstance(element, Paragraph):
            yield _paragraph(element)
        elif isinstance(element, Quotation):
            yield "\n".join(f"> {line}".rstrip() for line in to_markdown(element.blocks).split("\n"))
        else:
            beside = isinstance(before, Listing) and before.ordered == element.ordered
            alternate = beside and not alternate  # another mark starts another list
            yield _list(element, alternate)
        before = element


def _list(element: Listing, alternate: bool) -> str:
    items = []
    for number, item in enumerate(element.items, start=1):
        mark = (
            f"{number}{')' if alternate else '.'}" if element.ordered else "*" if alternate else "-"
        ) + " "
        lines = to_markdown(item).split("\n")
        indented = [f"{' ' * len(mark)}{line}" if line else "" for line in lines[1:]]
        items.append("\n".join([mark + lines[0], *indented]))
    tight = all(len(item) == 1 and isinstance(item[0], Paragraph) for item in element.items)
    return ("\n" if tight else "\n\n").join(items)


def _paragraph(element: Paragraph) -> str:
    mark = "### " if element.heading else ""
    plain = mark + _as_text_at_line_start(_inline(element.runs, "*", _plain_text))
    if elements_of_markdown(plain) == (element,):
        return plain
    return mark + _inline(element.runs, "_", _guarded_text)


def _inline(runs: Iterable[Run], emphasis: str, written: Callable[[str, Run], str]) -> str:
    parts: list[str] = []
    still_open: list[tuple[str, str]] = []
    for run in runs:
        wanted = _marks(run, emphasis)
        shared = 0
        while shared < min(len(wanted), len(still_open)) and wanted[shared] == still_open[shared]:
            shared += 1
        parts.extend(closing for _, closing in reversed(still_open[shared:]))
        parts.extend(opening for opening, _ in wanted[shared:])
        lines = [written(line, run) for line in run.text.split("\n")]
        parts.append("\\\n".join(lines[:1] + [_as_text_at_line_start(line) for line in lines[1:]]))
        still_open = wanted
    parts.extend(closing for _, closing in reversed(still_open))
    return "".join(parts)


def _marks(run: Run, emphasis: str) -> list[tuple[str, str]]:
    marks = []
    if run.link:
        address = _ENTITY_IN_ADDRESS.sub("&amp;", run.link)
        address = f"<{address}>" if _BRACKETED.search(address) else address
        marks.append(("[", f"]({address})"))
    if run.strong:
        marks.append(("**", "**"))
    if run.emphasis:
        marks.append((emphasis, emphasis))
    if run.script:
        mark = "~" if run.script == "sub" else "^"
        marks.append((mark, mark))
    return marks


def _plain_text(text: str, run: Run) -> str:  # noqa: ARG001 - the style makes no difference here
    return _SPECIAL.sub(r"\\\g<0>", text)


def _guarded_text(text: str, run: Run) -> str:
    """The text with entities at its edges, and for all that is neither letter, digit nor inner space."""
    last = len(text) - 1
    free = "" if run.script else " "  # `~a b~` is no subscript
    return "".join(
        _entity(c) if at in (0, last) or not (c.isalnum() or c == free) else c for at, c in enumerate(text)
    )


def _as_text_at_line_start(line: str) -> str:
    """The line with a backslash before what would make it a heading, a list or a quotation."""
    return _LINE_START.sub(r"\1\\", line, count=1) if _LINE_START.match(line) else line


def _entity(character: str) -> str:
    number = ord(character)
    return character if number in _UNWRITABLE else f"&#{number};"
