"""A message that is written down once and copied for each recipient by putting a few words into it.

Both parts are quoted-printable (RFC 2045 §6.7), 7-bit, whatever the server can take. What differs from copy
to copy stands on a line of its own between soft line breaks, so that no encoding has to be done again.
"""

from __future__ import annotations

import binascii
import datetime
import hashlib
import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from email.header import Header
from email.utils import format_datetime, formataddr

from apercu.mailing import people

TOKEN = "%TOKEN%"  # noqa: S105 the mark in text and HTML where a copy's own token goes
TO, MESSAGE_ID, BOUNCES, DATE = "%TO%", "%MESSAGE-ID%", "%BOUNCES%", "%DATE%"  # marks in headers
_MARK = re.compile(b"%(?:TOKEN|TO|MESSAGE-ID|BOUNCES|DATE)%")
_SOFT = b"=\r\n"


@dataclass(frozen=True, kw_only=True)
class Copy:
    """One recipient's own words."""

    to: str
    token: str  # of the link to their preferences
    message_id: str  # with its angle brackets
    bounces: str  # where bounces of this very copy come back
    date: datetime.datetime


@dataclass(frozen=True, kw_only=True)
class Prepared:
    """A message, cut where copies differ."""

    pieces: tuple[bytes, ...] = field(repr=False)  # in turn: bytes, a mark, bytes, a mark … bytes

    def for_one(self, copy: Copy) -> bytes:
        """The whole message as it goes over the line, with CRLF line ends."""
        words = {
            TOKEN.encode(): copy.token.encode(),
            TO.encode(): address_as_header(copy.to),
            MESSAGE_ID.encode(): copy.message_id.encode(),
            BOUNCES.encode(): copy.bounces.encode(),
            DATE.encode(): format_datetime(copy.date.astimezone(datetime.UTC)).encode(),
        }
        return b"".join(words.get(piece, piece) for piece in self.pieces)


def prepare(*, headers: Mapping[str, str], text: str, html: str, language: str) -> Prepared:
    """Write the message down: headers in their order, then the text and the HTML as alternatives.

    The values of headers are text: what is not ASCII is encoded (RFC 2047). `TOKEN` may stand in both parts
    and in headers, the other marks in headers.
    """
    boundary = f"=_{hashlib.sha256((text + html).encode()).hexdigest()[:32]}"
    written = [_header(name, value) for name, value in headers.items()]
    written += [
        b"MIME-Version: 1.0",
        b'Content-Type: multipart/alternative; boundary="%s"' % boundary.encode(),
        f"Content-Language: {language}".encode(),
    ]
    lines = [
        *written,
        b"",
        *_part("text/plain", text, boundary),
        *_part("text/html", html, boundary),
        b"--%s--" % boundary.encode(),
        b"",
    ]
    return Prepared(pieces=tuple(_cut(b"\r\n".join(lines))))


def address_as_header(address: str) -> bytes:
    """An address for a To line; letters beyond ASCII before the @ are UTF-8."""
    return ascii_where_possible(address).encode()


def ascii_where_possible(address: str) -> str:
    """The address with its domain as the DNS writes it."""
    local, _at, domain = address.rpartition("@")
    return f"{local}@{people.ascii_domain(domain)}"


def mailbox(name: str, address: str) -> str:
    """A name with its address, as a From line has it."""
    return formataddr((name, ascii_where_possible(address)), charset="utf-8")


def _header(name: str, value: str) -> bytes:
    if any(sign in value for sign in "\r\n"):
        raise ValueError(f"The header {name} would break into another: {value!r}.")
    if value.isascii() and len(name) + len(value) < 900:  # RFC 5322 §2.1.1 allows 998 a line
        return f"{name}: {value}".encode()
    encoded = Header(value, charset="utf-8", header_name=name).encode(linesep="\r\n")
    return f"{name}: {encoded}".encode("ascii")


def _part(kind: str, words: str, boundary: str) -> Iterable[bytes]:
    yield b"--%s" % boundary.encode()
    yield f"Content-Type: {kind}; charset=utf-8".encode()
    yield b"Content-Transfer-Encoding: quoted-printable"
    yield b""
    yield quoted_printable(words)


def quoted_printable(words: str) -> bytes:
    """The text, encoded, with every mark alone on a line that is joined to its neighbours when it is read."""
    lines = "\r\n".join(words.splitlines()).encode()
    pieces = lines.split(TOKEN.encode())
    encoded = [binascii.b2a_qp(piece, istext=True).replace(b"\r\n", b"\n") for piece in pieces]
    whole = [piece.replace(b"\n", b"\r\n") for piece in encoded]
    return (_SOFT + TOKEN.encode() + _SOFT).join(whole)


def _cut(message: bytes) -> Iterable[bytes]:
    place = 0
    for found in _MARK.finditer(message):
        yield message[place : found.start()]
        yield found.group()
        place = found.end()
    yield message[place:]
