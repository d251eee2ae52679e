"""Reading title, journal, locator and links of printed references, in every damage met on research blogs."""

from __future__ import annotations

import pytest

from apercu.citations.reading import read_reference
from tests.unit.citations.printed_samples import WORKS


@pytest.mark.parametrize(("text", "fields"), WORKS.values(), ids=WORKS.keys())
def test_fields_are_read(text: str, fields: dict[str, object]) -> None:
    printed = read_reference(text)
    assert printed.reference is not None
    assert {name: getattr(printed.reference, name) for name in fields} == fields
    assert printed.unread == ""
    assert printed.raw == text
