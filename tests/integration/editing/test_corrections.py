"""An editor tells readers what was put right."""

from __future__ import annotations

import datetime
import re
from typing import Any

import pytest
from django.test import Client

from apercu.content.models import Summary
from tests.builders import make_summary
from tests.integration.editing.test_desk import address, inline, typed

pytestmark = pytest.mark.django_db


def test_an_editor_adds_a_correction_and_publishes_it(desk: Client) -> None:
    summary = make_summary()
    form = desk.get(address("summary", "edit", summary.pk)).content.decode()
    assert re.search(r'name="corrections-TOTAL_FORMS"', form)
    correction: dict[str, Any] = {
        "corrections-TOTAL_FORMS": 1,
        "corrections-0-date": "2024-05-02",
        "corrections-0-text": "It said 48 clients; it is 84.",
        "corrections-0-ORDER": 1,
    }
    given = typed(slug=summary.slug, **{**inline("corrections"), **correction, "action-publish": "1"})
    desk.post(address("summary", "edit", summary.pk), given)
    (row,) = Summary.objects.get().corrections.all()
    assert (row.date, row.text) == (datetime.date(2024, 5, 2), "It said 48 clients; it is 84.")
