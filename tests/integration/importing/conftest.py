from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from django.utils import timezone

from apercu.importing.options import Options
from apercu.importing.reporting import Report
from apercu.importing.running import run
from apercu.ops import taxonomy
from tests.builders import LayDown

Import = Callable[..., Report]


@pytest.fixture(scope="module", autouse=True)
def topics_and_types(laid_down: LayDown) -> None:
    laid_down(taxonomy.load)


@pytest.fixture(autouse=True)
def database(db: None) -> None:
    """Every test here reads and writes."""


@pytest.fixture
def write(tmp_path: Path) -> Callable[..., Path]:
    """Write a text (or bytes) into a file of a folder of its own."""

    def write(content: str | bytes, name: str = "page.txt") -> Path:
        path = tmp_path / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(content if isinstance(content, bytes) else content.encode())
        return path

    return write


@pytest.fixture
def import_() -> Import:
    """Run one import of these paths."""

    def import_(*paths: Path, **options: Any) -> Report:
        return run(paths=paths, options=Options(**options), by=None, clock=timezone.now)

    return import_
