"""E-mail addresses: whether one can be written to, and when two spellings are the same mailbox."""

from __future__ import annotations

import re
import unicodedata

from django.core.exceptions import ValidationError
from django.core.validators import EmailValidator

from apercu.mailing.models.subscriber import LONGEST_ADDRESS

LONGEST_LOCAL = 64  # octets, RFC 5321 §4.5.3.1.1
# Letters beyond ASCII before the @ (RFC 6531), which Django's own expression leaves out.
# Both cases are written out: with IGNORECASE a million characters are looked at whenever a process starts.
_ATOM = r"[-!#$%&'*+/=?^_`{}|~0-9A-Za-z\u0080-\U0010ffff]+"
_LOCAL = re.compile(rf"{_ATOM}(\.{_ATOM})*")
_domain = EmailValidator()


class NotAnAddress(ValueError):
    """The text is no e-mail address that mail could be sent to."""


def cleaned(text: str) -> str:
    """The address as it is written to: spaces around it gone, one Unicode form (NFC); or NotAnAddress."""
    address = unicodedata.normalize("NFC", text.strip())
    local, at, domain = address.rpartition("@")
    if not at or len(address) > LONGEST_ADDRESS or len(local.encode()) > LONGEST_LOCAL:
        raise NotAnAddress
    if not _LOCAL.fullmatch(local) or any(unicodedata.category(sign) in {"Cc", "Cf", "Zs"} for sign in local):
        raise NotAnAddress
    try:
        _domain(f"x@{ascii_domain(domain)}")
    except ValidationError as error:
        raise NotAnAddress from error
    return f"{local}@{domain}"


def key_of(address: str) -> str:
    """What is the same for every spelling of one mailbox.

    Case counts nowhere: RFC 5321 lets a server tell `Anna@` from `anna@`, and none does. Dots and what
    follows a plus stay: whether those matter is each provider's own rule.
    """
    local, _at, domain = cleaned(address).rpartition("@")
    return f"{unicodedata.normalize('NFC', local.casefold())}@{ascii_domain(domain)}"


def ascii_domain(domain: str) -> str:
    """A domain as the DNS writes it (IDNA, RFC 3490), lower case; or NotAnAddress."""
    try:
        return domain.encode("idna").decode("ascii").lower()
    except UnicodeError as error:
        raise NotAnAddress from error


def needs_smtputf8(address: str) -> bool:
    """Whether the part before the @ has letters beyond ASCII, which only some servers take (RFC 6531)."""
    return not address.rpartition("@")[0].isascii()
