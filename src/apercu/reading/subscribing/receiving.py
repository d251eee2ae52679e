"""Taking a request for the mail: noted, and answered by mail alone."""

from __future__ import annotations

import datetime

from django.core.mail import EmailMultiAlternatives
from django.db import transaction

from apercu.mailing import subscribing
from apercu.mailing.letters import posting, sender, writing
from apercu.reading.subscribing import limits
from apercu.reading.subscribing.form import Typed


def receive(typed: Typed, *, said: str, spoken: str, source: str, at: datetime.datetime) -> None:
    """Note who asked and write to them; or CannotSend, and nothing is noted.

    A new address, a known one and one that was written to a moment ago cost the reader the same time and
    show the same page.
    """
    line = posting.open_line()
    try:
        letter = _noted(typed, said=said, spoken=spoken, source=source, at=at)
    except BaseException:
        line.close()
        raise
    posting.post(letter, over=line)


@transaction.atomic
def _noted(
    typed: Typed, *, said: str, spoken: str, source: str, at: datetime.datetime
) -> EmailMultiAlternatives | None:
    """The mail to be sent. None, and nothing noted, where the address has had its share."""
    asked = subscribing.ask(
        email=typed.email,
        choices=typed.chosen.as_choices(),
        said=said,
        said_in=spoken,
        source=source,
        at=at,
    )
    language = typed.chosen.language if asked.confirmation else asked.subscriber.language
    us = sender.of_the_site(language)
    letter = writing.answer_to(asked, language=language, sender=us)
    message = posting.written(letter, to=asked.subscriber.email, sender=us)
    # The row is locked since it was asked for: two requests at once are counted one after the other.
    if limits.had_enough(asked.subscriber, at=at):
        transaction.set_rollback(True)
        return None
    return message
