"""What reading a file gives, and its bytes as text."""

from __future__ import annotations

import codecs
from dataclasses import dataclass

from apercu.citations.reference import Reference


@dataclass(frozen=True, kw_only=True)
class Loss:
    """Something of a file that is in none of the references read from it; docs/features/citations.md."""

    code: str
    detail: str


@dataclass(frozen=True, kw_only=True)
class Read:
    """The references of a file in its order, and what was lost."""

    references: tuple[Reference, ...]
    losses: tuple[Loss, ...] = ()


def text_of(content: str | bytes) -> tuple[str, list[Loss]]:
    """The text of a file: UTF-8 with or without a mark, UTF-16 with one, else Windows' Western letters."""
    if isinstance(content, str):
        return content.removeprefix("\ufeff"), []
    if content.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
        return content.decode("utf-16", errors="replace"), []
    try:
        return content.decode("utf-8-sig"), []
    except UnicodeDecodeError:
        detail = "The file is not UTF-8; it was read as Windows-1252."
        return content.decode("cp1252", errors="replace"), [Loss(code="encoding-guessed", detail=detail)]


def one_line(text: str) -> str:
    """A value on one line, without control characters."""
    return " ".join("".join(letter for letter in text if letter >= " " or letter in "\t\n\r").split())
