"""The little rich text a draft may hold, as a tree: what every source builds and every writer reads.

There is one way to print a tree as HTML (`to_html`), so two texts that say the same are the same string.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from html import escape
from typing import Literal, NamedTuple, TypeAlias

DEEPEST = 6  # lists and quotations inside each other; deeper ones are read as if they stood at this depth


class Run(NamedTuple):
    """A stretch of text in one style; "\\n" in it is a line break (`<br>`)."""

    text: str
    link: str = ""
    strong: bool = False
    emphasis: bool = False
    script: Literal["", "sub", "sup"] = ""

    @property
    def plain(self) -> bool:
        """Whether the run has no style at all."""
        return self[1:] == _PLAIN


_PLAIN = ("", False, False, "")


@dataclass(frozen=True, slots=True)
class Paragraph:
    """Text; `heading` for a `<h3>`."""

    runs: tuple[Run, ...]
    heading: bool = False


@dataclass(frozen=True, slots=True)
class Quotation:
    """A `<blockquote>`."""

    blocks: tuple[Element, ...]


@dataclass(frozen=True, slots=True)
class Listing:
    """A `<ul>` or `<ol>`."""

    items: tuple[tuple[Element, ...], ...]
    ordered: bool = False


Element: TypeAlias = Paragraph | Quotation | Listing

_SCHEME = re.compile(r"(?:https?://|mailto:)[^\s]", re.IGNORECASE)
_UNSAFE_IN_ADDRESS = re.compile(r"[\x00-\x20\x7f-\xa0\"<>\\^`{|}\u2028\u2029]")
_CONTROLS = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\ufffe\uffff]")
_BREAKS = re.compile(r"\n\n+")


def without_controls(text: str) -> str:
    """The text without the control characters that no feed (XML 1.0 §2.2) and no page may carry."""
    return text if text.isprintable() else _CONTROLS.sub("", text)


def has_controls(text: str) -> bool:
    """Whether `without_controls` would change the text."""
    return not text.isprintable() and _CONTROLS.search(text) is not None


def safe_address(address: str) -> str:
    """The address of a link a page may show (http, https, mailto), or "" for any other."""
    address = address.strip("".join(map(chr, range(33))))
    if not _SCHEME.match(address):
        return ""
    return _UNSAFE_IN_ADDRESS.sub(_percent, address)


def joined(runs: Iterable[Run]) -> tuple[Run, ...]:
    """The runs with neighbours of one style joined, and no style on white space alone."""
    result: list[Run] = []
    for run in _without_styled_space(runs):
        if result and result[-1][1:] == run[1:]:
            result[-1] = result[-1]._replace(text=result[-1].text + run.text)
        elif run.text:
            result.append(run)
    return tuple(result)


def paragraphs_of(runs: Iterable[Run], *, heading: bool = False) -> Iterator[Paragraph]:
    """The paragraphs the runs make: two line breaks in a row end one, and none starts or ends with one."""
    for part in _split_at_double_breaks(joined(runs)):
        kept = joined(_without_outer_breaks(part))
        if heading:
            kept = joined(run._replace(text=run.text.replace("\n", " ")) for run in kept)
        if any(not run.text.isspace() for run in kept):
            yield Paragraph(kept, heading)


def to_html(elements: Iterable[Element]) -> str:
    """The tree as HTML of the allowed subset."""
    return "\n".join(map(_element_html, elements))


def runs_html(runs: Iterable[Run]) -> str:
    """The runs as inline HTML."""
    parts: list[str] = []
    open_tags: list[str] = []
    for run in runs:
        wanted = _tags(run)
        shared = 0
        while shared < min(len(wanted), len(open_tags)) and wanted[shared] == open_tags[shared]:
            shared += 1
        parts.extend(_closing(tag) for tag in reversed(open_tags[shared:]))
        parts.extend(f"<{tag}>" for tag in wanted[shared:])
        parts.append(escape(run.text, quote=False).replace("\n", "<br>"))
        open_tags = wanted
    parts.extend(_closing(tag) for tag in reversed(open_tags))
    return "".join(parts)


def _element_html(element: Element) -> str:
    if isinstance(element, Paragraph):
        tag = "h3" if element.heading else "p"
        return f"<{tag}>{runs_html(element.runs)}</{tag}>"
    if isinstance(element, Quotation):
        return f"<blockquote>\n{to_html(element.blocks)}\n</blockquote>"
    tag = "ol" if element.ordered else "ul"
    return f"<{tag}>\n" + "\n".join(map(_item_html, element.items)) + f"\n</{tag}>"


def _item_html(item: tuple[Element, ...]) -> str:
    """A list item; its one paragraph, or the line above an inner list, needs no `<p>`."""
    first, *rest = item
    bare = isinstance(first, Paragraph) and not first.heading and all(isinstance(e, Listing) for e in rest)
    if not bare:
        return f"<li>{to_html(item)}</li>"
    assert isinstance(first, Paragraph)
    return "<li>" + "\n".join([runs_html(first.runs), *map(_element_html, rest)]) + "</li>"


def _tags(run: Run) -> list[str]:
    tags = [f'a href="{escape(run.link)}"'] if run.link else []
    if run.strong:
        tags.append("strong")
    if run.emphasis:
        tags.append("em")
    if run.script:
        tags.append(run.script)
    return tags


def _closing(tag: str) -> str:
    return f"</{tag.partition(' ')[0]}>"


def _without_styled_space(runs: Iterable[Run]) -> Iterator[Run]:
    """Line breaks and lone white space carry no style: nobody could see it."""
    for run in runs:
        if run.plain:
            yield run
        elif not run.text or run.text.isspace():
            yield Run(run.text)
        elif "\n" in run.text:
            for part in re.split(r"(\n)", run.text):
                yield Run(part) if not part or part.isspace() else run._replace(text=part)
        else:
            yield run


def _split_at_double_breaks(runs: tuple[Run, ...]) -> Iterator[list[Run]]:
    current: list[Run] = []
    for run in runs:
        first, *others = _BREAKS.split(run.text)
        current.append(run._replace(text=first))
        for other in others:
            yield current
            current = [run._replace(text=other)]
    yield current


def _without_outer_breaks(runs: list[Run]) -> list[Run]:
    kept = [run for run in runs if run.text]
    while kept and not (text := kept[0].text.lstrip("\n")):
        kept.pop(0)
    if kept:
        kept[0] = kept[0]._replace(text=text)
    while kept and not (text := kept[-1].text.rstrip("\n")):
        kept.pop()
    if kept:
        kept[-1] = kept[-1]._replace(text=text)
    return kept


def _percent(match: re.Match[str]) -> str:
    return "".join(f"%{byte:02X}" for byte in match.group().encode("utf-8", "replace"))
