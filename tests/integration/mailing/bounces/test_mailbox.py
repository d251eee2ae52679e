"""The mailbox of bounces: a real server, over TLS, that breaks off, refuses, and is read again."""

from __future__ import annotations

import contextlib
import dataclasses
import logging
from collections.abc import Iterator
from pathlib import Path

import pytest
from django.db import OperationalError
from django.utils import timezone
from pytest_django import Settings

from apercu.mailing.bounces import mailbox, mails
from apercu.mailing.bounces.mailbox import Unreadable, Visit, Waiting, count, read_new_mails
from apercu.mailing.bounces.place import Place
from apercu.mailing.models import Bounce, Delivery
from apercu.ops import bounces_loop, loops
from apercu.ops.checking import Asked, Finding, Level, bounces, jobs
from apercu.ops.loops import Turns
from apercu.ops.models import LoopState
from tests.imap_server import Folder, certificate, serving
from tests.integration.mailing.bounces.sent import NOON, copy_for, mail, reader

LETTER = b"From: anna@example.com\r\nSubject: Hello\r\n\r\nCould you write to my new address?\r\n"


@pytest.fixture(scope="module")
def chain(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return certificate(tmp_path_factory.mktemp("certificates"))


@pytest.fixture
def folder() -> Folder:
    return Folder()


@pytest.fixture
def place(folder: Folder, chain: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Place]:
    monkeypatch.setenv("SSL_CERT_FILE", str(chain))
    with serving(folder, chain) as where:
        yield where


def sentence(place: Place) -> str:
    with pytest.raises(Unreadable) as raised:
        read_new_mails(place, take=lambda raw: True)
    return str(raised.value)


def test_what_is_understood_is_read_what_is_not_is_flagged_and_nothing_is_taken_away(
    folder: Folder, place: Place
) -> None:
    folder.add(b"one", LETTER, b"three")
    taken: list[bytes] = []

    def take(raw: bytes) -> bool:
        taken.append(raw)
        return raw != LETTER

    assert count(place) == Waiting(new=3, left=0)
    assert read_new_mails(place, take=take) == Visit(understood=2, left=1)
    assert taken == [b"one", LETTER, b"three"]  # the oldest first
    assert folder.flags() == [{"\\Seen"}, {"\\Flagged"}, {"\\Seen"}]
    assert count(place) == Waiting(new=0, left=1)
    assert read_new_mails(place, take=take) == Visit()
    assert len(taken) == 3


def test_a_visit_takes_so_many_and_says_that_there_are_more(
    folder: Folder, place: Place, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(mailbox, "AT_ONCE", 2)
    folder.add(b"1", b"2", b"3")
    assert read_new_mails(place, take=lambda raw: True) == Visit(understood=2, is_more=True)
    assert read_new_mails(place, take=lambda raw: True) == Visit(understood=1)


def test_what_cannot_be_written_down_stays_new(folder: Folder, place: Place) -> None:
    folder.add(b"one")

    def take(_raw: bytes) -> bool:
        raise OperationalError("away")

    with pytest.raises(OperationalError):
        read_new_mails(place, take=take)
    assert folder.flags() == [set()]


def test_a_line_that_breaks_off_anywhere_loses_nothing(folder: Folder, place: Place) -> None:
    folder.add(*(f"mail {number}".encode() for number in range(4)))
    taken: list[bytes] = []

    def take(raw: bytes) -> bool:
        taken.append(raw)
        return True

    for commands in range(4, 16):
        folder.commands.clear()
        folder.breaks_off_after = commands
        with contextlib.suppress(Unreadable):
            read_new_mails(place, take=take)
    assert set(taken) == {f"mail {number}".encode() for number in range(4)}
    assert folder.flags() == [{"\\Seen"}] * 4


def test_a_certificate_nobody_vouches_for_is_refused(
    folder: Folder, place: Place, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.delenv("SSL_CERT_FILE")
    assert "The certificate of the bounce mailbox at localhost is not to be trusted" in sentence(place)
    assert folder.commands == []


def test_a_certificate_of_another_host_is_refused(
    folder: Folder, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    other = certificate(tmp_path, name="other.example.org")
    monkeypatch.setenv("SSL_CERT_FILE", str(other))
    with serving(folder, other) as place:
        assert "is not to be trusted" in sentence(place)
    assert folder.commands == []


def test_a_wrong_password_is_a_sentence_that_does_not_repeat_it(folder: Folder, place: Place) -> None:
    said = sentence(dataclasses.replace(place, password="wrong-secret"))
    assert said == "The bounce mailbox at localhost does not let us in."


def test_a_password_beyond_ascii_is_sent(folder: Folder, place: Place) -> None:
    folder.password = "pässwörd"
    assert read_new_mails(dataclasses.replace(place, password="pässwörd"), take=lambda raw: True) == Visit()


def test_a_folder_that_is_not_there_and_a_server_that_is_not_there_are_sentences(place: Place) -> None:
    assert sentence(dataclasses.replace(place, folder="Bounces")).endswith("has no folder “Bounces”.")
    assert "cannot be reached: Connection refused." in sentence(dataclasses.replace(place, port=1))


def look(*, mail: bool) -> list[Finding]:
    return list(bounces.look(Asked(clock=timezone.now, mail=mail)))


@pytest.mark.django_db
def test_the_loop_takes_reports_in_and_leaves_letters_to_a_person(
    folder: Folder, place: Place, settings: Settings
) -> None:
    settings.BOUNCES = place
    person = reader()
    copy = copy_for(person)
    folder.add(mail(copy), LETTER, mail(copy))
    turns = Turns(loop=bounces_loop.LOOP, clock=lambda: NOON)
    assert turns.take() == 60  # it asks every minute whether its two have passed
    person.refresh_from_db()
    assert person.blocked == "bounced"
    assert Bounce.objects.get().source == "mailbox"
    assert folder.flags() == [{"\\Seen"}, {"\\Flagged"}, {"\\Seen"}]
    fine, left = look(mail=True)
    assert fine.sentence == "The bounce mailbox, INBOX at localhost, lets us in; 0 mails in it are new."
    assert left.sentence.startswith("1 mails in the bounce mailbox are no reports")
    assert look(mail=False)[0].level is Level.GOOD


@pytest.mark.django_db
def test_a_mail_that_breaks_us_is_left_and_stops_no_other(
    folder: Folder, place: Place, settings: Settings, monkeypatch: pytest.MonkeyPatch
) -> None:
    settings.BOUNCES = place
    copy = copy_for(reader())
    folder.add(LETTER, mail(copy))
    real = mails.receive_mail

    def broken(raw: bytes, **given: object) -> object:
        if raw == LETTER:
            raise ZeroDivisionError
        return real(raw, **given)  # type: ignore[arg-type]

    monkeypatch.setattr(bounces_loop, "receive_mail", broken)
    bounces_loop.read_bounces(lambda: NOON)
    assert folder.flags() == [{"\\Flagged"}, {"\\Seen"}]
    assert Delivery.objects.exclude(bounced_at=None).exists()


@pytest.mark.django_db
def test_a_mailbox_that_refuses_is_a_sentence_in_the_loops_state_and_for_the_doctor(
    folder: Folder, place: Place, settings: Settings, caplog: pytest.LogCaptureFixture,
    monkeypatch: pytest.MonkeyPatch,
) -> None:  # fmt: skip
    settings.BOUNCES = dataclasses.replace(place, password="wrong-secret")
    monkeypatch.setattr(loops, "_loops", {"bounces": bounces_loop.LOOP})
    said = "The bounce mailbox at localhost does not let us in."
    with caplog.at_level(logging.INFO):
        Turns(loop=bounces_loop.LOOP, clock=lambda: NOON).take()
    assert LoopState.objects.get(name="bounces").failure == said
    assert said in caplog.text
    assert "wrong-secret" not in caplog.text
    assert "Traceback" not in caplog.text
    assert any(said in finding.sentence for finding in jobs.look(Asked(clock=lambda: NOON)))
    (finding,) = look(mail=True)
    assert (finding.level, finding.sentence) == (Level.PROBLEM, said)
