"""The mails that ask those of an import who came without proof of their consent, a few at a time.

The row is the queue: somebody who is not confirmed and has no link to confirm is to be asked, from the hour
in `confirm_asked_at`. The link is committed before its mail is handed over. So a process that is killed in
between leaves one person unasked, whom an editor can have asked again, and asks nobody twice.
"""

from __future__ import annotations

import datetime
import logging
from collections.abc import Callable, Iterable
from smtplib import SMTPRecipientsRefused
from typing import Protocol

from django.core.mail import EmailMessage
from django.db import transaction
from django.db.models import QuerySet

from apercu.mailing import standing, subscribing, tokens
from apercu.mailing.letters import posting, writing
from apercu.mailing.letters.sender import of_the_site
from apercu.mailing.models import ConsentEvent, Subscriber

logger = logging.getLogger(__name__)

EVERY = datetime.timedelta(seconds=10)
TOGETHER = 10  # sixty a minute: a relay mistrusts who writes to thousands of strangers at once
NOT_AGAIN_WITHIN = datetime.timedelta(days=1)
TRIED_AGAIN_AFTER = datetime.timedelta(hours=1)  # what a server refused for now
TRIED_FOR = datetime.timedelta(days=3)

_REQUESTS = (ConsentEvent.Kind.REQUESTED, ConsentEvent.Kind.INVITED)
Clock = Callable[[], datetime.datetime]


class Line(Protocol):
    """A connection to the relay."""

    def send_messages(self, messages: list[EmailMessage], /) -> int | None:
        """Hand these over; OSError where the relay does not take them."""

    def close(self) -> None:
        """Hang up."""


class AskedLately(Exception):
    """Somebody was asked less than a day ago."""


def waiting() -> int:
    """How many are still to be asked."""
    return _waiting().count()


def invite(*, clock: Clock, open_line: Callable[[], Line] = posting.open_line, most: int = TOGETHER) -> int:
    """Ask some of those who wait, and say how many; nobody while the mail stands still or has no sender.

    `CannotSend` or OSError where the relay takes no mail: whoever was not asked waits on.
    """
    due = _waiting().filter(confirm_asked_at__lte=clock()).order_by("confirm_asked_at", "pk")
    people = list(due.values_list("pk", flat=True)[:most])
    if not people or standing.is_held() or not standing.has_sender():
        return 0
    line = open_line()
    try:
        return _ask(people, line=line, clock=clock)
    finally:
        line.close()


@transaction.atomic
def ask_again(*, subscriber: Subscriber, at: datetime.datetime) -> bool:
    """Have somebody asked again who did not confirm; whether they still wait. AskedLately within a day."""
    row = Subscriber.objects.select_for_update().get(pk=subscriber.pk)
    if row.state != Subscriber.State.PENDING or row.blocked:
        return False
    if row.confirm_asked_at and row.confirm_asked_at > at - NOT_AGAIN_WITHIN:
        raise AskedLately
    row.confirm_hash, row.confirm_asked_at = "", at
    row.save(update_fields=["confirm_hash", "confirm_asked_at"])
    return True


def _waiting() -> QuerySet[Subscriber]:
    return Subscriber.objects.filter(
        state=Subscriber.State.PENDING, blocked="", confirm_hash="", confirm_asked_at__isnull=False
    )


def _ask(people: Iterable[int], *, line: Line, clock: Clock) -> int:
    asked = 0
    for key in people:
        with transaction.atomic():
            subscriber = _waiting().select_for_update().filter(pk=key).first()
            if subscriber is None:  # confirmed, left or erased meanwhile
                continue
            token = tokens.new_confirmation(subscriber=subscriber, at=clock())
        asked += _post(subscriber, token, line=line, at=clock())
    return asked


def _post(subscriber: Subscriber, token: str, *, line: Line, at: datetime.datetime) -> bool:
    """Hand one mail over. Where the relay takes none the link is taken back, and the loop tries again."""
    try:
        line.send_messages([_written(subscriber, token)])
    except SMTPRecipientsRefused as refusal:
        codes = [code for code, _said in refusal.recipients.values()]
        logger.warning("The server refused a mail that asks to confirm (%s).", codes)
        if all(400 <= code < 500 for code in codes) and _request(subscriber).at > at - TRIED_FOR:
            _take_back(subscriber, not_before=at + TRIED_AGAIN_AFTER)
        return False  # refused for good: the request lapses like any that nobody confirms
    except OSError:
        _take_back(subscriber, not_before=at)
        raise
    return True


def _written(subscriber: Subscriber, token: str) -> EmailMessage:
    """The mail: they asked for it here, or came with a list."""
    us = of_the_site(subscriber.language)
    if _request(subscriber).kind == ConsentEvent.Kind.INVITED:
        letter = writing.invitation(token, language=subscriber.language, sender=us)
    else:
        asked = subscribing.Asked(subscriber=subscriber, confirmation=token)
        letter = writing.answer_to(asked, language=subscriber.language, sender=us)
    return posting.written(letter, to=subscriber.email, sender=us)


def _request(subscriber: Subscriber) -> ConsentEvent:
    """What they are asked for: every one who is not confirmed has come by a form or by a list."""
    return subscriber.consent_events.filter(kind__in=_REQUESTS).latest("at", "pk")


def _take_back(subscriber: Subscriber, *, not_before: datetime.datetime) -> None:
    mine = Subscriber.objects.filter(pk=subscriber.pk, confirm_hash=subscriber.confirm_hash)
    mine.update(confirm_hash="", confirm_asked_at=not_before)
