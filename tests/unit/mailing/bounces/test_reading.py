"""Mails that come back, as mail systems write them, and any bytes at all."""

from __future__ import annotations

import time
from email import policy
from email.parser import BytesParser
from pathlib import Path
from typing import Any

import pytest
import yaml
from hypothesis import example, given
from hypothesis import strategies as st

from apercu.mailing.bounces.reading import read
from apercu.mailing.bounces.report import LONGEST_SAID, Kind

SAMPLES = Path(__file__).resolve().parents[3] / "samples" / "bounces"
EXPECTED: dict[str, Any] = yaml.safe_load((SAMPLES / "expected.yaml").read_text("utf-8"))
MAILS: dict[str, dict[str, str]] = EXPECTED["mails"]


def raw(name: str) -> bytes:
    return (SAMPLES / f"{name}.eml").read_bytes()


def test_every_sample_is_expected_to_be_something() -> None:
    assert {path.stem for path in SAMPLES.glob("*.eml")} == set(MAILS)


@pytest.mark.parametrize("name", MAILS)
@pytest.mark.parametrize("line_end", [b"\n", b"\r\n"], ids=["LF", "CRLF"])
def test_a_mail_is_read_as_what_it_is(name: str, line_end: bytes) -> None:
    expected = MAILS[name]
    report = read(raw(name).replace(b"\n", line_end))
    assert report.kind == expected["kind"]
    assert report.status == expected.get("status", "")
    if recipient := expected.get("recipient"):
        assert recipient in report.recipients
    assert report.said.startswith(expected.get("said", ""))
    mark = expected.get("mark", EXPECTED["mark"])
    assert report.bounce_addresses == ((mark,) if mark else ())
    assert set(report.message_ids) <= {EXPECTED["message_id"]}


@pytest.mark.parametrize("name", [name for name in MAILS if MAILS[name]["kind"] in {"hard", "soft"}])
def test_what_the_server_said_is_kept_without_the_copy(name: str) -> None:
    said = read(raw(name)).said
    assert said
    assert len(said) <= LONGEST_SAID
    assert "What is new this month" not in said


def test_the_address_it_came_to_is_a_mark_too() -> None:
    report = read(b"Subject: failure notice\n\nnothing", came_to=EXPECTED["mark"])
    assert report.bounce_addresses == (EXPECTED["mark"],)


def test_a_message_id_of_the_report_itself_is_no_mark() -> None:
    own = EXPECTED["message_id"].encode()
    assert read(b"Message-ID: " + own + b"\nSubject: hello\n\nhello").message_ids == ()


def test_an_answer_in_a_base64_part_is_read() -> None:
    mail = BytesParser(policy=policy.default).parsebytes(
        b"From: MAILER-DAEMON@example.net\nSubject: failure notice\n\nx"
    )
    mail.set_content("<anna@example.net>:\n550 5.1.1 user unknown — inconnu\n", cte="base64")
    report = read(bytes(mail))
    assert (report.kind, report.status) == (Kind.HARD, "5.1.1")


def test_a_mail_of_a_daemon_that_says_nothing_we_know_is_left_for_a_person() -> None:
    report = read(b"From: MAILER-DAEMON@example.net\nSubject: Notice\n\nYour quota was raised.\n")
    assert report.kind is Kind.UNKNOWN


def test_somebody_who_quotes_a_bounce_is_no_bounce() -> None:
    report = read(b"From: anna@example.net\nSubject: Re: hello\n\n> 550 5.1.1 user unknown\nWhat is this?\n")
    assert report.kind is Kind.UNKNOWN


NESTED = b"".join(
    b"Content-Type: multipart/mixed; boundary=b%d\n\n--b%d\n" % (depth, depth) for depth in range(1500)
)


@given(st.binary(max_size=400))
@example(NESTED)
@example(b"Content-Type: text/plain; charset=no-such\nSubject: =?no-such?q?x?=\n\n\xff")
@example(b"Content-Type: multipart/report; boundary*" + b"9" * 5000 + b"=x\n\nx")
@example(b"Content-Type: message/delivery-status\n\nFinal-Recipient: \xff;\nAction: failed\nStatus: 5.\x00\n")
@example(b"Content-Type: message/feedback-report\nContent-Transfer-Encoding: base64\n\n====\n")
def test_any_bytes_are_read(noise: bytes) -> None:
    assert isinstance(read(noise).kind, Kind)


@given(name=st.sampled_from(sorted(MAILS)), data=st.data())
def test_a_mail_that_was_damaged_on_its_way_is_read_all_the_same(name: str, data: st.DataObject) -> None:
    mail = raw(name)
    cut = data.draw(st.integers(0, len(mail)))
    length = data.draw(st.integers(0, 80))
    assert isinstance(read(mail[:cut] + data.draw(st.binary(max_size=20)) + mail[cut + length :]).kind, Kind)


@pytest.mark.parametrize(
    "hostile",
    [
        NESTED,
        b"From: MAILER-DAEMON@x.example\n\n" + b"x" * 600_000,
        b"\n\n" + b"a@b." * 150_000,
        b"To: " + b"<a@b>," * 90_000,
    ],
    ids=["nested", "one word", "at signs", "addresses"],
)
def test_no_mail_keeps_us_busy(hostile: bytes) -> None:
    since = time.process_time()
    read(hostile)
    assert time.process_time() - since < 1


def test_a_very_large_mail_is_read_from_its_beginning() -> None:
    mail = raw("exim-unknown-user") + b"x" * (3 * 1024 * 1024)
    assert read(mail).kind is Kind.HARD
