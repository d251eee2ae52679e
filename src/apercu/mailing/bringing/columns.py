"""The columns of the table: what they are called here, and in the exports of other programs."""

from __future__ import annotations

import re
from collections.abc import Sequence

EMAIL = "email"
COLUMNS = (
    EMAIL,
    "language",
    "often",
    "weekly_cap",
    "topics",
    "types",
    "state",
    "consent_source",
    "consent_at",
    "confirmed_at",
    "left_at",
    "blocked",
    "blocked_at",
    "created_at",
)
# listmonk: status. Mailchimp: Email Address, OPTIN_TIME, CONFIRM_TIME, UNSUB_TIME, CLEAN_TIME.
# Ghost: subscribed_to_emails, deleted_at.
_ALSO = {
    "email_address": EMAIL,
    "e_mail": EMAIL,
    "e_mail_address": EMAIL,
    "courriel": EMAIL,
    "adresse_courriel": EMAIL,
    "lang": "language",
    "locale": "language",
    "langue": "language",
    "status": "state",
    "subscription_status": "state",
    "subscribed_to_emails": "state",
    "optin_time": "consent_at",
    "confirm_time": "confirmed_at",
    "unsub_time": "left_at",
    "unsubscribed_at": "left_at",
    "deleted_at": "left_at",
    "clean_time": "blocked_at",
}


def meant(heading: str) -> str:
    """The column of ours that a heading means; "" for none."""
    name = re.sub(r"[\W_]+", "_", heading.casefold()).strip("_")
    return name if name in COLUMNS else _ALSO.get(name, "")


def places(headings: Sequence[str]) -> tuple[dict[str, int], tuple[str, ...]]:
    """Where each column of ours stands, the first of two that mean the same; and the headings left over."""
    found: dict[str, int] = {}
    unknown = []
    for place, heading in enumerate(headings):
        column = meant(heading)
        if column and column not in found:
            found[column] = place
        elif heading.strip():
            unknown.append(heading.strip())
    return found, tuple(unknown)
