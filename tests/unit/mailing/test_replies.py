"""What a server's answers mean."""

from __future__ import annotations

import datetime

import pytest

from apercu.mailing.sending import replies
from apercu.mailing.sending.pace import Pace
from apercu.mailing.sending.replies import (
    Busy,
    Handed,
    Kind,
    LoginRefused,
    QuotaReached,
    SenderRefused,
    TooFast,
)
from apercu.mailing.sending.smtp import stuffed
from apercu.mailing.sending.troubles import Pause, Troubles


@pytest.mark.parametrize(
    ("code", "text", "kind"),
    [
        (550, "5.1.1 <somebody@example.org>: no such user", Kind.REFUSED),
        (552, "5.2.2 The mailbox is over its quota", Kind.REFUSED),
        (554, "5.7.1 Spam message rejected", Kind.REFUSED),
        (450, "4.2.0 Greylisted, come back in 300 seconds", Kind.PUT_OFF),
        (452, "4.2.2 The recipient's mailbox is full, user quota exceeded", Kind.PUT_OFF),
        (451, "4.3.0 Local error", Kind.PUT_OFF),
    ],
)
def test_what_is_about_one_recipient_is_no_trouble_of_the_relay(code: int, text: str, kind: Kind) -> None:
    handed = replies.of_copy(code, text)
    assert (handed.kind, handed.trouble) == (kind, None)
    assert handed.said == f"{code} {text}"


@pytest.mark.parametrize(
    ("code", "text", "trouble"),
    [
        (550, "5.4.5 Daily user sending limit exceeded", QuotaReached),
        (554, "Message rejected: Daily message quota exceeded", QuotaReached),
        (550, "5.1.90 Your message can't be sent because you've reached your daily limit", QuotaReached),
        (454, "Throttling failure: Maximum sending rate exceeded", TooFast),
        (451, "You have exceeded your messaging limits", TooFast),
        (421, "4.7.0 Try again later, closing connection", Busy),
        (530, "5.7.0 Authentication required", LoginRefused),
    ],
)
def test_what_is_about_us_is_trouble_and_no_fault_of_the_copy(code: int, text: str, trouble: type) -> None:
    handed = replies.of_copy(code, text)
    assert type(handed.trouble) is trouble
    assert handed.kind is (Kind.PUT_OFF if trouble is Busy else Kind.GIVEN_BACK)


def test_a_sender_is_refused_for_good_put_off_or_asked_to_log_in() -> None:
    assert type(replies.of_sender(553, "5.7.1 not yours")) is SenderRefused
    assert type(replies.of_sender(451, "4.3.2 not now")) is Busy
    assert type(replies.of_sender(530, "5.7.0 log in first")) is LoginRefused


def test_an_answer_is_kept_in_one_line_that_has_an_end() -> None:
    assert replies.said(550, b"no\r\nsuch\xffuser") == "550 no such\ufffduser"
    assert len(replies.said(550, "x" * 5000)) == replies.LONGEST


@pytest.mark.parametrize(
    ("message", "line"),
    [
        (b"A: b\r\n\r\n.x\r\n..\r\n.\r\n", b"A: b\r\n\r\n..x\r\n...\r\n..\r\n"),
        (b".x", b"..x\r\n"),
        (b"x\r\n", b"x\r\n"),
    ],
)
def test_no_line_of_a_message_can_be_taken_for_its_end(message: bytes, line: bytes) -> None:
    assert stuffed(message) == line


# --- troubles in a row

ACCEPTED = Handed(kind=Kind.ACCEPTED)
REFUSED = Handed(kind=Kind.REFUSED, said="550 no")
AWAY = Handed(kind=Kind.GIVEN_BACK, trouble=replies.Unreachable("no route"))


class Seconds:
    def __init__(self) -> None:
        self.now = 0.0

    def __call__(self) -> float:
        return self.now


def test_a_relay_that_is_away_is_tried_ever_later_and_then_mailings_pause() -> None:
    seconds = Seconds()
    troubles = Troubles(pace=Pace(waits=(5, 20, 60)), since=seconds)
    for wait in (5, 20, 60):
        assert troubles.count(AWAY) is None
        seconds.now += wait - 0.1
        assert troubles.must_wait()
        seconds.now += 0.2
        assert not troubles.must_wait()
    assert troubles.count(AWAY) == Pause(code="unreachable", said="no route")
    assert not troubles.must_wait()  # somebody resumes, and expects it to go on at once


def test_one_accepted_copy_ends_the_row() -> None:
    seconds = Seconds()
    troubles = Troubles(pace=Pace(waits=(5,), refusals=3), since=seconds)
    for _ in range(5):
        assert troubles.count(AWAY) is None
        assert troubles.count(REFUSED) is None
        assert troubles.count(REFUSED) is None
        assert troubles.count(ACCEPTED) is None
    assert not troubles.must_wait()


def test_a_wrong_password_pauses_at_once() -> None:
    troubles = Troubles(pace=Pace(), since=Seconds())
    refused = Handed(kind=Kind.GIVEN_BACK, trouble=LoginRefused("535 wrong"))
    assert troubles.count(refused) == Pause(code="login", said="535 wrong")


def test_refusals_without_an_end_are_no_matter_of_addresses() -> None:
    troubles = Troubles(pace=Pace(refusals=4), since=Seconds())
    assert [troubles.count(REFUSED) for _ in range(4)] == [
        None,
        None,
        None,
        Pause(code="refusals", said="550 no"),
    ]


def test_delays_grow_for_about_three_days_and_then_end() -> None:
    pace = Pace()
    delays = [pace.delay(attempts) for attempts in range(1, len(pace.delays) + 1)]
    known = [delay for delay in delays if delay is not None]
    assert known == sorted(known)
    assert known[0] == datetime.timedelta(minutes=1)
    assert datetime.timedelta(days=3) <= sum(known, datetime.timedelta()) < datetime.timedelta(days=4)
    assert pace.delay(len(pace.delays) + 1) is None
