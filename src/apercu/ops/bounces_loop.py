"""The loop that reads the mailbox of bounces every two minutes, on one of all machines."""

from __future__ import annotations

import logging
from collections import Counter

from django.conf import settings
from django.db import DatabaseError

from apercu.mailing.bounces import mailbox
from apercu.mailing.bounces.mails import receive_mail
from apercu.mailing.bounces.place import Place
from apercu.ops.loops import Clock, Loop, Trouble

logger = logging.getLogger(__name__)

EVERY = 120.0  # seconds


def read_bounces(clock: Clock) -> bool:
    """Take in what is new in the mailbox the settings name."""
    place: Place | None = settings.BOUNCES
    if place is None:
        return False
    done: Counter[str] = Counter()

    def take(raw: bytes) -> bool:
        try:
            outcome = receive_mail(raw, at=clock(), source="mailbox")
        except DatabaseError:
            raise  # tried again, and the mail stays as it was
        except Exception:
            logger.exception("A mail in the bounce mailbox could not be taken in; it is left for a person.")
            return False
        done[outcome.what] += 1
        return not outcome.is_for_a_person

    try:
        visit = mailbox.read_new_mails(place, take=take)
    except mailbox.Unreadable as error:
        raise Trouble(str(error)) from error
    if done:
        logger.info("The bounce mailbox was read: %s.", ", ".join(f"{n} {what}" for what, n in done.items()))
    return visit.is_more


LOOP = Loop(name="bounces", every=EVERY, run=read_bounces, by_one=True)
