"""“Send”: what a mailing says is frozen, and who gets it is written down, in one transaction.

Killed before its end, nothing has happened; after it, every recipient has a row that no restart forgets.
"""

from __future__ import annotations

import datetime
from collections.abc import Callable, Iterable
from itertools import islice
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from apercu.mailing.composing import archive
from apercu.mailing.models import Delivery, Mailing, MailSettings
from apercu.mailing.people import ascii_domain
from apercu.mailing.sending import recipients, statements
from apercu.mailing.sending.recipients import Recipient

State = Mailing.State
Freeze = Callable[[Mailing], dict[str, Any]]  # what a mailing says, or CannotBeSent
AT_ONCE = 1000  # rows handed to the database together
_HERE = "sending"  # what this room keeps in a mailing's frozen content


class CannotBeSent(Exception):
    """The mailing cannot leave as it is; each problem is a sentence."""

    def __init__(self, *problems: str) -> None:
        super().__init__(" ".join(problems))
        self.problems = problems


class NotItsTurn(Exception):
    """The mailing is in a state in which this cannot be done; the text is a sentence."""


@transaction.atomic
def start(*, mailing: Mailing, by: Any, at: datetime.datetime, freeze: Freeze) -> int:
    """Freeze the mailing and write its recipients down; how many. NotItsTurn for the second of two clicks."""
    # First of all, by one statement: of two who press at once the second waits here, and finds it done.
    begun = Mailing.objects.filter(pk=mailing.pk, state__in=(State.DRAFT, State.SCHEDULED)).update(
        state=State.SENDING, started_at=at, progress_at=at, sent_by=by, paused_for="", paused_said=""
    )
    if not begun:
        raise NotItsTurn(_("This mailing is being sent already, or was sent or cancelled."))
    mailing.refresh_from_db()
    _must_be_still(mailing)
    content = freeze(mailing)
    mailing.content = content | {_HERE: {"domain": _domain()}}
    mailing.save(update_fields=["content"])
    terms = recipients.terms_of(content)
    wanting = (one for one in recipients.of(mailing, terms) if one.parts)
    number = _write_down(mailing, wanting, at=at)
    if not number:
        raise CannotBeSent(_("Nobody would get this mailing."))
    archive.made_public(mailing)
    return number


def domain_of(mailing: Mailing) -> str:
    """What stands behind the @ in the Message-ID of every copy, at whatever attempt."""
    kept = mailing.content.get(_HERE, {}).get("domain")
    return str(kept) if kept else _domain()


def _domain() -> str:
    return ascii_domain(MailSettings.load().sender.rpartition("@")[2])


def _must_be_still(mailing: Mailing) -> None:
    """What becomes of a copy of an earlier mailing that is being handed over will be known soon."""
    earlier = Delivery.objects.filter(mailing__digest=mailing.digest_id, state=Delivery.State.CLAIMED)
    if mailing.digest_id is not None and earlier.exclude(mailing=mailing).exists():
        raise CannotBeSent(
            _(
                "The last copies of the mailing that was cancelled are still leaving; try again in some "
                "minutes."
            )
        )


def _write_down(mailing: Mailing, wanting: Iterable[Recipient], *, at: datetime.datetime) -> int:
    rows = ((one.subscriber, one.language, ",".join(map(str, one.parts))) for one in wanting)
    number = 0
    while some := list(islice(rows, AT_ONCE)):
        statements.write_down(some, mailing=mailing.pk, at=at)
        number += len(some)
    return number
