"""The mail as it is: both parts and all headers, in both languages, held against files.

After a change that is meant: `APERCU_WRITE_MAIL=1 pytest tests/integration/mailing/test_golden.py`, then read
what `git diff tests/samples/mail` shows, and look at it (`make screenshots`).
"""

from __future__ import annotations

import os
from email import policy
from email.message import EmailMessage
from email.parser import BytesParser
from pathlib import Path

import pytest
from django.test import override_settings

from apercu.content.models import Summary
from apercu.mailing.composing import content, message
from apercu.mailing.composing.prepared import Copy
from apercu.mailing.models import Mailing
from tests.composed import NOON, make_mailing

pytestmark = pytest.mark.django_db

FOLDER = Path(__file__).resolve().parents[2] / "samples" / "mail"
WRITES = os.environ.get("APERCU_WRITE_MAIL") == "1"
ZOE = Copy(
    to="zoé@exämple.org",
    token="t" * 32,
    message_id="<2026-11.0123456789abcdef@digest.example.org>",
    bounces="bounces+1@example.org",
    date=NOON,
)


@pytest.fixture(autouse=True)
def at_home() -> object:
    with override_settings(SITE_URL="https://digest.example.org"):
        yield


@pytest.fixture
def mailing() -> Mailing:
    return make_mailing()


def keys(*slugs: str) -> tuple[int, ...]:
    return tuple(Summary.objects.get(slug=slug).pk for slug in slugs)


@pytest.mark.parametrize("language", ["en", "fr"])
def test_the_whole_digest(mailing: Mailing, language: str) -> None:
    parts = keys("walking-sessions", "waiting-lists", "un-journal-relu")
    assert_golden("digest", language, copy_of(mailing, language, parts))


@pytest.mark.parametrize("language", ["en", "fr"])
def test_a_copy_for_somebody_who_chose_topics(mailing: Mailing, language: str) -> None:
    assert_golden("some", language, copy_of(mailing, language, keys("waiting-lists")))


@pytest.mark.parametrize("language", ["en", "fr"])
@pytest.mark.usefixtures("mailing")
def test_an_alert(language: str) -> None:
    both = keys("walking-sessions", "un-journal-relu")
    alerts = content.begin_alerts(summaries=both, at=NOON)
    assert_golden("alert", language, copy_of(alerts, language, both))


@pytest.mark.parametrize("language", ["en", "fr"])
def test_a_test(mailing: Mailing, language: str) -> None:
    written = message.test_copy(mailing=mailing, language=language, to="me@example.org", at=NOON)
    assert_golden("test", language, written)


def copy_of(mailing: Mailing, language: str, parts: tuple[int, ...]) -> bytes:
    return message.prepared_for(mailing=mailing, language=language, parts=parts).for_one(ZOE)


def assert_golden(name: str, language: str, written: bytes) -> None:
    parsed = BytesParser(policy=policy.default).parsebytes(written)
    assert isinstance(parsed, EmailMessage)
    plain, rich = parsed.get_body(("plain",)), parsed.get_body(("html",))
    assert plain is not None
    assert rich is not None
    said = {
        "headers": written.partition(b"\r\n\r\n")[0].decode(),
        "txt": plain.get_content(),
        "html": rich.get_content(),
    }
    for form, text in said.items():
        path = FOLDER / f"{name}-{language}.{form}"
        text = text.replace("\r\n", "\n").rstrip("\n") + "\n"
        if WRITES:
            path.write_text(text, "utf-8")
        assert text == path.read_text("utf-8"), path.name
