"""What is signed or made unreadable with the keys in the database."""

from __future__ import annotations

import base64
import hashlib
import hmac
from collections.abc import Iterable

from apercu.mailing.models.keys import MailKeys


def of_the_mail() -> MailKeys:
    """The one row of keys, made on first use; two first uses at once agree."""
    return MailKeys.objects.get_or_create(pk=1)[0]


def suppression_hash(email_key: str) -> str:
    """What stands for an address that is to be left alone: HMAC-SHA-256 in hexadecimal."""
    return suppression_hashes([email_key])[email_key]


def suppression_hashes(email_keys: Iterable[str]) -> dict[str, str]:
    """What stands for each of many addresses: 1 query."""
    secret = of_the_mail().suppression.encode()
    return {one: hmac.new(secret, one.encode(), hashlib.sha256).hexdigest() for one in email_keys}


def signature(purpose: str, text: str, *, key: str, signs: int) -> str:
    """The first signs of an HMAC-SHA-256 in base32, lower case: five bits each, safe in an address."""
    digest = hmac.new(key.encode(), f"{purpose} {text}".encode(), hashlib.sha256).digest()
    return base64.b32encode(digest).decode().lower().rstrip("=")[:signs]


def is_signature(claimed: str, purpose: str, text: str, *, key: str, signs: int) -> bool:
    """Whether that is the signature of this text, compared in constant time."""
    return hmac.compare_digest(claimed.encode(), signature(purpose, text, key=key, signs=signs).encode())
