"""An editor brings in a list of subscribers: tries it out, imports it, finds somebody, and takes them off."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from django.contrib.auth import get_user_model
from django.utils import timezone
from playwright.sync_api import Page, expect
from pytest_django.live_server_helper import LiveServer

from apercu.editing.subscribers import launching
from apercu.mailing.bringing import uploads
from apercu.mailing.models import Subscriber
from tests.journeys.accessible import faults
from tests.journeys.desk import PASSWORD, log_in
from tests.samples import subscribers

pytestmark = [pytest.mark.journey, pytest.mark.django_db(transaction=True, serialized_rollback=True)]


def clean(page: Page) -> None:
    """What stands in the page's own part breaks no rule of accessibility."""
    assert faults(page, within="main") == []


def test_a_list_is_tried_out_and_imported_and_somebody_is_taken_off(
    open_page: Callable[..., Page],
    live_server: LiveServer,
    tmp_path: Path,
    settings: Any,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    settings.DATA = tmp_path / "data"
    settings.DATA.mkdir()
    monkeypatch.setattr(launching, "start", lambda pk: uploads.work(pk=pk, clock=timezone.now))
    get_user_model().objects.create_superuser("editor", password=PASSWORD)
    page = open_page(width=1280)
    log_in(page, live_server)
    page.get_by_role("button", name="Mail", exact=True).click()
    page.get_by_role("link", name="Subscribers").first.click()
    page.get_by_role("link", name="Bring in a list").click()
    expect(page.get_by_role("button", name="Try it out")).to_be_visible()
    clean(page)
    page.locator("input[type=file]").set_input_files(subscribers.write(tmp_path / "list.csv", 40))
    page.get_by_role("button", name="Try it out").click()

    expect(page.get_by_role("heading", name="What would happen")).to_be_visible()
    assert not Subscriber.objects.exists()
    clean(page)
    page.get_by_role("button", name="Import", exact=True).click()
    expect(page.get_by_role("heading", name="What happened")).to_be_visible()

    page.goto(f"{live_server.url}/desk/subscribers/")
    page.get_by_label("Address, or a part of it").fill("n12@")
    page.get_by_role("button", name="Find", exact=True).click()
    expect(page.get_by_text("1 person found")).to_be_visible()
    clean(page)
    page.get_by_role("link", name="n12@example.org").click()
    expect(page.get_by_text("the old form")).to_be_visible()
    clean(page)
    page.get_by_label("Reason").fill("She rang us.")
    page.get_by_role("button", name="Take them off the list").click()
    expect(page.get_by_text("They get no more mail.")).to_be_visible()
    assert Subscriber.objects.get(email="n12@example.org").state == "left"
