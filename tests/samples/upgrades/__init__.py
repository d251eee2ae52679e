"""Databases as earlier states of the project left them (`making.py` made them), each with the sample digest."""

from __future__ import annotations

import lzma
from pathlib import Path

FOLDER = Path(__file__).resolve().parent


def kept() -> list[Path]:
    """The kept databases, the oldest first."""
    return sorted(FOLDER.glob("*.sqlite3.xz"))


def unpack(packed: Path, target: Path) -> None:
    """Write a kept database to a file."""
    target.write_bytes(lzma.decompress(packed.read_bytes()))
