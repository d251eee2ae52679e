"""Everything stands still: after a restore, until a person has looked.

A restored database knows less than the mailboxes of its readers: copies that left after the backup was made
wait in it as if they had not.
"""

from __future__ import annotations

import datetime
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _
from wagtail.log_actions import log

from apercu.mailing.models import MailState
from apercu.mailing.sending import noting
from apercu.mailing.sending.starting import NotItsTurn

RESTORED = "restored"


@transaction.atomic
def hold(*, reason: str, at: datetime.datetime) -> None:
    """No mailing begins or goes on from now on."""
    MailState.objects.update_or_create(pk=1, defaults={"held_since": at, "held_for": reason})


@transaction.atomic
def release(*, by: Any, at: datetime.datetime) -> None:
    """A person has looked: what was being sent goes on, what is due begins."""
    if not MailState.objects.exclude(held_since=None).update(held_since=None, held_for=""):
        raise NotItsTurn(_("Mail is not held back."))
    log(MailState.objects.get(), noting.RELEASED, user=by, timestamp=at)


def sentence_of_hold() -> str:
    """Why everything stands still; nothing when it does not."""
    state = MailState.objects.exclude(held_since=None).first()
    if state is None:
        return ""
    if state.held_for == RESTORED:
        return _(
            "This site was restored from a backup. Mail that left after the backup was made is not known "
            "here: look at each mailing that was being sent, cancel it if it had gone out, and then let mail "
            "leave."
        )
    return _("All mail is held back.")
