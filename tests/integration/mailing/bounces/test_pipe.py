"""The pipe of a mail system: what it hands over is taken in, and it keeps what could not be."""

from __future__ import annotations

import io
import os
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
from django.core.management import CommandError, call_command
from django.db import OperationalError
from django.utils import timezone
from pytest_django import Settings

from apercu.config import command_line
from apercu.mailing.models import Bounce
from apercu.ops import left_mails
from apercu.ops.checking import Asked, Level, bounces
from apercu.ops.management.commands import receive_bounces
from tests.integration.mailing.bounces.sent import copy_for, mail, mark, reader

LETTER = b"From: anna@example.com\nSubject: Hello\n\nCould you write to my new address?\n"


class _Input:
    def __init__(self, raw: bytes) -> None:
        self.buffer = io.BytesIO(raw)


@pytest.fixture(autouse=True)
def data(tmp_path: Path, settings: Settings) -> Path:
    settings.DATA = tmp_path
    return tmp_path


def hand_over(monkeypatch: pytest.MonkeyPatch, raw: bytes, *words: str) -> int:
    """The exit status of the command for this mail."""
    monkeypatch.setattr(sys, "stdin", _Input(raw))
    try:
        call_command("receive_bounces", *words)
    except CommandError as error:
        return error.returncode
    return os.EX_OK


@pytest.mark.django_db
def test_a_report_is_taken_in(monkeypatch: pytest.MonkeyPatch) -> None:
    person = reader()
    assert hand_over(monkeypatch, mail(copy_for(person))) == os.EX_OK
    person.refresh_from_db()
    assert person.blocked == "bounced"
    assert Bounce.objects.get().source == "pipe"


@pytest.mark.django_db
def test_the_address_it_came_to_bears_the_mark(monkeypatch: pytest.MonkeyPatch) -> None:
    copy = copy_for(reader())
    raw = mail(copy, to="undisclosed@example.org")
    assert hand_over(monkeypatch, raw) == os.EX_OK
    assert not Bounce.objects.exists()
    assert hand_over(monkeypatch, raw, "--to", mark(copy)) == os.EX_OK
    assert Bounce.objects.get().delivery == copy


@pytest.mark.django_db
def test_what_is_no_report_is_kept_once_for_a_person_until_there_are_too_many(
    monkeypatch: pytest.MonkeyPatch, data: Path
) -> None:
    monkeypatch.setattr(left_mails, "MOST", 1)
    assert [hand_over(monkeypatch, LETTER) for _ in range(2)] == [os.EX_OK, os.EX_OK]
    (kept,) = (data / "bounces-to-read").iterdir()
    assert kept.read_bytes() == LETTER
    assert hand_over(monkeypatch, LETTER + b"Please!\n") == os.EX_DATAERR
    found = list(bounces.look(Asked(clock=timezone.now)))
    assert [one.level for one in found if "no reports" in one.sentence] == [Level.WARNING]


@pytest.mark.django_db
@pytest.mark.parametrize("trouble", [OperationalError("away"), OSError("no room"), ZeroDivisionError()])
def test_whatever_stands_in_the_way_the_mail_system_keeps_the_mail(
    monkeypatch: pytest.MonkeyPatch, trouble: Exception
) -> None:
    def fails(*_args: Any, **_given: Any) -> None:
        raise trouble

    monkeypatch.setattr(receive_bounces, "receive_mail", fails)
    assert hand_over(monkeypatch, LETTER) == os.EX_TEMPFAIL


def _ended(data: Path, raw: bytes, **environment: str) -> subprocess.CompletedProcess[bytes]:
    return subprocess.run(
        [sys.executable, "-m", "apercu.config.command_line", "receive_bounces"],
        input=raw,
        env={
            "PATH": os.environ["PATH"],
            "PYTHONPATH": os.pathsep.join(filter(None, sys.path)),
            "APERCU_DATA": str(data),
            "DJANGO_SETTINGS_MODULE": "apercu.config.settings.base",
            **environment,
        },
        capture_output=True,
        timeout=60,
    )


@pytest.mark.slow
def test_a_database_that_is_away_and_a_setting_that_is_wrong_end_with_tempfail(tmp_path: Path) -> None:
    """The real command, as Postfix starts it."""
    away = _ended(tmp_path, LETTER, APERCU_DATABASE_URL="postgresql://a:b@127.0.0.1:1/none")
    wrong = _ended(tmp_path, LETTER, APERCU_BOUNCES_URL="imap://user:hidden@mail.example.org/")
    assert [away.returncode, wrong.returncode] == [os.EX_TEMPFAIL] * 2, (away.stderr, wrong.stderr)
    assert b"APERCU_BOUNCES_URL is of no use" in wrong.stderr
    assert b"hidden" not in wrong.stderr


def test_other_commands_end_as_they_did(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sys, "argv", ["apercu", "doctor"])
    assert command_line._status(2) == 2
    monkeypatch.setattr(sys, "argv", ["apercu", "receive_bounces"])
    assert command_line._status(2) == os.EX_TEMPFAIL
