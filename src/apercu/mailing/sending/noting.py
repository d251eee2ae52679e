"""What people did with mailings, in the desk's log; `wagtail_hooks` gives the acts their names."""

from __future__ import annotations

import datetime
from typing import Any

from wagtail.log_actions import log

from apercu.mailing.models import Mailing

_PREFIX = "apercu.mailing."
SENT, SCHEDULED, UNSCHEDULED = f"{_PREFIX}send", f"{_PREFIX}schedule", f"{_PREFIX}unschedule"
PAUSED, RESUMED, CANCELLED = f"{_PREFIX}pause", f"{_PREFIX}resume", f"{_PREFIX}cancel"
PAUSED_ITSELF = f"{_PREFIX}pause_itself"
SENT_AGAIN, LEFT_UNCLEAR, RETRIED = f"{_PREFIX}send_again", f"{_PREFIX}leave", f"{_PREFIX}retry"
RELEASED = f"{_PREFIX}release"


def note(action: str, *, mailing: Mailing, by: Any, at: datetime.datetime, **data: Any) -> None:
    """One line of the log, in the transaction of what it tells of."""
    log(mailing, action, user=by, timestamp=at, data=data)
