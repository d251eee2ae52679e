"""When mailings stop by themselves, and what the desk says about it."""

from __future__ import annotations

import datetime

from django.utils.translation import gettext as _

from apercu.mailing.models import Mailing
from apercu.mailing.sending.noting import PAUSED_ITSELF, note
from apercu.mailing.sending.replies import LONGEST

BY_A_PERSON = "person"
NO_RELAY, COMPOSING, NOT_READY, REFUSALS = "no-relay", "composing", "not-ready", "refusals"


def pause_all(*, code: str, said: str, at: datetime.datetime) -> int:
    """The relay is in trouble: every mailing that is being sent stands still; how many."""
    return sum(
        pause(mailing=mailing, code=code, said=said, at=at)
        for mailing in Mailing.objects.filter(state=Mailing.State.SENDING)
    )


def pause(*, mailing: Mailing, code: str, said: str, at: datetime.datetime) -> bool:
    """This mailing stands still until a person resumes it; whether it was going on."""
    paused = Mailing.objects.filter(pk=mailing.pk, state=Mailing.State.SENDING).update(
        state=Mailing.State.PAUSED, paused_for=code, paused_said=said[:LONGEST], progress_at=at
    )
    if paused:
        note(PAUSED_ITSELF, mailing=mailing, by=None, at=at, why=code)
    return bool(paused)


def sentence_of(mailing: Mailing) -> str:
    """Why it stands still, and what to do; nothing for a mailing that does not."""
    sentences = {
        BY_A_PERSON: _("Somebody paused it."),
        NO_RELAY: _("There is no mail server in the settings. The operator names one with APERCU_EMAIL_URL."),
        "unreachable": _("The mail server could not be reached, time and again. Resume when it answers."),
        "busy": _("The mail server took nothing from us, time and again. Resume when it does."),
        "login": _("The mail server refuses our user name or password. The operator mends APERCU_EMAIL_URL."),
        "encryption": _("The connection to the mail server could not be encrypted safely."),
        "sender": _("The mail server does not send for our sender’s address. See the mail settings."),
        "quota": _("The mail provider’s limit is reached. Resume when it allows more, perhaps more slowly."),
        REFUSALS: _(
            "The mail server refused one copy after another. Mend the reason, try what failed again, resume."
        ),
        COMPOSING: _("A copy could not be written. The log of the jobs process says why."),
        NOT_READY: _("It could not be sent at its hour."),
    }
    if not mailing.paused_for:
        return ""
    sentence = sentences.get(mailing.paused_for, mailing.paused_for)
    if not mailing.paused_said:
        return sentence
    return _("%(sentence)s Said was: “%(said)s”") % {"sentence": sentence, "said": mailing.paused_said}
