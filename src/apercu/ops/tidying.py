"""What is thrown away once a day: sessions that ended, answers of services that nobody will ask for again,
requests for the mail that nobody confirmed.

Revisions stay: they are the history an editor sees, and what a correction is compared with.
"""

from __future__ import annotations

import logging
from importlib import import_module

from django.conf import settings

from apercu.content import kept_answers
from apercu.mailing import subscribing
from apercu.ops.loops import Clock, Loop

logger = logging.getLogger(__name__)

DAY = 24 * 60 * 60.0


def tidy(clock: Clock) -> bool:
    """Throw away what is over."""
    import_module(settings.SESSION_ENGINE).SessionStore.clear_expired()
    gone = kept_answers.forget_old(at=clock())
    unconfirmed = subscribing.forget_unconfirmed(at=clock())
    logger.info(
        "Sessions that ended, %s kept answers and %s unconfirmed requests for the mail were thrown away.",
        gone,
        unconfirmed,
    )
    return False


LOOP = Loop(name="tidying", every=DAY, run=tidy, by_one=True)
