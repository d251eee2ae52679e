"""The page of patterns: every component stands on it, and only while developing."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from django.test import Client

from apercu.reading.viewdata.patterns import COLOURS, SIZES, patterns_page

pytestmark = pytest.mark.django_db
READING = Path(__file__).resolve().parents[3] / "src" / "apercu" / "reading"


def test_no_reader_meets_it(client: Client) -> None:
    assert client.get("/patterns/").status_code == 404


def test_every_component_is_shown_while_developing(client: Client, settings: Any) -> None:
    settings.DEBUG = True
    page = client.get("/patterns/").content.decode()
    components = {path.stem for path in (READING / "templates" / "reading" / "components").glob("*.html")}
    assert {pattern.name for pattern in patterns_page().patterns} == components
    for name in components:
        assert f'id="pattern-{name}"' in page
    for said in (
        "A title that says what was found",
        "The first words on what to do with it.",
        "Research type",
    ):
        assert said in page


def test_every_colour_and_size_there_is_stands_on_it() -> None:
    tokens = (READING / "static" / "reading" / "tokens.css").read_text()
    styles = (READING / "static" / "reading" / "patterns.css").read_text()
    assert all(f"--{name}:" in tokens and f".swatch-{name}" in styles for name in COLOURS)
    assert all(f".size-{name}" in styles for name in SIZES)
