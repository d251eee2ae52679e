"""A mailbox read over IMAP (RFC 3501): what is understood is marked as read, what is not gets a flag.

Nothing is ever deleted or moved. A mail is marked after what it says was written down, so that a run that is
killed reads it again, which changes nothing. A flagged mail stays unread, is for a person, and is not read
again by us; who takes the flag away has it read anew.
"""

from __future__ import annotations

import imaplib
import re
import ssl
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass

from apercu.mailing.bounces.place import Place
from apercu.mailing.bounces.taking_apart import MOST_BYTES

TIMEOUT = 30.0  # seconds of silence
AT_ONCE = 500  # mails in one visit
_UIDS = re.compile(rb"\d+")
# What is new: neither read (by us or a person) nor left for a person.
_NEW = "(UNSEEN UNFLAGGED UNDELETED)"
_LEFT = "(UNSEEN FLAGGED UNDELETED)"
READ, FOR_A_PERSON = "\\Seen", "\\Flagged"

Take = Callable[[bytes], bool]  # takes a mail in; whether it was understood


class Unreadable(Exception):
    """The mailbox cannot be read; the message is a sentence for the operator, without any password."""


@dataclass(frozen=True, kw_only=True)
class Visit:
    """What one visit came to."""

    understood: int = 0
    left: int = 0
    is_more: bool = False


@dataclass(frozen=True, kw_only=True)
class Waiting:
    """How many mails are new, and how many wait for a person."""

    new: int
    left: int


def read_new_mails(place: Place, *, take: Take) -> Visit:
    """Take in what is new in a mailbox, or Unreadable; what `take` raises leaves its mail as it was."""
    understood = left = 0
    with opened(place) as server:
        uids = _found(server, place, _NEW)
        for uid in uids[:AT_ONCE]:
            raw = _fetched(server, uid, place)
            if raw is None:
                continue  # somebody deleted it meanwhile
            is_understood = take(raw)
            _store(server, uid, READ if is_understood else FOR_A_PERSON, place)
            understood, left = understood + is_understood, left + (not is_understood)
    return Visit(understood=understood, left=left, is_more=len(uids) > AT_ONCE)


def count(place: Place) -> Waiting:
    """What waits in a mailbox, or Unreadable; nothing in it changes."""
    with opened(place, is_only_to_look=True) as server:
        return Waiting(new=len(_found(server, place, _NEW)), left=len(_found(server, place, _LEFT)))


@contextmanager
def opened(place: Place, *, is_only_to_look: bool = False) -> Iterator[imaplib.IMAP4_SSL]:
    """The mailbox with its folder open, or Unreadable."""
    server = _connected(place)
    try:
        _log_in(server, place, is_only_to_look=is_only_to_look)
        yield server
    except (imaplib.IMAP4.abort, OSError) as error:
        raise Unreadable(f"The bounce mailbox at {place.host} broke off: {_said(error)}") from error
    finally:
        _close(server)


def _connected(place: Place) -> imaplib.IMAP4_SSL:
    try:
        return imaplib.IMAP4_SSL(
            place.host, place.port, ssl_context=ssl.create_default_context(), timeout=TIMEOUT
        )
    except ssl.SSLCertVerificationError as error:
        raise Unreadable(
            f"The certificate of the bounce mailbox at {place.host} is not to be trusted: "
            f"{error.verify_message}."
        ) from error
    except (OSError, imaplib.IMAP4.error) as error:
        raise Unreadable(f"The bounce mailbox at {place.host} cannot be reached: {_said(error)}") from error


def _log_in(server: imaplib.IMAP4_SSL, place: Place, *, is_only_to_look: bool) -> None:
    try:
        _authenticate(server, place)
    except imaplib.IMAP4.abort:
        raise
    except imaplib.IMAP4.error as error:
        # Not what the server said: some repeat the line they were given.
        raise Unreadable(f"The bounce mailbox at {place.host} does not let us in.") from error
    if server.select(f'"{place.folder}"', readonly=is_only_to_look)[0] != "OK":
        raise Unreadable(f"The bounce mailbox at {place.host} has no folder “{place.folder}”.")


def _authenticate(server: imaplib.IMAP4_SSL, place: Place) -> None:
    """LOGIN where all is ASCII; else SASL PLAIN (RFC 4616), which has an encoding."""
    if (place.user + place.password).isascii():
        server.login(_quoted(place.user), place.password)  # imaplib quotes the password itself
    else:
        server.authenticate("PLAIN", lambda _challenge: f"\0{place.user}\0{place.password}".encode())


def _quoted(user: str) -> str:
    escaped = user.replace("\\", "\\\\").replace('"', '\\"')
    return f'"{escaped}"'


def _found(server: imaplib.IMAP4_SSL, place: Place, criteria: str) -> list[str]:
    """The numbers of such mails, the oldest first; they stay good for as long as the mail is there."""
    answer, lines = server.uid("SEARCH", criteria)
    if answer != "OK":
        raise Unreadable(f"The bounce mailbox at {place.host} cannot be searched.")
    found = _UIDS.findall(lines[0] or b"") if lines else []
    return [uid.decode() for uid in sorted(found, key=int)]


def _fetched(server: imaplib.IMAP4_SSL, uid: str, place: Place) -> bytes | None:
    """The beginning of a mail, which stays unread until we say so."""
    answer, lines = server.uid("FETCH", uid, f"(BODY.PEEK[]<0.{MOST_BYTES}>)")
    if answer != "OK":
        raise Unreadable(f"The bounce mailbox at {place.host} does not hand over its mails.")
    return next((line[1] for line in lines if isinstance(line, tuple)), None)


def _store(server: imaplib.IMAP4_SSL, uid: str, flag: str, place: Place) -> None:
    answer, _lines = server.uid("STORE", uid, "+FLAGS.SILENT", f"({flag})")
    if answer != "OK":
        raise Unreadable(f"In the bounce mailbox at {place.host} nothing can be marked as read.")


def _close(server: imaplib.IMAP4_SSL) -> None:
    """Leave politely where the server still listens; without CLOSE, which would expunge."""
    try:
        server.logout()
    except (OSError, imaplib.IMAP4.error):
        server.shutdown()


def _said(error: Exception) -> str:
    words = " ".join(str(getattr(error, "strerror", None) or error).split()) or type(error).__name__
    return words.rstrip(".") + "."
