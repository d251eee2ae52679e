"""Those of an import who came without a proof are asked: some at a time, once, by a real server; none is lost."""

from __future__ import annotations

import datetime
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from aiosmtpd.controller import Controller
from django.core import mail

from apercu.content.models import SiteSettings
from apercu.mailing import subscribing
from apercu.mailing.bringing import inviting
from apercu.mailing.letters.posting import CannotSend
from apercu.mailing.models import MailSettings, MailState, Subscriber
from tests.integration.mailing.importing import DAY, NOON, bring_text, subscribed
from tests.ports import free_port

pytestmark = pytest.mark.django_db


@pytest.fixture
def sender() -> None:
    SiteSettings.objects.update_or_create(pk=1, defaults={"name": "Notes", "postal_address": "1 High St"})
    MailSettings.objects.update_or_create(pk=1, defaults={"sender": "digest@notes.example"})


class Relay:
    """A server that keeps the recipients of what it took, and refuses some."""

    def __init__(self) -> None:
        self.took: list[str] = []
        self.refused: dict[str, str] = {}

    async def handle_RCPT(self, _server: Any, _session: Any, envelope: Any, address: str, _options: Any) -> str:  # fmt: skip
        if address in self.refused:
            return self.refused[address]
        envelope.rcpt_tos.append(address)
        return "250 OK"

    async def handle_DATA(self, _server: Any, _session: Any, envelope: Any) -> str:
        self.took += envelope.rcpt_tos
        return "250 OK"


@pytest.fixture
def relay(settings: Any, sender: None) -> Iterator[Relay]:
    handler, port = Relay(), free_port()
    controller = Controller(handler, hostname="127.0.0.1", port=port)
    controller.start()
    settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
    settings.EMAIL_HOST, settings.EMAIL_PORT = "127.0.0.1", port
    yield handler
    controller.stop()


def brought(folder: Path, count: int) -> list[str]:
    people = [f"n{number}@x.example" for number in range(count)]
    bring_text(folder, "email,language\n" + "".join(f"{one},fr\n" for one in people))
    return people


def invite(at: datetime.datetime = NOON, **how: Any) -> int:
    return inviting.invite(clock=lambda: at, **how)


def test_some_at_a_time_and_each_once(relay: Relay, tmp_path: Path) -> None:
    people = brought(tmp_path, 25)
    assert [invite() for _turn in range(4)] == [10, 10, 5, 0]
    assert sorted(relay.took) == sorted(people)
    assert inviting.waiting() == 0


def test_the_mail_says_why_it_comes_in_their_language_and_its_link_confirms(
    sender: None, tmp_path: Path
) -> None:
    brought(tmp_path, 1)
    invite()
    (message,) = mail.outbox
    assert message.subject == "Voulez-vous Notes par courriel\xa0? Veuillez confirmer"
    assert "liste" in message.body
    assert "1 High St" in message.body
    (link,) = (line for line in str(message.body).splitlines() if "/confirm/" in line)
    token = link.rstrip("/").rpartition("/")[2]
    confirmed = subscribing.confirm(token=token, source="page", at=NOON)
    assert confirmed is not None
    assert (confirmed.state, confirmed.language) == ("active", "fr")


def test_nobody_is_asked_without_a_sender_or_while_all_mail_stands_still(tmp_path: Path) -> None:
    brought(tmp_path, 1)
    assert invite() == 0
    SiteSettings.objects.update_or_create(pk=1, defaults={"postal_address": "1 High St"})
    assert invite() == 0
    MailSettings.objects.update_or_create(pk=1, defaults={"sender": "digest@notes.example"})
    MailState.objects.update_or_create(pk=1, defaults={"held_since": NOON})
    assert invite() == 0
    assert mail.outbox == []
    MailState.objects.update(held_since=None)
    assert invite() == 1


def test_nobody_is_asked_who_is_blocked_or_left_or_confirmed_meanwhile(sender: None, tmp_path: Path) -> None:
    first, second, third = brought(tmp_path, 3)
    Subscriber.objects.filter(email=first).update(blocked="bounced")
    subscribing.leave(subscriber=Subscriber.objects.get(email=second), source="x", at=NOON)
    subscribed(third, at=NOON)
    assert invite() == 0


def test_a_relay_that_is_away_costs_nobody_their_mail(relay: Relay, tmp_path: Path, settings: Any) -> None:
    people = brought(tmp_path, 2)
    there, settings.EMAIL_PORT = settings.EMAIL_PORT, free_port()
    with pytest.raises(CannotSend):
        invite()
    assert inviting.waiting() == 2
    settings.EMAIL_PORT = there
    assert invite() == 2
    assert relay.took == people


class Dying:
    """A line that breaks at its second mail."""

    def __init__(self) -> None:
        self.sent = 0

    def send_messages(self, messages: Any) -> int:
        self.sent += 1
        if self.sent == 2:
            raise ConnectionResetError
        return 1

    def close(self) -> None:
        pass


def test_a_line_that_breaks_leaves_the_rest_waiting(sender: None, tmp_path: Path) -> None:
    brought(tmp_path, 4)
    with pytest.raises(ConnectionResetError):
        invite(open_line=Dying)
    assert inviting.waiting() == 3
    assert invite() == 3


def test_one_address_that_is_refused_stops_nobody(relay: Relay, tmp_path: Path) -> None:
    people = brought(tmp_path, 4)
    relay.refused = {people[0]: "550 5.1.1 no such user", people[1]: "450 4.2.0 come back later"}
    assert invite() == 2
    assert relay.took == people[2:]
    assert invite() == 0
    relay.refused = {}
    assert invite(NOON + datetime.timedelta(hours=2)) == 1  # who was refused for now
    assert relay.took[-1] == people[1]
    assert invite(NOON + DAY) == 0


def test_one_refused_for_now_is_not_tried_for_ever(relay: Relay, tmp_path: Path) -> None:
    (one,) = brought(tmp_path, 1)
    relay.refused = {one: "450 4.2.0 come back later"}
    for hours in range(0, 96, 2):
        invite(NOON + datetime.timedelta(hours=hours))
    assert inviting.waiting() == 0
    assert subscribing.forget_unconfirmed(at=NOON + 20 * DAY) == 1


def test_an_editor_can_have_somebody_asked_again_once_a_day(sender: None, tmp_path: Path) -> None:
    brought(tmp_path, 1)
    invite()
    one = Subscriber.objects.get()
    with pytest.raises(inviting.AskedLately):
        inviting.ask_again(subscriber=one, at=NOON + datetime.timedelta(hours=5))
    assert inviting.ask_again(subscriber=one, at=NOON + DAY * 2)
    assert invite(NOON + DAY * 2) == 1
    active = subscribed("a@x.example")
    assert inviting.ask_again(subscriber=active, at=NOON + DAY) is False
    assert len(mail.outbox) == 2


def test_somebody_who_asked_on_the_site_is_asked_again_in_those_words(sender: None) -> None:
    subscribing.ask(
        email="a@x.example", choices=subscribing.Choices(), said="Yes.", said_in="en", source="s", at=NOON
    )
    assert inviting.ask_again(subscriber=Subscriber.objects.get(), at=NOON + DAY)
    assert invite(NOON + DAY) == 1
    assert mail.outbox[0].subject.startswith("One step left")
