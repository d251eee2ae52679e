"""An editor brings her blog: chooses the export, reads what would happen, imports, and old links still work."""

from __future__ import annotations

import re
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from django.contrib.auth import get_user_model
from django.utils import timezone
from playwright.sync_api import Page, expect
from pytest_django.live_server_helper import LiveServer

from apercu.content.models import Summary
from apercu.editing.bringing import launching
from apercu.importing import uploads
from apercu.ops import taxonomy
from tests.journeys.accessible import faults
from tests.journeys.desk import PASSWORD, log_in, signed_in
from tests.samples import blogs

pytestmark = [pytest.mark.journey, pytest.mark.django_db(transaction=True, serialized_rollback=True)]

POSTS = 6
FILE = re.compile(r"^\s*File\b")


@pytest.fixture
def export(tmp_path: Path, settings: Any, monkeypatch: pytest.MonkeyPatch) -> Path:
    settings.DATA = tmp_path / "data"
    settings.DATA.mkdir()
    monkeypatch.setattr(launching, "start", lambda pk: uploads.work(pk=pk, clock=timezone.now))
    taxonomy.load()
    get_user_model().objects.create_superuser("editor", password=PASSWORD)
    return blogs.write_export(tmp_path / "practice-notes.xml", POSTS)


def clean(page: Page) -> None:
    """What stands in the page's own part breaks no rule of accessibility."""
    assert faults(page, within="main") == []


def test_a_blog_is_tried_out_imported_and_its_old_links_lead_here(
    open_page: Callable[..., Page], live_server: LiveServer, export: Path
) -> None:
    page = open_page(width=1280)
    log_in(page, live_server)
    page.get_by_role("link", name="Bring in a blog").first.click()
    expect(page.get_by_text("None yet.")).to_be_visible()
    clean(page)
    page.get_by_role("link", name="Choose a file").first.click()
    page.get_by_label(FILE).set_input_files(export)
    page.get_by_label("Publish at once").check()
    clean(page)
    page.get_by_role("button", name="Try it out").click()

    expect(page.get_by_role("heading", name="What would happen")).to_be_visible()
    expect(page.get_by_text("A comment: this site has none.")).to_be_visible()
    assert not Summary.objects.exists()
    clean(page)
    page.get_by_role("button", name="Import", exact=True).click()

    expect(page.get_by_role("heading", name="What happened")).to_be_visible()
    page.get_by_role("link", name="The report, item by item").click()
    expect(page.get_by_role("link", name=blogs.title(1))).to_be_visible()
    clean(page)

    page.goto(live_server.url + blogs.address(1).removeprefix(blogs.BLOG))
    expect(page.get_by_role("heading", level=1)).to_have_text(blogs.title(1))


def test_all_of_it_works_by_keyboard_and_without_javascript(
    plain_page: Page, live_server: LiveServer, export: Path
) -> None:
    signed_in(plain_page, live_server).goto(f"{live_server.url}/desk/bringing/new/")
    plain_page.get_by_label(FILE).set_input_files(export)
    plain_page.get_by_role("button", name="Try it out").focus()
    plain_page.keyboard.press("Enter")
    plain_page.get_by_role("button", name="Import", exact=True).focus()
    plain_page.keyboard.press("Enter")
    expect(plain_page.get_by_role("heading", name="What happened")).to_be_visible()
    assert Summary.objects.count() == POSTS
