"""How long to wait before asking: what the host says, else longer each time, out of step with others."""

from __future__ import annotations

import datetime
import email.utils
import re
from collections.abc import Callable, Mapping

_LONGEST = datetime.timedelta(days=7)  # a host that says more than that is not to be planned with
_FIRST_PAUSE = 0.5  # seconds


def retry_at(headers: Mapping[str, str], *, now: datetime.datetime) -> datetime.datetime | None:
    """When `Retry-After` tells us to come back, by seconds or a date (RFC 9110 §10.2.3); None if untold."""
    text = headers.get("retry-after", "").strip()
    if re.fullmatch(r"\d{1,12}(?:\.\d+)?", text, re.ASCII):
        return now + min(datetime.timedelta(seconds=float(text)), _LONGEST)
    try:
        moment = email.utils.parsedate_to_datetime(text)
    except (ValueError, TypeError, IndexError, OverflowError):
        return None
    if moment.tzinfo is None:  # "-0000": the time is UTC, the zone of the server is not told
        moment = moment.replace(tzinfo=datetime.UTC)
    return min(max(moment, now), now + _LONGEST)


def pause(attempt: int, *, longest: float, random: Callable[[], float]) -> float:
    """Seconds before the next attempt (the first is 0): anything up to a limit that doubles."""
    return random() * min(longest, _FIRST_PAUSE * 2.0**attempt)
