"""Cells that no spreadsheet runs as a formula, and back.

Excel, LibreOffice and their like take a cell that begins with =, +, - or @ for a formula, which may send what
stands in the sheet to somewhere else. An apostrophe before it makes it a text. A cell that begins with an
apostrophe of its own gets another one, so that reading takes away exactly what writing added.
"""

from __future__ import annotations

MARK = "'"
_BEGINS_A_FORMULA = ("=", "+", "-", "@")
_BEGINS_ODDLY = ("\t", "\r", "\n", MARK)


def disarmed(cell: str) -> str:
    """The cell as it is written."""
    return MARK + cell if _needs_a_mark(cell) else cell


def as_meant(cell: str) -> str:
    """The cell as it was before it was written."""
    return cell[1:] if cell.startswith(MARK) and _needs_a_mark(cell[1:]) else cell


def _needs_a_mark(cell: str) -> bool:
    """Some programs skip the spaces before a formula."""
    return cell.startswith(_BEGINS_ODDLY) or cell.lstrip().startswith(_BEGINS_A_FORMULA)
