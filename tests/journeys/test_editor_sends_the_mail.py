"""An editor sends a digest by mail: begins, words the subject, tries it out, sends by one act, and watches it go."""

from __future__ import annotations

import datetime
from collections.abc import Callable, Iterator
from typing import Any

import pytest
from django.contrib.auth import get_user_model
from django.utils import timezone
from playwright.sync_api import Page, expect
from pytest_django.live_server_helper import LiveServer

from apercu.mailing.models import Delivery, Subscriber
from apercu.mailing.sending import own
from tests.builders import make_digest, make_summary, make_topic
from tests.integration.mailing.letters import set_up_mail
from tests.journeys.accessible import faults
from tests.journeys.desk import PASSWORD, log_in
from tests.mailboxes import Mailbox, both_parts, receiving

pytestmark = [pytest.mark.journey, pytest.mark.django_db(transaction=True, serialized_rollback=True)]


@pytest.fixture
def mailbox(settings: Any) -> Iterator[Mailbox]:
    with receiving(settings) as box:
        yield box


def clean(page: Page) -> None:
    """What is ours on the page breaks no rule of accessibility; what a mailbox shows is in frames."""
    assert faults(page, within=".mail-screen", iframes=False) == []


def test_a_digest_is_begun_tried_out_sent_once_and_what_is_unclear_is_decided(
    open_page: Callable[..., Page], live_server: LiveServer, mailbox: Mailbox, settings: Any
) -> None:
    settings.SITE_URL = str(live_server.url)
    set_up_mail()
    month = make_digest(month=datetime.date(2021, 6, 1))
    make_summary(title="Does a walk help?", topics=[make_topic(name="Empathy")], digest=month)
    for name in ("anna", "bo"):
        address = f"{name}@example.org"
        Subscriber.objects.create(email=address, email_key=address, state="active", created_at=timezone.now())
    get_user_model().objects.create_superuser("editor", "editor@example.org", PASSWORD)
    page = open_page(width=1280)
    log_in(page, live_server)
    page.get_by_role("button", name="Mail", exact=True).click()
    page.get_by_role("link", name="Mailings").first.click()
    expect(page.get_by_role("heading", name="Begin a mailing")).to_be_visible()
    clean(page)
    page.get_by_role("button", name="Begin").click()

    page.get_by_label("Subject (English)").fill("Does a walk help?")
    page.get_by_role("button", name="Save", exact=True).click()
    expect(page.get_by_text("Saved.")).to_be_visible()
    frame = page.frame_locator("iframe").first
    expect(frame.get_by_role("heading", name="Does a walk help?")).to_be_visible()
    clean(page)
    page.get_by_role("button", name="Send me a test").click()
    expect(page.get_by_text("A test is on its way to editor@example.org.")).to_be_visible()
    assert mailbox.next()["Subject"] == "[Test] Does a walk help?"

    page.get_by_role("link", name="Send…").click()
    expect(page.get_by_text("2 readers will get it.")).to_be_visible()
    clean(page)
    page.get_by_role("button", name="Send now to 2 readers").click()
    expect(page.get_by_text("0 of 2 copies")).to_be_visible()
    clean(page)
    worker = own.worker()
    while worker.turn(timezone.now, lambda: False):
        pass
    letters = [mailbox.next(), mailbox.next()]
    assert sorted(letter["To"] for letter in letters) == ["anna@example.org", "bo@example.org"]
    assert all("Does a walk help?" in part for letter in letters for part in both_parts(letter))
    assert mailbox.is_empty()
    page.reload()
    expect(page.get_by_text("2 of 2 copies")).to_be_visible()

    Delivery.objects.filter(subscriber__email="bo@example.org").update(state="unclear")
    page.reload()
    page.get_by_role("link", name="1", exact=True).click()
    expect(page.get_by_text("It may have arrived.")).to_be_visible()
    clean(page)
    page.get_by_role("button", name="Leave it – bo@example.org").click()
    expect(page.get_by_text("It is left at that.")).to_be_visible()
