"""The server that takes our mail to the world: where it is and how it lets us in."""

from __future__ import annotations

from dataclasses import dataclass, field
from urllib.parse import urlsplit

from django.conf import settings

_SPEAKS_SMTP = "django.core.mail.backends.smtp.EmailBackend"


@dataclass(frozen=True, kw_only=True)
class Relay:
    """What the operator said with APERCU_EMAIL_URL."""

    host: str
    port: int
    user: str = ""
    password: str = field(default="", repr=False)
    starttls: bool = False  # encrypted after a command, or not at all
    tls: bool = False  # encrypted from the first byte
    hello: str = "localhost"  # our own name, said in EHLO


def of_the_site() -> Relay | None:
    """The relay in the settings; None where mail goes to the log."""
    if settings.EMAIL_BACKEND != _SPEAKS_SMTP:
        return None
    return Relay(
        host=settings.EMAIL_HOST,
        port=settings.EMAIL_PORT,
        user=settings.EMAIL_HOST_USER,
        password=settings.EMAIL_HOST_PASSWORD,
        starttls=settings.EMAIL_USE_TLS,
        tls=settings.EMAIL_USE_SSL,
        hello=urlsplit(settings.SITE_URL).hostname or "localhost",
    )
