"""The bytes of an XML file as text, chunk by chunk, mended where blogs are known to break their own XML."""

from __future__ import annotations

import codecs
import re
import stat
from collections.abc import Iterator
from dataclasses import dataclass
from html.entities import html5
from pathlib import Path

from apercu.sources.codes import Refusal
from apercu.sources.draft import Unreadable

LARGEST_FILE = 1024 * 1024 * 1024
_CHUNK = 65_536
_LOOK_AT = 65_536
_DECLARED = re.compile(rb"<\?xml[^>]{0,200}?encoding\s*=\s*[\"']([A-Za-z0-9._-]{1,40})[\"']")
_TEXT_ENCODINGS = re.compile(
    r"utf-?8|utf-?16(?:le|be)?|us-ascii|ascii|(?:iso-?)?8859-\d+|latin-?1|(?:windows-|cp)125\d"
)
_ILLEGAL = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff]")  # XML 1.0 §2.2
_REFERENCE = re.compile(r"&(?:#(?:x([0-9a-fA-F]{1,8})|([0-9]{1,9}))|([A-Za-z][A-Za-z0-9]{1,31}));")
_OF_XML = frozenset(["amp", "lt", "gt", "quot", "apos"])
_LONGEST_REFERENCE = 40
_PROLOG = re.compile(r"\s+|<\?.*?\?>|<!--.*?-->|<!DOCTYPE[^\[>]*(?:\[.*?\]\s*)?>", re.DOTALL | re.IGNORECASE)
_ROOT = re.compile(r"<([A-Za-z_][\w.:-]*)")
_ITEM = re.compile(rb"<(?:item|entry)[\s>]")


@dataclass(kw_only=True)
class Repairs:
    """What was mended while a file was read."""

    characters: int = 0
    lines_before: int = 0  # blank lines above the XML declaration


def root_of(path: Path) -> tuple[str, str]:
    """The name of an XML file's root element as printed, "" for none, with the start of the file."""
    try:
        if not stat.S_ISREG(path.stat().st_mode):  # a pipe might never end
            return "", ""
        with path.open("rb") as file:
            head = file.read(_LOOK_AT)
    except (OSError, ValueError):
        return "", ""  # whoever reads it whole says why it cannot be read
    text = head.decode(_encoding_of(head), "replace").lstrip("\ufeff")
    at = 0
    while part := _PROLOG.match(text, at):
        at = part.end()
    root = _ROOT.match(text, at)
    return (root[1], text) if root else ("", text)


def text_chunks(path: Path, repairs: Repairs) -> Iterator[str]:
    """The text of the file, mended; raises `Unreadable` for one that cannot be opened or is too large."""
    try:
        size = path.stat().st_size
        if size > LARGEST_FILE:
            raise Unreadable(Refusal.TOO_LARGE, f"{size} bytes")
        with path.open("rb") as file:
            head = file.read(_LOOK_AT)
            decoder = codecs.getincrementaldecoder(_encoding_of(head))("replace")
            held = ""
            is_first = True
            while head:
                text = held + decoder.decode(head)
                if is_first:
                    text, is_first = _without_start(text, repairs), False
                text, held = _cut_before_reference(text)
                yield _mended(text, repairs)
                head = file.read(_CHUNK)
            yield _mended(held + decoder.decode(b"", True), repairs)
    except OSError as error:
        raise Unreadable(Refusal.UNREADABLE_FILE, f"{path.name}: {error.strerror}") from error


def count_items(path: Path) -> int:
    """About how many items a file has: what a progress is told in."""
    count, held = 0, b""
    with path.open("rb") as file:
        while chunk := file.read(1024 * 1024):
            count += len(_ITEM.findall(held + chunk))
            held = chunk[-6:]
    return count


def _encoding_of(head: bytes) -> str:
    if head.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
        return "utf-16"
    declared = _DECLARED.search(head[:400])
    name = declared[1].decode("ascii").lower() if declared else "utf-8"
    if not _TEXT_ENCODINGS.fullmatch(name) or name.startswith("utf"):  # "utf-16" without its mark is none
        return "utf-8"
    return name if not name.startswith("8859") else f"iso-{name}"


def _without_start(text: str, repairs: Repairs) -> str:
    """XML must begin with its first character; blogs print blank lines before it."""
    bare = text.lstrip("\ufeff \t\r\n")
    repairs.lines_before = text[: len(text) - len(bare)].count("\n")
    return bare


def _cut_before_reference(text: str) -> tuple[str, str]:
    """The text, and a reference at its end that may go on in the next chunk."""
    at = text.rfind("&", max(0, len(text) - _LONGEST_REFERENCE))
    return (text[:at], text[at:]) if at >= 0 and ";" not in text[at:] else (text, "")


def _mended(text: str, repairs: Repairs) -> str:
    replaced = text.count("\ufffd")
    text, removed = _ILLEGAL.subn("", text)
    repairs.characters += replaced + removed
    return _REFERENCE.sub(_character, text) if "&" in text else text


def _character(reference: re.Match[str]) -> str:
    """A reference XML does not know as the character it names; in a CDATA section that is the same text."""
    hexadecimal, decimal, name = reference.groups()
    if name:
        return reference[0] if name in _OF_XML else _named(reference[0], name)
    number = int(hexadecimal, 16) if hexadecimal else int(decimal)
    legal = number in (9, 10, 13) or 32 <= number <= 0xD7FF or 0xE000 <= number <= 0xFFFD
    return reference[0] if legal or 0x10000 <= number <= 0x10FFFF else ""


def _named(printed: str, name: str) -> str:
    character = html5.get(f"{name};")
    if character is None:
        return f"&amp;{printed[1:]}"
    return {"<": "&lt;", "&": "&amp;"}.get(character, character)
