"""The links in mails: random, kept hashed, for one person.

Two kinds. A link to confirm is signed, stands for one row and one request of it, and is used once. A link to
the preferences is in every copy and stays good, for an old mail must always lead to the way out.
"""

from __future__ import annotations

import datetime
import hashlib
import re
import secrets
from dataclasses import dataclass

from apercu.mailing import keys
from apercu.mailing.models import Delivery, LinkToken, Subscriber

BYTES = 24  # of randomness: 32 signs in base64
CONFIRM_WITHIN = datetime.timedelta(days=14)
_SIGNS = 16  # of a signature, 80 bits: it only keeps guesses from the database
_LINK = re.compile(r"[A-Za-z0-9_-]{32}")
_CONFIRM = re.compile(r"([A-Za-z0-9_-]{32})([a-z2-7]{16})")


@dataclass(frozen=True, kw_only=True)
class Fresh:
    """A new token: what goes into the mail, and what is kept of it."""

    token: str
    hash: str


def fresh() -> Fresh:
    """A token nobody has had before."""
    token = secrets.token_urlsafe(BYTES)
    return Fresh(token=token, hash=hash_of(token))


def hash_of(token: str) -> str:
    """What is kept: SHA-256, for what is random needs no salt."""
    return hashlib.sha256(token.encode()).hexdigest()


def new_link(*, subscriber: Subscriber, at: datetime.datetime, delivery: Delivery | None = None) -> str:
    """A token for one more link to somebody's preferences."""
    one = fresh()
    LinkToken.objects.create(hash=one.hash, subscriber=subscriber, delivery=delivery, at=at)
    return one.token


def followed(token: str) -> LinkToken | None:
    """The row of a link somebody followed, with its subscriber; None for what was never given out."""
    if not _LINK.fullmatch(token):
        return None
    rows = LinkToken.objects.select_related("subscriber", "delivery")
    return rows.filter(hash=hash_of(token)).first()


def new_confirmation(*, subscriber: Subscriber, at: datetime.datetime) -> str:
    """The token that confirms this request; whatever was sent before is no longer good."""
    one = fresh()
    subscriber.confirm_hash, subscriber.confirm_asked_at = one.hash, at
    subscriber.save(update_fields=["confirm_hash", "confirm_asked_at"])
    return one.token + keys.signature("confirm", one.token, key=keys.of_the_mail().signing, signs=_SIGNS)


def link_of(token: str) -> str:
    """The token of the link to the preferences that a link to confirm turns into; "" for what is none."""
    found = _CONFIRM.fullmatch(token)
    return found[1] if found else ""


def is_a_link(token: str) -> bool:
    """Whether it looks like the token of a link to preferences, whoever's."""
    return _LINK.fullmatch(token) is not None


def to_confirm(token: str, *, at: datetime.datetime) -> Subscriber | None:
    """Whose request this token confirms; None for one that is false, used, replaced or too old."""
    found = _CONFIRM.fullmatch(token)
    if found is None:
        return None
    own, signed = found.groups()
    if not keys.is_signature(signed, "confirm", own, key=keys.of_the_mail().signing, signs=_SIGNS):
        return None
    return Subscriber.objects.filter(
        confirm_hash=hash_of(own), confirm_asked_at__gt=at - CONFIRM_WITHIN
    ).first()
