"""Mails that came by the pipe and are no report: kept as files, for a person to read and throw away."""

from __future__ import annotations

import hashlib
import os
from pathlib import Path

from django.conf import settings

MOST = 500  # an address that gets spam must not fill the disk


class Full(Exception):
    """As many are kept as may be; the next has to stay with whoever brought it."""


def folder() -> Path:
    """Where they are."""
    return Path(settings.DATA) / "bounces-to-read"


def count() -> int:
    """How many wait for a person."""
    return sum(1 for _ in folder().glob("*.eml"))


def keep(raw: bytes) -> None:
    """Write a mail down, the same one once; or Full."""
    folder().mkdir(mode=0o700, exist_ok=True)
    path = folder() / f"{hashlib.sha256(raw).hexdigest()[:32]}.eml"
    if path.exists():
        return
    if count() >= MOST:
        raise Full
    beside = path.with_suffix(f".{os.getpid()}")
    beside.write_bytes(raw)
    beside.rename(path)
