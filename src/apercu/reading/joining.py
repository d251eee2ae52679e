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
PAPER = "reading/paper.css"  # the same on a screen as the printer would print it, for the desk's preview
FIRST = ("tokens.css", "base.css", "layout.css")
PRINT = "print.css"  # joined last, for paper alone
SHEET = "sheet.css"  # what a sheet of paper looks like on a screen
_COMMENT = re.compile(r"/\*.*?\*/", re.DOTALL)
_INDENT = re.compile(r"\n\s*")


class JoinedFinder(BaseFinder):
    """Finds `reading/site.css` and `reading/paper.css`, and nothing else."""

    def __init__(self, *_args: Any, **_kwargs: Any) -> None:
        self.storage = FileSystemStorage(location=str(settings.DATA / "joined"))

    def check(self, **_kwargs: Any) -> list[Any]:
        return []

    def find(self, path: str, find_all: bool = False, **_kwargs: Any) -> Any:
        if path not in MADE:
            return []
        found = str(self._written(path))
        return [found] if find_all else found

    def list(self, _ignore_patterns: Iterable[str] | None) -> Any:
        for path in MADE:
            self._written(path)
            yield path, self.storage

    def _written(self, path: str) -> Path:
        target = Path(self.storage.path(path))
        text = MADE[path]()
        if not target.exists() or target.read_text("utf-8") != text:
            target.parent.mkdir(parents=True, exist_ok=True)
            fresh = target.with_suffix(".new")
            fresh.write_text(text, "utf-8")
            fresh.replace(target)
        return target


def joined_styles() -> str:
    """All style sheets in their order, without comments and indentation."""
    return f"{_screen()}@media print {{\n{_read(PRINT)}}}\n"


def paper_styles() -> str:
    """The same with the rules for paper in force, on a sheet."""
    return f"{_screen()}{_read(PRINT)}{_read(SHEET)}"


MADE = {JOINED: joined_styles, PAPER: paper_styles}


def _screen() -> str:
    return "".join(_squeezed(path.read_text("utf-8")) for path in style_sheets())


def _read(name: str) -> str:
    return _squeezed((SOURCES / name).read_text("utf-8"))


def style_sheets() -> list[Path]:
    """Tokens, base and layout first, then every component."""
    return [*(SOURCES / name for name in FIRST), *sorted((SOURCES / "components").glob("*.css"))]


def _squeezed(css: str) -> str:
    return _INDENT.sub("\n", _COMMENT.sub("", css)).strip() + "\n"
