"""Where the mailbox of bounces is, as `APERCU_BOUNCES_URL` tells. No Django: the settings read it."""

from __future__ import annotations

from dataclasses import dataclass, field
from urllib.parse import unquote, urlsplit

PORT = 993  # IMAP over TLS, RFC 8314
LIKE = "imaps://user:password@mail.example.org/INBOX"


class NotAPlace(ValueError):
    """The text names no mailbox; what it says holds nothing of the text, for a password may stand in it."""


@dataclass(frozen=True, kw_only=True)
class Place:
    """A mailbox on a server, always over TLS with a certificate that was checked."""

    host: str
    port: int
    user: str
    password: str = field(repr=False)
    folder: str

    def __str__(self) -> str:
        return f"{self.folder} at {self.host}"


def place_of(url: str) -> Place:
    """The place an address names, or NotAPlace."""
    try:
        parts = urlsplit(url)
        port = parts.port or PORT
    except ValueError as error:
        raise NotAPlace(
            "its port is no number, or a sign in it has to be written as %40 or the like"
        ) from error
    user, password = unquote(parts.username or ""), unquote(parts.password or "")
    if parts.scheme == "imap":
        raise NotAPlace("it begins with imap://, by which the password would cross the net in the open")
    if parts.scheme != "imaps" or not parts.hostname:
        raise NotAPlace("it names no server")
    if not user or not password:
        raise NotAPlace("it names no user with a password")
    if parts.query or parts.fragment:
        raise NotAPlace("a ? or # in it has to be written as %3F or %23")
    folder = unquote(parts.path).strip("/") or "INBOX"
    if not (user + password + folder).isprintable() or not folder.isascii() or set(folder) & set('"\\'):
        raise NotAPlace("its user, password or folder holds signs that cannot be sent")
    return Place(host=parts.hostname, port=port, user=user, password=password, folder=folder)
