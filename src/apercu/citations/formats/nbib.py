"""NBIB, the MEDLINE format of PubMed: read only (NLM, "MEDLINE/PubMed Data Element (Field) Descriptions").

A field begins with its tag in four places, a hyphen and a space; lines that go on begin with six spaces; a
record begins with `PMID`. Nobody asks for a file in it, so there is no `write`.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from apercu.citations.formats.nbib_reading import Fields, reference_of
from apercu.citations.formats.reading import Loss, Read, one_line, text_of

_LINE = re.compile(r"([A-Z]{2,4}) {0,2}-(?: (.*)|\s*)")
# What a record may begin with; a book of PubMed's, or a file cut at its top, has no PMID first.
_FIRST = "PMID"


def read(content: str | bytes) -> Read:
    """The references of an NBIB file, and what was lost of it."""
    text, losses = text_of(content)
    references = []
    for number, fields in enumerate(_records(text, losses), start=1):
        reference, lost = reference_of(fields)
        references.append(reference)
        losses += [Loss(code=loss.code, detail=f"Record {number}: {loss.detail}") for loss in lost]
    return Read(references=tuple(references), losses=tuple(losses))


def is_nbib(text: str) -> bool:
    """Whether a text is in this format: it opens with a PubMed number or has a title and a tag of its own."""
    tags = [match[1] for line in _lines(text) if (match := _LINE.fullmatch(line))]
    return _FIRST in tags or ("TI" in tags and bool({"FAU", "JT", "DP", "PMC", "PHST"} & set(tags)))


def _records(text: str, losses: list[Loss]) -> Iterator[Fields]:
    """Each record's fields in their order; lines of no field are lost, and said so."""
    fields: list[tuple[str, str]] = []
    for raw in [*_lines(text), ""]:
        match = _LINE.fullmatch(raw)
        if match:
            tag, value = match[1], one_line(match[2] or "")
            if tag == _FIRST and fields:
                yield fields
                fields = []
            fields.append((tag, value))
        elif raw[:1].isspace() and fields and raw.strip():
            tag, before = fields[-1]
            fields[-1] = (tag, f"{before} {one_line(raw)}".strip())
        elif value := one_line(raw):
            losses.append(Loss(code="text-outside-record", detail=value[:200]))
    if fields:
        yield fields


def _lines(text: str) -> list[str]:
    return re.split(r"\r\n|\r|\n", text)
