"""Copies that were sent, and the reports that come of them."""

from __future__ import annotations

import datetime
from itertools import count
from typing import Any

from apercu.mailing import keys, people
from apercu.mailing.bounces.report import Kind, Report
from apercu.mailing.models import Delivery, Mailing, Subscriber
from apercu.mailing.sending import verp

NOON = datetime.datetime(2026, 11, 30, 12, tzinfo=datetime.UTC)
DAY = datetime.timedelta(days=1)
BOUNCES = "bounces@digest.example.org"
_numbers = count(1)


def reader(email: str = "anna@example.com", **fields: Any) -> Subscriber:
    """Somebody who subscribed half a year ago."""
    given = {
        "email": email,
        "email_key": people.key_of(email),
        "state": Subscriber.State.ACTIVE,
        "created_at": NOON - 200 * DAY,
        "confirmed_at": NOON - 200 * DAY,
        **fields,
    }
    return Subscriber.objects.create(**given)


def copy_for(person: Subscriber, *, at: datetime.datetime = NOON, name: str = "", **fields: Any) -> Delivery:
    """A copy that the relay took at that time."""
    mailing = Mailing.objects.create(
        name=name or f"mailing-{next(_numbers)}",
        subject="The digest",
        created_at=at,
        state=Mailing.State.SENT,
    )
    return Delivery.objects.create(
        **{
            "mailing": mailing,
            "subscriber": person,
            "language": "en",
            "state": Delivery.State.SENT,
            "next_at": at,
            "sent_at": at,
            **fields,
        }
    )


def mark(copy: Delivery) -> str:
    """The address bounces of this copy come back to."""
    return verp.bounce_address(bounces=BOUNCES, delivery=copy.pk, key=keys.of_the_mail().signing)


def message_id(copy: Delivery) -> str:
    """Its Message-ID."""
    assert copy.subscriber_id is not None
    return verp.message_id(
        mailing=copy.mailing.name,
        subscriber=copy.subscriber_id,
        domain="digest.example.org",
        key=keys.of_the_mail().signing,
    )


def report(
    copy: Delivery, kind: Kind = Kind.HARD, *, status: str = "5.1.1", said: str = "no such user"
) -> Report:
    """What a mail system says of it."""
    return Report(kind=kind, status=status, said=said, bounce_addresses=(mark(copy),))


def mail(
    copy: Delivery, *, status: str = "5.1.1", said: str = "550 5.1.1 user unknown", to: str = ""
) -> bytes:
    """The mail by which a mail system says so (RFC 3464)."""
    return "\r\n".join(
        [
            "Return-Path: <>",
            "From: MAILER-DAEMON@relay.example.org",
            f"To: {to or mark(copy)}",
            "Subject: Undelivered Mail Returned to Sender",
            "Auto-Submitted: auto-replied",
            "MIME-Version: 1.0",
            'Content-Type: multipart/report; report-type=delivery-status; boundary="b"',
            "",
            "--b",
            "Content-Type: text/plain",
            "",
            "Your message could not be delivered.",
            "--b",
            "Content-Type: message/delivery-status",
            "",
            "Reporting-MTA: dns; relay.example.org",
            "",
            "Final-Recipient: rfc822; anna@example.com",
            "Action: failed",
            f"Status: {status}",
            f"Diagnostic-Code: smtp; {said}",
            "",
            "--b--",
            "",
        ]
    ).encode()
