"""A message that is written once and copied: every copy reads back as it was meant, whatever was in it."""

from __future__ import annotations

import datetime
from email import policy
from email.header import decode_header, make_header
from email.parser import BytesParser

import pytest
from hypothesis import given
from hypothesis import strategies as st

from apercu.mailing.composing.prepared import DATE, MESSAGE_ID, TO, TOKEN, Copy, mailbox, prepare

NOON = datetime.datetime(2026, 11, 30, 12, tzinfo=datetime.UTC)
ANNA = Copy(
    to="anna@example.org",
    token="t" * 32,
    message_id="<2026-11.abc@example.org>",
    bounces="b@example.org",
    date=NOON,
)
WORDS = st.text(st.characters(codec="utf-8", exclude_categories=["Cc", "Cs", "Zl", "Zp"]), max_size=200).map(
    lambda words: words.replace("%", "")
)


def read(message: bytes) -> tuple[dict[str, str], str, str]:
    parsed = BytesParser(policy=policy.default).parsebytes(message)
    parts = [part.get_content() for part in parsed.iter_parts()]
    return dict(parsed.items()), parts[0].rstrip("\n"), parts[1].rstrip("\n")


@given(text=WORDS, html=WORDS, subject=WORDS.map(str.strip))
def test_a_copy_reads_back_as_it_was_meant(text: str, html: str, subject: str) -> None:
    prepared = prepare(
        headers={
            "Subject": subject,
            "To": TO,
            "Message-ID": MESSAGE_ID,
            "Date": DATE,
            "X-Link": f"<{TOKEN}>",
        },
        text=f"{text}/u/{TOKEN}/{text}",
        html=f"<p>{html}</p>{TOKEN}",
        language="fr",
    )
    message = prepared.for_one(ANNA)
    headers, read_text, read_html = read(message)
    assert read_text == f"{text}/u/{ANNA.token}/{text}"
    assert read_html == f"<p>{html}</p>{ANNA.token}"
    assert " ".join(headers["Subject"].split()) == " ".join(subject.split())
    assert (headers["To"], headers["Message-ID"]) == (ANNA.to, ANNA.message_id)
    assert headers["X-Link"] == f"<{ANNA.token}>"
    assert all(len(line) <= 998 for line in message.split(b"\r\n"))
    assert b"\n" not in message.replace(b"\r\n", b"")


def test_lines_of_both_parts_are_short_enough_for_every_relay() -> None:
    message = prepare(headers={}, text=f"{'long ' * 200}{TOKEN}", html="é" * 400, language="en").for_one(ANNA)
    assert max(map(len, message.split(b"\r\n"))) <= 100


def test_a_header_cannot_be_broken_into_two() -> None:
    with pytest.raises(ValueError, match="break into another"):
        prepare(headers={"Subject": "Hello\r\nBcc: everybody@example.org"}, text="", html="", language="en")


def test_a_name_and_an_address_in_another_script_go_over_any_line() -> None:
    written = mailbox("Société", "news@exämple.org")
    assert written.isascii()
    assert written.endswith(" <news@xn--exmple-cua.org>")
    assert str(make_header(decode_header(written))).startswith("Société ")
