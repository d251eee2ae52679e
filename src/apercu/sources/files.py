"""The bytes of a file as text, or a refusal that says why not."""

from __future__ import annotations

import codecs
import stat
from dataclasses import dataclass
from pathlib import Path

from apercu.sources.codes import Note, Refusal
from apercu.sources.draft import Caveat, Unreadable

LARGEST_FILE = 50 * 1024 * 1024
LONGEST_LINE = 200_000

_MAGIC = (
    (b"%PDF-", "a PDF"),
    (b"PK\x03\x04", "a ZIP archive or an Office document"),
    (b"\xd0\xcf\x11\xe0", "an old Office document"),
    (b"{\\rtf", "an RTF document"),
    (b"\x89PNG", "a PNG image"),
    (b"\xff\xd8\xff", "a JPEG image"),
    (b"GIF8", "a GIF image"),
    (b"\x1f\x8b", "a gzip archive"),
    (b"\x7fELF", "a program"),
    (b"SQLite format 3", "a database"),
)
_TEXT_CONTROLS = b"\t\n\r\x0c\x1b"
_CONTROLS = bytes(set(range(32)) - set(_TEXT_CONTROLS) - {0})
_MOST_CONTROLS = 0.02  # a text has none; a program or an image has far more
_SAMPLE = 65_536


@dataclass(frozen=True, kw_only=True)
class TextFile:
    """A file's text, without its byte order mark, and what had to be assumed to read it."""

    text: str
    caveats: tuple[Caveat, ...] = ()


def read_text(path: Path) -> TextFile:
    """The text of the file at `path`; raises `Unreadable` for anything that is not one."""
    return decode(_bytes_of(path))


def decode(data: bytes) -> TextFile:
    """Text from bytes: UTF-8, UTF-16 by its mark, or Windows-1252 as the last resort."""
    if not data.strip():
        raise Unreadable(Refusal.EMPTY_FILE)
    if data.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
        return _not_blank(_from_utf_16(data))
    _refuse_binary(data)
    return _not_blank(_from_bytes(data.removeprefix(codecs.BOM_UTF8)))


def lines_of(text: str) -> list[str]:
    """The lines of a text, blank ones too.

    Not `str.splitlines`: a form feed or a U+2028 inside a paragraph ends no line of a text file.
    """
    return text.replace("\r\n", "\n").replace("\r", "\n").split("\n")


def refuse_long_line(number: int, text: str) -> None:
    """Raise for a line (in HTML: a block of text) longer than any person writes."""
    if len(text) > LONGEST_LINE:
        raise Unreadable(Refusal.LINE_TOO_LONG, f"line {number}: {len(text)} characters")


def refuse_unless_file(path: Path) -> None:
    """Raise for what is no file, or cannot be opened."""
    _bytes_of(path, at_most=1)


def _bytes_of(path: Path, *, at_most: int = 0) -> bytes:
    try:
        status = path.stat()
        if not stat.S_ISREG(status.st_mode):  # a folder, a pipe, a device: reading might never end
            raise Unreadable(Refusal.NOT_A_FILE, path.name)
        if status.st_size > LARGEST_FILE and not at_most:
            raise Unreadable(Refusal.TOO_LARGE, f"{status.st_size} bytes")
        with path.open("rb") as file:
            data = file.read(at_most or LARGEST_FILE + 1)
    except (FileNotFoundError, NotADirectoryError) as error:
        raise Unreadable(Refusal.NOT_A_FILE, path.name) from error
    except (OSError, ValueError) as error:  # ValueError: a NUL in the path itself
        raise Unreadable(Refusal.UNREADABLE_FILE, f"{path.name}: {error}") from error
    if len(data) > LARGEST_FILE:  # it grew between the two looks
        raise Unreadable(Refusal.TOO_LARGE, f"more than {LARGEST_FILE} bytes")
    return data


def _refuse_binary(data: bytes) -> None:
    for magic, what in _MAGIC:
        if data.startswith(magic):
            raise Unreadable(Refusal.BINARY_FILE, what)
    sample = data[:_SAMPLE]
    controls = len(sample) - len(sample.translate(None, _CONTROLS))
    if controls > len(sample) * _MOST_CONTROLS and controls > 1:
        raise Unreadable(Refusal.BINARY_FILE, f"{controls} control characters")
    if (at := data.find(0)) >= 0:
        raise Unreadable(Refusal.NUL_BYTE, f"at byte {at + 1}")


def _from_utf_16(data: bytes) -> TextFile:
    if len(data) % 2:  # cut in the middle of a unit
        data = data[:-1]
    text = data.decode("utf-16", errors="replace")
    if (at := text.find("\0")) >= 0:
        raise Unreadable(Refusal.NUL_BYTE, f"at character {at + 1}")
    return TextFile(text=text, caveats=(Caveat(code=Note.DECODED_UTF_16),))


def _from_bytes(data: bytes) -> TextFile:
    try:
        return TextFile(text=data.decode("utf-8"))
    except UnicodeDecodeError as error:
        if error.reason == "unexpected end of data":  # UTF-8, cut inside its last character
            text = data[: error.start].decode("utf-8") + "\ufffd"
            return TextFile(text=text, caveats=(Caveat(code=Note.CUT_CHARACTER),))
        # "replace": five bytes mean nothing in Windows-1252
        text = data.decode("cp1252", errors="replace")
        return TextFile(text=text, caveats=(Caveat(code=Note.DECODED_WINDOWS_1252),))


def _not_blank(file: TextFile) -> TextFile:
    if not file.text.strip():
        raise Unreadable(Refusal.EMPTY_FILE)
    return file
