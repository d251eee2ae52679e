"""A table read record by record: its length costs time, but hardly any memory.

What it is, the file itself tells: UTF-8 with or without its mark, UTF-16 with its mark, else Windows-1252 (as
older spreadsheets write); comma, semicolon or tab.
"""

from __future__ import annotations

import codecs
import csv
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import TextIO

from apercu.mailing.bringing import columns
from apercu.mailing.bringing.cells import as_meant
from apercu.mailing.bringing.codes import Note, Refusal
from apercu.sources.draft import Caveat, Unreadable

DELIMITERS = (",", ";", "\t")
LONGEST_LINE = 100_000
MOST_LINES = 10  # of one record: a quotation mark that is never closed must not swallow the file
_CHUNK = 1 << 20
_END = "end"  # a line after a record: a quotation mark that is still open swallows it


@dataclass(frozen=True, slots=True, kw_only=True)
class Record:
    """One row: its first line, and its cells by our columns; no cells where it could not be read."""

    line: int
    cells: Mapping[str, str] | None


@dataclass(frozen=True, kw_only=True)
class Table:
    """A file whose first line was understood."""

    path: Path
    encoding: str
    delimiter: str
    places: Mapping[str, int]
    notes: tuple[Caveat, ...]

    def records(self) -> Iterator[Record]:
        """Its rows after the headings; blank ones are none."""
        with self.path.open(encoding=self.encoding, errors="replace", newline="") as file:
            rows = _rows(file, self.delimiter)
            next(rows, None)
            for line, cells in rows:
                if cells is None:
                    yield Record(line=line, cells=None)
                elif any(cell.strip() for cell in cells):
                    yield Record(line=line, cells=self._named(cells))

    def _named(self, cells: Sequence[str]) -> dict[str, str]:
        return {
            column: as_meant(cells[place]) if place < len(cells) else ""
            for column, place in self.places.items()
        }


def open_table(path: Path) -> Table:
    """Look at a file's encoding and first line; Unreadable for what is no table with addresses."""
    encoding, notes = _encoding_of(path)
    with path.open(encoding=encoding, errors="replace", newline="") as file:
        first = file.readline(LONGEST_LINE + 1)
        if len(first) > LONGEST_LINE:
            raise Unreadable(Refusal.LINE_TOO_LONG, "1")
        delimiter = _delimiter_of(first)
        file.seek(0)
        _line, headings = next(_rows(file, delimiter), (1, None))
    places, unknown = columns.places(headings or [])
    if columns.EMAIL not in places:
        raise Unreadable(Refusal.NO_ADDRESS_COLUMN)
    notes += [Caveat(code=Note.UNKNOWN_COLUMN, detail=heading[:80]) for heading in unknown]
    return Table(path=path, encoding=encoding, delimiter=delimiter, places=places, notes=tuple(notes))


def _encoding_of(path: Path) -> tuple[str, list[Caveat]]:
    if not path.is_file():
        raise Unreadable(Refusal.NOT_A_FILE)
    decoder = codecs.getincrementaldecoder("utf-8")()
    is_utf_8, is_blank = True, True
    with path.open("rb") as file:
        if file.read(2) in (codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE):
            return "utf-16", [Caveat(code=Note.UTF_16)]
        file.seek(0)
        for chunk in iter(partial(file.read, _CHUNK), b""):
            if b"\0" in chunk:
                raise Unreadable(Refusal.BINARY_FILE)
            is_blank = is_blank and not chunk.strip()
            is_utf_8 = is_utf_8 and _decodes(decoder, chunk)
    if is_blank:
        raise Unreadable(Refusal.EMPTY_FILE)
    if is_utf_8 and _decodes(decoder, b"", final=True):
        return "utf-8-sig", []
    return "cp1252", [Caveat(code=Note.WINDOWS_1252)]


def _decodes(decoder: codecs.IncrementalDecoder, chunk: bytes, *, final: bool = False) -> bool:
    try:
        decoder.decode(chunk, final)
    except UnicodeDecodeError:
        return False
    return True


def _delimiter_of(first: str) -> str:
    """The sign that gives the first line most headings we know, then most headings."""

    def understood(delimiter: str) -> tuple[int, int]:
        headings = next(csv.reader([first], delimiter=delimiter), [])
        return len(columns.places(headings)[0]), len(headings)

    return max(DELIMITERS, key=understood)


def _rows(file: TextIO, delimiter: str) -> Iterator[tuple[int, list[str] | None]]:
    """Each record with its first line's number; None for cells that could not be told apart.

    A quotation mark that is opened and not closed within some lines costs its own line and no other.
    """
    waiting: list[str] = []  # lines that were taken for a part of a record and were none
    number = 0
    while block := _next_lines(file, waiting, 1):
        number += 1
        cells, is_closed = _cells(block, delimiter)
        while not is_closed and len(block) < MOST_LINES and (more := _next_lines(file, waiting, 1)):
            block += more
            cells, is_closed = _cells(block, delimiter)
        if not is_closed:
            waiting[:0] = block[1:]
            block, cells = block[:1], None
        yield number, cells
        number += len(block) - 1


def _next_lines(file: TextIO, waiting: list[str], count: int) -> list[str]:
    if waiting:
        taken = waiting[:count]
        del waiting[:count]
        return taken
    line = file.readline(LONGEST_LINE + 1)
    if len(line) > LONGEST_LINE:
        raise Unreadable(Refusal.LINE_TOO_LONG)
    return [line.replace("\0", "")] if line else []


def _cells(block: list[str], delimiter: str) -> tuple[list[str] | None, bool]:
    """The cells of these lines, and whether the record ends with them."""
    try:
        rows = list(csv.reader([*block, _END], delimiter=delimiter))
    except csv.Error:  # a cell longer than any
        return None, True
    if rows[-1] != [_END]:
        return None, False
    return (rows[0] if len(rows) > 1 else []), True
