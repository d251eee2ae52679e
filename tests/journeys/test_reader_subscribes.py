"""A reader gets the mail: one field, one button; chooses; leaves as a provider does it; comes back. A real SMTP
server takes the mail."""

from __future__ import annotations

import datetime
import re
from collections.abc import Callable, Iterator
from email.message import EmailMessage
from typing import Any

import pytest
from django.core.cache import cache
from django.utils import timezone
from playwright.sync_api import Page, expect

from apercu.content.models import Digest
from apercu.mailing import subscribing
from apercu.mailing.composing import content
from apercu.mailing.models import ConsentEvent, LinkToken, Mailing, Subscriber
from apercu.mailing.sending import acting, own
from tests.builders import make_digest, make_summary, make_topic
from tests.integration.mailing.letters import SENDER, set_up_mail
from tests.journeys.accessible import faults
from tests.mailboxes import (
    Mailbox,
    both_parts,
    leave_as_a_provider_does,
    leaving_address,
    links_in,
    receiving,
)

pytestmark = [pytest.mark.journey, pytest.mark.django_db(transaction=True, serialized_rollback=True)]

READER = "anna@example.org"


@pytest.fixture
def mailbox(settings: Any) -> Iterator[Mailbox]:
    with receiving(settings) as box:
        yield box


@pytest.fixture
def site(live_server: Any, settings: Any) -> str:
    cache.clear()
    settings.SITE_URL = str(live_server.url)
    set_up_mail(alerts=True)
    june = make_digest(month=datetime.date(2021, 6, 1))
    empathy = make_topic(name="Empathy")
    make_summary(title="Does a walk help?", topics=[empathy, make_topic(name="Alliance")], digest=june)
    make_summary(title="Does sleep help?", topics=[make_topic(name="Sleep")], digest=june)
    return str(live_server.url)


def link_in(letter: EmailMessage, site: str) -> str:
    """The one address a mail leads to, the same in both parts."""
    parts = [letter.get_body((kind,)) for kind in ("plain", "html")]
    found = {
        link
        for part in parts
        if part is not None
        for link in re.findall(rf"{re.escape(site)}/[^\s\"<]*/[\w-]{{32,48}}/", part.get_content())
    }
    assert len(found) == 1
    return str(found.pop())


def heading(page: Page) -> Any:
    return expect(page.get_by_role("heading", level=1))


def test_from_the_home_page_to_the_mail_and_back_by_keyboard_alone(
    site: str, mailbox: Mailbox, plain_page: Page
) -> None:
    page = plain_page
    page.goto(f"{site}/")
    page.get_by_role("textbox", name="Your e-mail address").focus()
    page.keyboard.type(READER)
    page.keyboard.press("Tab")  # past the field no person meets
    expect(page.get_by_role("button", name="Subscribe")).to_be_focused()
    page.keyboard.press("Enter")
    heading(page).to_have_text("One step left")
    expect(page.get_by_text(SENDER)).to_be_visible()

    letter = mailbox.next()
    assert (letter["To"], letter["Auto-Submitted"]) == (READER, "auto-generated")
    page.goto(link_in(letter, site))
    heading(page).to_have_text("One step left")
    page.get_by_role("main").get_by_role("button").focus()
    page.keyboard.press("Enter")
    heading(page).to_have_text("You are subscribed")
    page.reload()
    heading(page).to_have_text("You are subscribed")

    page.get_by_role("link", name="Change this").click()
    topics = page.get_by_role("group", name="Topics", exact=True)
    expect(topics.get_by_role("checkbox", name="Empathy")).to_be_hidden()
    topics.get_by_role("radio", name="Only those I choose").check()
    page.get_by_role("button", name="Save my choices").click()
    expect(page.get_by_role("alert")).to_be_focused()
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    topics.get_by_role("checkbox", name="Empathy").focus()
    page.keyboard.press("Space")
    page.get_by_role("button", name="Save my choices").click()
    expect(page.get_by_role("status")).to_have_text("Your choices are saved.")
    subscriber = Subscriber.objects.get()
    assert subscribing.chosen(subscriber).topics == ("empathy",)

    choices = re.sub(r"saved/$", "", page.url)
    send_the_digest()
    letter = mailbox.next()
    assert mailbox.is_empty()
    for part in both_parts(letter):
        assert "Does a walk help?" in part
        assert "Does sleep help?" not in part
    (on_the_web,) = (link for link in links_in(letter, site) if "/mail/" in link)
    page.goto(on_the_web)
    expect(page.get_by_role("heading", name="Does a walk help?")).to_be_visible()

    assert leave_as_a_provider_does(leaving_address(letter)) == 200
    send_the_digest()
    assert mailbox.is_empty()
    page.goto(choices)
    heading(page).to_have_text("You have left")
    page.get_by_role("button", name="Come back").click()
    heading(page).to_have_text("You are subscribed")
    expect(page.get_by_role("definition").filter(has_text="Empathy")).to_be_visible()
    assert page.context.cookies() == []


