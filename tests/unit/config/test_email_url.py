"""`APERCU_EMAIL_URL`: what is read from it, and that a wrong one is said without its password."""

from __future__ import annotations

import pytest
from django.core.exceptions import ImproperlyConfigured

from apercu.config.email_url import email_settings


@pytest.mark.parametrize("url", ["", "console:"])
def test_without_a_server_mail_goes_to_the_log(url: str) -> None:
    assert email_settings(url) == {"EMAIL_BACKEND": "django.core.mail.backends.console.EmailBackend"}


@pytest.mark.parametrize(
    ("url", "host", "port", "user", "password", "encrypted"),
    [
        ("smtp://ada:secret@mail.example.org", "mail.example.org", 587, "ada", "secret", "STARTTLS"),
        ("smtp://ada%40b.org:p%40s%2Fs%3Aw%23%3F@mail:2525", "mail", 2525, "ada@b.org", "p@s/s:w#?", "STARTTLS"),
        ("smtps://ada:secret@mail.example.org", "mail.example.org", 465, "ada", "secret", "TLS"),
        ("smtp+starttls://ada:secret@localhost", "localhost", 587, "ada", "secret", "STARTTLS"),
        ("smtp://localhost", "localhost", 25, "", "", ""),
        ("smtp://ada:secret@127.0.0.1:1025", "127.0.0.1", 1025, "ada", "secret", ""),
        ("smtp://[::1]", "::1", 25, "", "", ""),
        ("smtp+plain://relay.internal", "relay.internal", 25, "", "", ""),
    ],
)  # fmt: skip
def test_an_address_says_where_the_server_is_who_we_are_and_how_it_is_encrypted(
    url: str, host: str, port: int, user: str, password: str, encrypted: str
) -> None:
    assert email_settings(url) == {
        "EMAIL_BACKEND": "django.core.mail.backends.smtp.EmailBackend",
        "EMAIL_HOST": host,
        "EMAIL_PORT": port,
        "EMAIL_HOST_USER": user,
        "EMAIL_HOST_PASSWORD": password,
        "EMAIL_USE_TLS": encrypted == "STARTTLS",
        "EMAIL_USE_SSL": encrypted == "TLS",
    }


@pytest.mark.parametrize(
    ("url", "why"),
    [
        ("mail.example.org", "it begins with none of smtp://,"),
        ("http://ada:hunter2@mail", "it begins with none of smtp://,"),
        ("smtp:ada:hunter2@mail", "it begins with none of smtp://,"),
        ("smtp://ada:hunter2@", "it names no host"),
        ("smtp://ada@mail", "it has a user without a password"),
        ("smtp://:hunter2@mail", "it has a user without a password, or"),
        ("smtp://ada:hunter2@mail:many", "its port is no number"),
        ("smtp://ada:hunter2@mail:99999", "its port is no number"),
        ("smtp://ada:hunt/er2@mail", "it holds more than a host and a port"),
        ("smtp://ada:hunt#er2@mail", "it holds more than a host and a port"),
        ("smtp://ada:hunter2@mail?tls=1", "it holds more than a host and a port"),
        ("smtp+plain://ada:hunter2@mail", "smtp+plain would send the password"),
        ("smtp://ada:hunter2@[mail", "it cannot be read as an address"),
    ],
)
def test_a_wrong_address_is_said_in_a_sentence_without_what_stands_in_it(url: str, why: str) -> None:
    with pytest.raises(ImproperlyConfigured) as refused:
        email_settings(url)
    said = str(refused.value)
    assert said.startswith(f"APERCU_EMAIL_URL is wrong: {why}")
    assert said.endswith("It should look like smtp://user:password@host:587.")
    assert "hunt" not in said
    assert "ada" not in said
