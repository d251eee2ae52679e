"""The mail server of a site, which `APERCU_EMAIL_URL` names; without one, mail goes to the log."""

from __future__ import annotations

import ipaddress
from typing import Any
from urllib.parse import SplitResult, unquote, urlsplit

from django.core.exceptions import ImproperlyConfigured

NAME = "APERCU_EMAIL_URL"
LIKE = "smtp://user:password@host:587"
_PORTS = {"smtp": 587, "smtp+starttls": 587, "smtps": 465, "smtp+plain": 25}
_BACKENDS = "django.core.mail.backends"


def email_settings(url: str) -> dict[str, Any]:
    """What Django is told of the mail server.

    `smtp` is encrypted by STARTTLS, except to this machine, `smtp+starttls` always, `smtps` from the first
    byte on, `smtp+plain` never. Raises ImproperlyConfigured with a sentence that never holds the address, for
    a password may stand in it.
    """
    if url in {"", "console:"}:
        return {"EMAIL_BACKEND": f"{_BACKENDS}.console.EmailBackend"}
    parts = _parts(url)
    host, user, password = parts.hostname or "", unquote(parts.username or ""), unquote(parts.password or "")
    is_plain = parts.scheme == "smtp+plain" or (parts.scheme == "smtp" and _is_this_machine(host))
    if bool(user) != bool(password):
        raise _wrong("it has a user without a password, or a password without a user")
    if user and is_plain and not _is_this_machine(host):
        raise _wrong("smtp+plain would send the password for everybody to read; use smtp or smtps")
    return {
        "EMAIL_BACKEND": f"{_BACKENDS}.smtp.EmailBackend",
        "EMAIL_HOST": host,
        "EMAIL_PORT": _port(parts) or (25 if is_plain else _PORTS[parts.scheme]),
        "EMAIL_HOST_USER": user,
        "EMAIL_HOST_PASSWORD": password,
        "EMAIL_USE_TLS": not is_plain and parts.scheme != "smtps",
        "EMAIL_USE_SSL": parts.scheme == "smtps",
    }


def _parts(url: str) -> SplitResult:
    try:
        parts = urlsplit(url)
    except ValueError:  # a bracket that opens no IPv6 address
        raise _wrong("it cannot be read as an address") from None
    if parts.scheme not in _PORTS or not url.startswith(f"{parts.scheme}://"):
        raise _wrong(f"it begins with none of {', '.join(f'{scheme}://' for scheme in _PORTS)} and console:")
    if "#" in url or "?" in url or parts.path.strip("/"):
        raise _wrong(
            "it holds more than a host and a port; in a password write # as %23, ? as %3F and / as %2F"
        )
    if not parts.hostname:
        raise _wrong("it names no host")
    return parts


def _port(parts: SplitResult) -> int | None:
    try:
        return parts.port
    except ValueError:
        raise _wrong(
            "its port is no number from 1 to 65535; in a password write @ as %40, : as %3A and / as %2F"
        ) from None


def _is_this_machine(host: str) -> bool:
    if host == "localhost":
        return True
    try:
        return ipaddress.ip_address(host).is_loopback
    except ValueError:
        return False


def _wrong(why: str) -> ImproperlyConfigured:
    return ImproperlyConfigured(f"{NAME} is wrong: {why}. It should look like {LIKE}.")
