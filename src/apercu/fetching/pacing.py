"""How often each host is asked: one question at a time, as fast as its headers allow."""

from __future__ import annotations

import datetime
import re
import threading
from collections.abc import Iterator, Mapping
from contextlib import contextmanager

from apercu.fetching.deadline import Deadline, Surroundings
from apercu.fetching.policy import Host
from apercu.fetching.unfetchable import RateLimited, TimedOut

_UNITS = {"": 1.0, "ms": 0.001, "s": 1.0, "m": 60.0, "h": 3600.0, "d": 86400.0}
_SLOWEST = 60.0  # seconds between two questions
_FASTEST = 0.01
_EPOCH_BEGINS = 1_000_000_000  # a larger number in `X-RateLimit-Reset` is a time, a smaller one a span


def interval_of(headers: Mapping[str, str]) -> float | None:
    """Seconds between two questions by `x-rate-limit-limit` and `-interval` (Crossref); None if untold.

    Crossref has been seen to send values twice, "50, 50": the first number counts.
    """
    limit = first_number(headers.get("x-rate-limit-limit", ""))
    span = re.match(
        r"\s*(\d+(?:\.\d+)?)\s*(ms|[smhd]?)\b", headers.get("x-rate-limit-interval", ""), re.ASCII
    )
    if not limit or not span:
        return None
    seconds = float(span[1]) * _UNITS[span[2]] / limit
    return min(max(seconds, _FASTEST), _SLOWEST)


def first_number(text: str) -> int | None:
    """The first whole number of a header that may hold it twice or with more behind it."""
    found = re.match(r"\s*(\d{1,15})", text, re.ASCII)
    return int(found[1]) if found else None


def used_up_until(
    headers: Mapping[str, str], *, host: Host, now: datetime.datetime
) -> datetime.datetime | None:
    """Until when an allowance is used up, by `X-RateLimit-Remaining: 0`; None where something is left.

    `X-RateLimit-Reset` says when it is renewed. Without it a daily allowance (OpenAlex) is renewed at
    midnight UTC, any other (PubMed, per second) in a moment.
    """
    if first_number(headers.get("x-ratelimit-remaining", "")) != 0:
        return None
    reset = first_number(headers.get("x-ratelimit-reset", ""))
    if reset is not None:
        seconds = reset - now.timestamp() if reset >= _EPOCH_BEGINS else reset
        return now + datetime.timedelta(seconds=min(max(seconds, 0), 7 * 86400))
    if host.allowance_is_daily:
        utc = now.astimezone(datetime.UTC)
        return (utc + datetime.timedelta(days=1)).replace(hour=0, minute=0, second=0, microsecond=0)
    return now + datetime.timedelta(seconds=1)


class Turns:
    """The turns of one host, for every thread of this process."""

    def __init__(self, host: Host, *, surroundings: Surroundings) -> None:
        self._host = host
        self._surroundings = surroundings
        self._lock = threading.Lock()
        self._interval = 1.0 / host.per_second
        self._next_at = float("-inf")
        self._closed_until: datetime.datetime | None = None

    @contextmanager
    def turn(self, *, deadline: Deadline, now: datetime.datetime, shown: str) -> Iterator[None]:
        """Wait for our turn and keep it; `RateLimited` or `TimedOut` where it will not come in time."""
        if not self._lock.acquire(timeout=deadline.left()):
            raise TimedOut(host=self._host.name, url=shown, seconds=deadline.spent())
        try:
            self._wait(deadline, now, shown)
            yield
        finally:
            self._next_at = max(self._next_at, self._surroundings.monotonic() + self._interval)
            self._lock.release()

    def learn(self, headers: Mapping[str, str], *, now: datetime.datetime) -> None:
        """Take the host's word for how often it wants to be asked."""
        self._interval = interval_of(headers) or self._interval
        if until := used_up_until(headers, host=self._host, now=now):
            self.close(until=until)

    def close(self, *, until: datetime.datetime) -> None:
        """Ask nothing before this moment."""
        self._closed_until = max(until, self._closed_until or until)

    @property
    def closed_until(self) -> datetime.datetime | None:
        """The moment before which the host is not to be asked."""
        return self._closed_until

    def _wait(self, deadline: Deadline, now: datetime.datetime, shown: str) -> None:
        seconds = self._next_at - self._surroundings.monotonic()
        if self._closed_until and (closed := (self._closed_until - now).total_seconds()) > 0:
            if closed > deadline.left():
                raise RateLimited(host=self._host.name, url=shown, retry_at=self._closed_until)
            seconds = max(seconds, closed)
        if seconds > deadline.left():
            raise TimedOut(host=self._host.name, url=shown, seconds=deadline.spent())
        if seconds > 0:
            self._surroundings.sleep(seconds)
