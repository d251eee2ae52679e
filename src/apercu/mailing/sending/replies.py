"""What a server's answers mean: for one copy, and for the relay as a whole."""

from __future__ import annotations

import enum
import re
from dataclasses import dataclass
from typing import ClassVar

LONGEST = 500  # of what is kept of an answer


class Trouble(Exception):
    """Something is wrong between us and the relay, whoever the copy is for; the text is what was said."""

    code: ClassVar[str]  # of the pause it leads to
    is_final: ClassVar[bool] = False  # nothing that waiting mends


class Unreachable(Trouble):
    """No conversation came about, or it broke."""

    code = "unreachable"


class Busy(Trouble):
    """The server takes nothing from us for now."""

    code = "busy"


class LoginRefused(Trouble):
    """The user or the password is wrong, or the server wants one and there is none."""

    code = "login"
    is_final = True


class NotEncrypted(Trouble):
    """The server offers no encryption, or its certificate is not good."""

    code = "encryption"
    is_final = True


class SenderRefused(Trouble):
    """The server does not send for the address bounces come back to."""

    code = "sender"
    is_final = True


class QuotaReached(Trouble):
    """We have sent as much as the provider allows."""

    code = "quota"
    is_final = True


class TooFast(Trouble):
    """The provider wants us slower: waiting mends it."""

    code = "quota"


class Kind(enum.Enum):
    """What became of a copy in a conversation."""

    ACCEPTED = "the server has it"
    REFUSED = "the server will never take it"
    PUT_OFF = "the server did not take it now"
    GIVEN_BACK = "it was not the copy's fault, and it was not handed over"
    UNCLEAR = "the server may have it"
    WITHHELD = "it was not to be handed over any more"


@dataclass(frozen=True, kw_only=True)
class Handed:
    """What became of a copy, what was said, and what is wrong with the relay beside it."""

    kind: Kind
    said: str = ""
    trouble: Trouble | None = None


# Our own limits at the provider. A recipient's full mailbox (X.2.2, RFC 3463 §3.3) says "quota", too.
_OURS = re.compile(
    r"\b5\.4\.5\b|\b5\.1\.90\b|\b4\.7\.28\b|throttl"
    r"|\b(?:daily|hourly|monthly|sending|messaging|message|rate|user)\b[^.]{0,40}\b(?:quota|limits?|rate)\b"
    r"|\btoo many (?:messages|mails|e-?mails)\b|\bmaximum sending rate\b",
    re.IGNORECASE,
)
_OF_A_MAILBOX = re.compile(r"\b[45]\.2\.[0-9]+\b|\bmailbox\b", re.IGNORECASE)


def said(code: int, text: bytes | str) -> str:
    """An answer in one line."""
    words = text.decode("utf-8", "replace") if isinstance(text, bytes) else text
    return " ".join(f"{code} {words}".split())[:LONGEST]


def of_connection(code: int, text: bytes | str) -> Trouble:
    """An answer to our coming: the server is there and does not want us now."""
    return limit(code, text) or Busy(said(code, text))


def of_sender(code: int, text: bytes | str) -> Trouble:
    """An answer to MAIL FROM that is no yes."""
    if code == 530:  # RFC 4954 §6: authentication required
        return LoginRefused(said(code, text))
    if found := limit(code, text):
        return found
    return SenderRefused(said(code, text)) if code >= 500 else Busy(said(code, text))


def of_copy(code: int, text: bytes | str) -> Handed:
    """An answer about this recipient or this copy that is no yes."""
    words = said(code, text)
    if code == 530:
        return Handed(kind=Kind.GIVEN_BACK, said=words, trouble=LoginRefused(words))
    if trouble := limit(code, text):
        return Handed(kind=Kind.GIVEN_BACK, said=words, trouble=trouble)
    if code == 421:  # RFC 5321 §3.8: the server is about to hang up
        return Handed(kind=Kind.PUT_OFF, said=words, trouble=Busy(words))
    return Handed(kind=Kind.REFUSED if 500 <= code < 600 else Kind.PUT_OFF, said=words)


def limit(code: int, text: bytes | str) -> Trouble | None:
    """The trouble, where an answer tells of our limits."""
    words = said(code, text)
    if _OF_A_MAILBOX.search(words) or not _OURS.search(words):
        return None
    return QuotaReached(words) if code >= 500 else TooFast(words)
