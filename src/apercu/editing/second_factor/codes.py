"""The codes themselves: of the moment (RFC 6238, by `pyotp`), and backup codes."""

from __future__ import annotations

import datetime
import hmac
import secrets

import pyotp
import segno
from django.utils.crypto import salted_hmac

STEP = 30  # seconds a code is shown
LATE = 1  # codes before and after the present one that are taken: clocks differ, typing takes time
HOW_MANY = 10
_LETTERS = "abcdefghjkmnpqrstuvwxyz23456789"  # none that is read as another
_GROUP = 5


def new_key() -> str:
    """A fresh secret key (160 bits, as RFC 4226 §4 recommends), in base 32 as the apps take it."""
    return pyotp.random_base32()


def key_in_groups(key: str) -> str:
    """The key as one types it: in groups of four."""
    return " ".join(key[start : start + 4] for start in range(0, len(key), 4))


def address_of(*, key: str, name: str, site: str) -> str:
    """The address an authenticator app reads from the picture."""
    return pyotp.TOTP(key, interval=STEP).provisioning_uri(name=name, issuer_name=site)


def picture_of(address: str) -> str:
    """A QR code as SVG to stand in the page: no file, no request, no style."""
    return segno.make(address, error="m").svg_inline(
        scale=5, border=4, dark="#000", light="#fff", svgclass=None, lineclass=None, omitsize=False
    )


def step_of(code: str, *, key: str, at: datetime.datetime) -> int | None:
    """The half minute this code belongs to, if it is one of those around the present."""
    now = int(at.timestamp()) // STEP
    made = pyotp.TOTP(key, interval=STEP)
    found = None
    for step in range(now - LATE, now + LATE + 1):  # all of them, so that the time tells nothing
        if hmac.compare_digest(made.generate_otp(step), code):
            found = step
    return found


def new_backup_codes() -> list[str]:
    """Ten codes of fifty bits each, to be shown once."""
    return [_new_backup_code() for _number in range(HOW_MANY)]


def digest_of(code: str, *, account: object) -> str:
    """What is kept of a backup code: without the site's secret key it cannot be tried out elsewhere."""
    return salted_hmac("apercu.backup-code", f"{account} {plain(code)}", algorithm="sha256").hexdigest()


def plain(code: str) -> str:
    """A code as it was meant, however it was typed."""
    return "".join(letter for letter in code.casefold() if letter.isalnum() and letter.isascii())


def _new_backup_code() -> str:
    letters = "".join(secrets.choice(_LETTERS) for _number in range(2 * _GROUP))
    return f"{letters[:_GROUP]}-{letters[_GROUP:]}"
