"""Several editors open a form in the same moment: each gets the text that is theirs."""

from __future__ import annotations

import json
import sys
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor

import pytest
from wagtail.admin.rich_text import get_rich_text_editor_widget

TEXTS = [f"<p>{letter * 40} <b>{letter}</b></p>" * 60 for letter in "abcd"]


@pytest.fixture
def hurried() -> Iterator[None]:
    """Threads take turns as often as Python can: what could fall between two of them does."""
    usual = sys.getswitchinterval()
    sys.setswitchinterval(1e-6)
    yield
    sys.setswitchinterval(usual)


@pytest.mark.usefixtures("hurried")
def test_a_form_opened_by_several_at_once_shows_each_their_text() -> None:
    widget = get_rich_text_editor_widget()  # one for all forms, as Wagtail keeps it
    expected = [widget.format_value(text) for text in TEXTS]

    with ThreadPoolExecutor(len(TEXTS)) as editors:
        shown = list(editors.map(widget.format_value, TEXTS * 5))

    assert [said_in(text) for text in shown] == [said_in(text) for text in expected * 5]


def said_in(contents: str) -> list[str]:
    return [block["text"] for block in json.loads(contents)["blocks"]]
