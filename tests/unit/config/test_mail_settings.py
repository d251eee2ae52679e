"""Settings of what comes back: a wrong one stops the start with a sentence that repeats no secret."""

from __future__ import annotations

import pytest
from django.core.exceptions import ImproperlyConfigured

from apercu.config.environment import read_environment
from apercu.ops.backup.surroundings import described

PASSWORD = "a-long-enough-password"


@pytest.fixture(autouse=True)
def data(monkeypatch: pytest.MonkeyPatch, tmp_path_factory: pytest.TempPathFactory) -> None:
    monkeypatch.setenv("APERCU_DATA", str(tmp_path_factory.mktemp("data")))


def test_they_are_read(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("APERCU_BOUNCES_URL", f"imaps://bounces:{PASSWORD}@mail.example.org/INBOX")
    monkeypatch.setenv("APERCU_MAIL_PROVIDER", "postmark")
    monkeypatch.setenv("APERCU_MAIL_PROVIDER_SECRET", f"provider:{PASSWORD}")
    read = read_environment()
    assert read.bounces is not None
    assert (read.bounces.host, read.mail_provider) == ("mail.example.org", "postmark")
    assert read.mail_provider_secret == f"provider:{PASSWORD}"
    assert PASSWORD not in repr(read)


def test_without_them_there_is_no_way_in() -> None:
    read = read_environment()
    assert (read.bounces, read.mail_provider, read.mail_provider_secret) == (None, "", "")


@pytest.mark.parametrize(
    ("given", "sentence"),
    [
        ({"BOUNCES_URL": "imap://u:hidden@h/"}, "APERCU_BOUNCES_URL is of no use: it begins with imap://"),
        ({"BOUNCES_URL": "hidden"}, "APERCU_BOUNCES_URL is of no use: it names no server"),
        ({"MAIL_PROVIDER": "pigeon"}, "it should be brevo, mailgun, .* or ses"),
        ({"MAIL_PROVIDER": "mailgun"}, "APERCU_MAIL_PROVIDER_SECRET is missing"),
        ({"MAIL_PROVIDER": "ses", "MAIL_PROVIDER_SECRET": "hidden"}, "should look like name:password"),
        ({"MAIL_PROVIDER_SECRET": "hidden"}, "is set and APERCU_MAIL_PROVIDER is not"),
    ],
)
def test_a_wrong_one_stops_the_start(
    given: dict[str, str], sentence: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    for name, value in given.items():
        monkeypatch.setenv(f"APERCU_{name}", value)
    with pytest.raises(ImproperlyConfigured, match=sentence) as raised:
        read_environment()
    assert "hidden" not in str(raised.value)


def test_a_backup_names_the_secret_ones_and_holds_none() -> None:
    said = described(
        {
            "APERCU_BOUNCES_URL": PASSWORD,
            "APERCU_MAIL_PROVIDER": "ses",
            "APERCU_MAIL_PROVIDER_SECRET": PASSWORD,
        }
    )
    assert said == {
        "settings": {"APERCU_MAIL_PROVIDER": "ses"},
        "secret": ["APERCU_BOUNCES_URL", "APERCU_MAIL_PROVIDER_SECRET"],
    }