def send_the_digest() -> None:
    """An editor's “Send”, where the digest had no mailing yet, and the jobs' work on it."""
    now = timezone.now()
    if not Mailing.objects.exists():
        mailing = content.begin(digest=Digest.objects.get(), by=None, at=now)
        acting.send(mailing=mailing, by=None, at=now, freeze=own.freeze)
    worker = own.worker()
    while worker.turn(timezone.now, lambda: False):
        pass


def test_who_asks_twice_hears_it_by_mail_and_takes_or_deletes_their_data(
    site: str, mailbox: Mailbox, plain_page: Page
) -> None:
    page = plain_page
    page.goto(f"{site}/fr/subscribe/")
    page.get_by_role("textbox", name="Votre adresse de courriel").fill(READER)
    page.get_by_role("button", name="M’abonner").click()
    page.goto(link_in(mailbox.next(), site))
    page.get_by_role("button", name="Confirmer mon abonnement").click()
    heading(page).to_have_text("Votre abonnement est actif")
    for model in (ConsentEvent, LinkToken):
        model._default_manager.update(at=timezone.now() - subscribing.UNCONFIRMED_FOR)  # it was long ago

    page.goto(f"{site}/subscribe/")
    page.get_by_role("textbox", name="Your e-mail address").fill(READER.upper())
    page.get_by_role("button", name="Subscribe").click()
    heading(page).to_have_text("One step left")
    page.goto(link_in(mailbox.next(), site))
    heading(page).to_have_text("Votre abonnement")

    with page.expect_download() as waiting:
        page.get_by_role("link", name="Les télécharger").click()
    assert waiting.value.suggested_filename == "my-subscription.json"
    page.get_by_role("link", name="Les supprimer").click()
    page.get_by_role("button", name="Supprimer tout ce qui me concerne").click()
    heading(page).to_have_text("Vos données sont supprimées")
    assert not Subscriber.objects.exists()


@pytest.mark.parametrize(
    ("width", "scheme"),
    [
        pytest.param(320, "light", marks=pytest.mark.slow),
        pytest.param(1280, "dark", marks=pytest.mark.soak),
    ],
)
def test_the_pages_are_accessible(
    site: str, mailbox: Mailbox, open_page: Callable[..., Page], width: int, scheme: str
) -> None:
    page = open_page(width=width, color_scheme=scheme)
    page.goto(f"{site}/subscribe/")
    page.get_by_text("Language, topics and research types").click()
    page.get_by_role("radio", name="As soon as something appears").check()
    page.get_by_role("group", name="Topics", exact=True).get_by_role(
        "radio", name="Only those I choose"
    ).check()
    assert_fine(page, width, "the form, unfolded")
    page.get_by_role("textbox", name="Your e-mail address").fill("anna@")
    page.get_by_role("button", name="Subscribe").click()
    expect(page.get_by_role("alert")).to_be_visible()
    assert_fine(page, width, "the form with errors")
    page.get_by_role("textbox", name="Your e-mail address").fill(READER)
    page.get_by_role("checkbox", name="Empathy").check()
    page.get_by_role("button", name="Subscribe").click()
    assert_fine(page, width, "sent")
    page.goto(link_in(mailbox.next(), site))
    assert_fine(page, width, "confirm")
    page.get_by_role("button", name="Confirm my subscription").click()
    assert_fine(page, width, "subscribed")
    own = re.sub(r"subscribed/$", "", page.url)
    for path in ("", "leave/", "erase/"):
        page.goto(own + path)
        assert_fine(page, width, path or "preferences")
    page.goto(f"{own}leave/")
    page.get_by_role("button", name="Leave").click()
    heading(page).to_have_text("You have left")
    assert_fine(page, width, "left")
    page.goto(f"{site}/u/nobody/")
    assert_fine(page, width, "nobody")


def assert_fine(page: Page, width: int, what: str) -> None:
    """No finding of axe, nothing wider than the screen, nothing too small to be touched."""
    assert faults(page) == [], what
    assert page.evaluate("document.documentElement.scrollWidth") <= width, what
    if width < 600:
        for control in page.locator("main :is(button, select, input[type=email], .choice, summary)").all():
            box = control.bounding_box()
            assert box is None or box["height"] >= 43.9, what
