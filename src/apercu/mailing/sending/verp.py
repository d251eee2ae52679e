"""What marks a copy on its way: the address its bounces come back to, and its Message-ID."""

from __future__ import annotations

import hashlib
import hmac
import re

from apercu.mailing import keys
from apercu.mailing.composing.prepared import ascii_where_possible

_SIGNS = 12  # of a signature, 60 bits: nobody makes us block an address by a forged bounce
_DIGITS = "0123456789abcdefghijklmnopqrstuvwxyz"
_MARK = re.compile(r"\+([0-9a-z]{1,13})-([a-z2-7]{12})@[^@]+\Z", re.IGNORECASE)


def bounce_address(*, bounces: str, delivery: int, key: str) -> str:
    """Where bounces of this copy come back: the mailbox, with the copy's signed number after a plus."""
    local, _at, domain = ascii_where_possible(bounces).rpartition("@")
    number = base36(delivery)
    return f"{local}+{number}-{keys.signature('bounce', number, key=key, signs=_SIGNS)}@{domain}"


def delivery_of(address: str, *, key: str) -> int | None:
    """Which copy a bounce address is of; None where it bears no mark, or not ours. Case does not count."""
    found = _MARK.search(address.strip().strip("<>"))
    if found is None:
        return None
    number, signed = found[1].lower(), found[2].lower()
    if not keys.is_signature(signed, "bounce", number, key=key, signs=_SIGNS):
        return None
    return int(number, 36)


def message_id(*, mailing: str, subscriber: int, domain: str, key: str) -> str:
    """The same at each attempt, so that a server that gets a copy twice can tell."""
    named = f"message {mailing}:{subscriber}".encode()
    sign = hmac.new(key.encode(), named, hashlib.sha256).hexdigest()[:32]
    return f"<{mailing}.{sign}@{domain}>"


def base36(number: int) -> str:
    """A number from zero in digits and letters."""
    signs = ""
    while True:
        number, digit = divmod(number, 36)
        signs = _DIGITS[digit] + signs
        if not number:
            return signs
