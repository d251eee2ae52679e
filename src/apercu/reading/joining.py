"""Our style sheets as one file: written as many, fetched as one (docs/features/reading.md).

A finder of Django's static files. The joined file stands in a folder of its own under the data folder, and is
written anew whenever a part of it changed.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from pathlib import Path
from typing import Any

from django.conf import settings
from django.contrib.staticfiles.finders import BaseFinder
from django.core.files.storage import FileSystemStorage

SOURCES = Path(__file__).parent / "static" / "reading"
JOINED = "reading/site.css"
FIRST = ("tokens.css", "base.css", "layout.css")
PRINT = "print.css"  # joined last, for paper alone
_COMMENT = re.compile(r"/\*.*?\*/", re.DOTALL)
_INDENT = re.compile(r"\n\s*")


class JoinedFinder(BaseFinder):
    """Finds `reading/site.css`, and nothing else."""

    def __init__(self, *_args: Any, **_kwargs: Any) -> None:
        self.storage = FileSystemStorage(location=str(settings.DATA / "joined"))

    def check(self, **_kwargs: Any) -> list[Any]:
        return []

    def find(self, path: str, find_all: bool = False, **_kwargs: Any) -> Any:
        if path != JOINED:
            return []
        found = str(self._written())
        return [found] if find_all else found

    def list(self, _ignore_patterns: Iterable[str] | None) -> Any:
        self._written()
        yield JOINED, self.storage

    def _written(self) -> Path:
        target = Path(self.storage.path(JOINED))
        text = joined_styles()
        if not target.exists() or target.read_text("utf-8") != text:
            target.parent.mkdir(parents=True, exist_ok=True)
            fresh = target.with_suffix(".new")
            fresh.write_text(text, "utf-8")
            fresh.replace(target)
        return target


def joined_styles() -> str:
    """All style sheets in their order, without comments and indentation."""
    screen = "".join(_squeezed(path.read_text("utf-8")) for path in style_sheets())
    paper = _squeezed((SOURCES / PRINT).read_text("utf-8"))
    return f"{screen}@media print {{\n{paper}}}\n"


def style_sheets() -> list[Path]:
    """Tokens, base and layout first, then every component."""
    return [*(SOURCES / name for name in FIRST), *sorted((SOURCES / "components").glob("*.css"))]


def _squeezed(css: str) -> str:
    return _INDENT.sub("\n", _COMMENT.sub("", css)).strip() + "\n"
