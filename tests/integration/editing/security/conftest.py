"""The clock that stands still, for every test of the desk's door that asks for it."""

from __future__ import annotations

import pytest
from django.utils import timezone

from tests.integration.editing.security.clock import Clock


@pytest.fixture
def clock(monkeypatch: pytest.MonkeyPatch) -> Clock:
    clock = Clock()
    monkeypatch.setattr(timezone, "now", clock)
    return clock
