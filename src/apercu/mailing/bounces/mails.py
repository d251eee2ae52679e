"""One mail from whichever way in: read, and taken in as a report."""

from __future__ import annotations

import datetime

from apercu.mailing.bounces.reading import read
from apercu.mailing.bounces.receiving import Outcome, receive


def receive_mail(raw: bytes, *, at: datetime.datetime, source: str, came_to: str = "") -> Outcome:
    """Take a mail in; `came_to` is the address it came to, where the mail system told."""
    return receive(report=read(raw, came_to=came_to), at=at, source=source)
