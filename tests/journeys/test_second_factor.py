"""An editor sets a second factor up, on a phone's width, and signs in with a backup code; every screen passes axe."""

from __future__ import annotations

import datetime

import pyotp
import pytest
from django.contrib.auth import get_user_model
from playwright.sync_api import Page, expect
from pytest_django.live_server_helper import LiveServer

from tests.journeys.accessible import faults
from tests.journeys.desk import PASSWORD, give_the_password, signed_in
from tests.journeys.watching import OpenPage, watch

pytestmark = [pytest.mark.journey, pytest.mark.django_db(transaction=True, serialized_rollback=True)]


def test_set_up_and_signed_in_with(open_page: OpenPage, live_server: LiveServer) -> None:
    get_user_model().objects.create_superuser("editor", password=PASSWORD)
    page = open_page(width=390)
    context = page.context
    seen = watch(context, live_server.url)
    signed_in(page, live_server).goto(f"{live_server.url}/desk/account/second-factor/")
    accessible(page)
    page.get_by_role("link", name="Set up a second factor").click()
    expect(page.locator("[role=img] svg")).to_be_visible()
    accessible(page)
    key = page.locator("strong code").inner_text().replace(" ", "")
    page.get_by_role("textbox", name="Code").fill(pyotp.TOTP(key).at(datetime.datetime.now(tz=datetime.UTC)))
    page.get_by_label("Your password").fill("a long password")
    page.get_by_role("button", name="Turn the second factor on").click()
    backup = page.locator("ul.backup-codes code").first.inner_text()
    accessible(page)
    for name in ("remove/", "backup-codes/", ""):
        page.goto(f"{live_server.url}/desk/account/second-factor/{name}")
        accessible(page)
    page.goto(f"{live_server.url}/desk/reports/who-did-what/")
    expect(page.get_by_role("cell", name="second factor set up")).to_be_visible()
    accessible(page)
    context.clear_cookies()
    give_the_password(page, live_server.url)
    expect(page.get_by_role("textbox", name="Code")).to_be_visible()
    accessible(page)
    page.get_by_role("textbox", name="Code").fill("000000")
    page.get_by_role("button", name="Continue").click()
    expect(page.get_by_text("This code is not right")).to_be_visible()
    page.get_by_role("textbox", name="Code").fill(backup)
    page.get_by_role("button", name="Continue").click()
    expect(page.get_by_text("9 are left")).to_be_visible()
    assert (seen.refusals, seen.errors, seen.elsewhere) == ([], [], [])


def accessible(page: Page) -> None:
    """Nothing in our part of the screen that axe objects to, and nothing wider than a phone."""
    expect(page.locator("main")).to_be_visible()
    assert faults(page, within="main") == []
    assert page.evaluate("document.documentElement.scrollWidth <= window.innerWidth"), page.url
