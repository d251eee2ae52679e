"""Mailings with recipients, and messages to send them: small, true in form, made without the desk."""

from __future__ import annotations

import datetime
from collections.abc import Iterable, Sequence
from typing import Any

from apercu.mailing import people
from apercu.mailing.composing.prepared import BOUNCES, DATE, MESSAGE_ID, TO, TOKEN, Prepared, mailbox, prepare
from apercu.mailing.models import Delivery, Mailing, MailSettings, Subscriber

AT = datetime.datetime(2026, 3, 2, 9, tzinfo=datetime.UTC)
SENDER = "digest@example.org"


def a_sender(**settings: Any) -> MailSettings:
    """The sender of all mail, as the desk's settings have it."""
    told: MailSettings = MailSettings.load()
    for name, value in {"sender": SENDER, "sender_name": "The Digest", **settings}.items():
        setattr(told, name, value)
    told.save()
    return told


def a_subscriber(email: str, **fields: Any) -> Subscriber:
    """Somebody who confirmed."""
    given = {"state": Subscriber.State.ACTIVE, "created_at": AT, "confirmed_at": AT, **fields}
    return Subscriber.objects.create(email=email, email_key=people.key_of(email), **given)


def subscribers(number: int, *, at_once: int = 5000) -> None:
    """So many, of whom every fourth reads French."""
    rows = (
        Subscriber(
            email=f"reader{one}@example.org",
            email_key=f"reader{one}@example.org",
            language="fr" if one % 4 == 0 else "en",
            state=Subscriber.State.ACTIVE,
            created_at=AT,
            confirmed_at=AT,
        )
        for one in range(number)
    )
    Subscriber.objects.bulk_create(rows, batch_size=at_once)


def a_mailing(**fields: Any) -> Mailing:
    """A mailing that is being written."""
    number = Mailing.objects.count() + 1
    return Mailing.objects.create(**{"name": f"2026-{number:02}", "created_at": AT, **fields})


def summaries(*keys: int) -> dict[str, Any]:
    """What a mailing of these summaries says, as far as sending looks at it."""
    return {"summaries": [{"key": key, "topics": [], "types": []} for key in keys or (1,)]}


def freeze(_mailing: Mailing) -> dict[str, Any]:
    """One summary for everybody."""
    return summaries()


def write(mailing: Mailing, language: str, parts: tuple[int, ...]) -> Prepared:
    """A short message with everything that differs from copy to copy."""
    return prepare(
        headers={
            "From": mailbox("The Digest", SENDER),
            "To": TO,
            "Subject": f"Digest {mailing.name}",
            "Date": DATE,
            "Message-ID": MESSAGE_ID,
            "List-Unsubscribe": f"<https://digest.example.org/mail/leave/{TOKEN}>, <mailto:{BOUNCES}>",
        },
        text=f"Summaries {parts}\n.A line that begins with a dot\nChoose: https://digest.example.org/{TOKEN}\n",
        html=f"<p>Summaries {parts}</p><p><a href='https://digest.example.org/{TOKEN}'>Choose</a></p>",
        language=language,
    )


def states(mailing: Mailing) -> dict[str, int]:
    """How many copies are in each state."""
    found: dict[str, int] = {}
    for state in mailing.deliveries.values_list("state", flat=True):
        found[state] = found.get(state, 0) + 1
    return found


def copy_of(mailing: Mailing, email: str) -> Delivery:
    return mailing.deliveries.get(subscriber__email=email)


def emails(rows: Iterable[Sequence[str]]) -> list[str]:
    return sorted(to for _sign, to in rows)
