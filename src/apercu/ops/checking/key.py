"""The secret key: whether the nodes of a site share one, as far as the logins they signed tell."""

from __future__ import annotations

from collections.abc import Iterator

from django.contrib.sessions.models import Session
from django.core import signing

from apercu.ops.checking import Asked, Finding, good, warning

LOOKED_AT = 20  # the newest logins
_SALT = "django.contrib.sessions.SessionStore"  # Django's for sessions in the database


def look(asked: Asked) -> Iterator[Finding]:
    """Whether the newest logins were signed with this node's key."""
    newest = Session.objects.filter(expire_date__gt=asked.clock()).order_by("-expire_date")[:LOOKED_AT]
    kept = list(newest.values_list("session_data", flat=True))
    foreign = sum(not _is_ours(data) for data in kept)
    if foreign:
        yield warning(
            f"{foreign} of the {len(kept)} newest logins were signed with another key than this node's.",
            "Give every node the same APERCU_SECRET_KEY, or the same file secret-key; a key that was changed "
            "lately explains it too.",
        )
    else:
        yield good("The logins there are were signed with this node's key.")


def _is_ours(data: str) -> bool:
    try:
        signing.TimestampSigner(salt=_SALT).unsign(data)
    except signing.BadSignature:
        return False
    return True
