"""The lines of a text as one piece of HTML: paragraphs, lists and quotations put together again."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import groupby

from apercu.sources.blocks import Form
from apercu.sources.cleaning import paragraphs
from apercu.sources.lines import Line
from apercu.sources.richtext import (
    Element,
    Listing,
    Paragraph,
    Quotation,
    Run,
    joined,
    to_html,
    without_controls,
)


def html_of(lines: Sequence[Line]) -> str:
    """The lines as HTML of the allowed subset."""
    if all(line.block.form is Form.PARAGRAPH and not line.block.runs for line in lines):
        return paragraphs(line.printed for line in lines)
    elements: list[Element] = []
    for form, group in groupby(lines, key=lambda line: line.block.form):
        elements.extend(_elements(form, [_paragraph(line, form) for line in group]))
    return to_html(elements)


def _elements(form: Form, texts: list[Paragraph]) -> Sequence[Element]:
    if form is Form.QUOTATION:
        return [Quotation(tuple(texts))]
    if form in (Form.BULLET, Form.NUMBER):
        return [Listing(tuple((text,) for text in texts), ordered=form is Form.NUMBER)]
    return texts


def _paragraph(line: Line, form: Form) -> Paragraph:
    runs = line.block.runs or (Run(line.block.text),)
    runs = joined(_without_start(runs, line.start))
    return Paragraph(runs, heading=form is Form.HEADING)


def _without_start(runs: Sequence[Run], length: int) -> list[Run]:
    """The runs without the first `length` characters: a heading that was glued to the text."""
    kept: list[Run] = []
    for run in runs:
        text = run.text[length:] if length else run.text
        length = max(0, length - len(run.text))
        if text:
            kept.append(run._replace(text=without_controls(text)))
    return kept
