"""What can stand in the way of an answer.

Unfetchable
├── NotAllowed        we do not go there: scheme, host, port, address
├── TooManyRedirects  sent on and on
├── TimedOut          no whole answer in time
├── TooLarge          more than we take, packed or unpacked
├── Unreachable       no such host, no connection, no valid certificate, broken off
├── Garbled           not HTTP, or packed in a way we did not ask for
├── Offline           we were told not to ask, and nothing is kept
└── Refused           the host says no (401, 403)
    ├── OutOfOrder    it cannot (5xx)
    └── RateLimited   it says not now (429), and perhaps when
"""

from __future__ import annotations

import datetime


class Unfetchable(Exception):
    """An answer could not be had: `code` and the parts of a message, without secrets.

    `code` is one of a documented list (docs/features/lookup.md); the sentence is written by whoever meets a
    person.
    """

    code = "unfetchable"

    def __init__(self, *, host: str, url: str = "", **parts: object) -> None:
        self.host = host
        self.url = url  # without secrets, as in a Reply
        self.parts = parts
        super().__init__(self.code)

    def __str__(self) -> str:
        """The code and its parts, for logs."""
        told = [f"host={self.host}", *(f"{name}={value}" for name, value in self.parts.items() if value)]
        return f"{self.code} ({', '.join(told)})"


class NotAllowed(Unfetchable):
    """The policy forbids it; `reason` is "scheme", "host", "port", "credentials" or "address"."""

    code = "not-allowed"

    def __init__(self, *, host: str, url: str = "", reason: str) -> None:
        super().__init__(host=host, url=url, reason=reason)
        self.reason = reason


class TooManyRedirects(Unfetchable):
    """The host, or one it named, sent us on more often than the policy follows."""

    code = "too-many-redirects"

    def __init__(self, *, host: str, url: str = "", most: int) -> None:
        super().__init__(host=host, url=url, most=most)
        self.most = most


class TimedOut(Unfetchable):
    """No whole answer within the time there was; `seconds` is how long we waited in all."""

    code = "timed-out"

    def __init__(self, *, host: str, url: str = "", seconds: float) -> None:
        super().__init__(host=host, url=url, seconds=round(seconds, 1))
        self.seconds = seconds


class TooLarge(Unfetchable):
    """The answer is larger than `most` bytes, as sent or unpacked."""

    code = "too-large"

    def __init__(self, *, host: str, url: str = "", most: int) -> None:
        super().__init__(host=host, url=url, most=most)
        self.most = most


class Unreachable(Unfetchable):
    """No conversation with the host; `reason` is "name", "connection", "certificate" or "broken-off"."""

    code = "unreachable"

    def __init__(self, *, host: str, url: str = "", reason: str) -> None:
        super().__init__(host=host, url=url, reason=reason)
        self.reason = reason


class Garbled(Unfetchable):
    """The answer is not HTTP as we asked for it; `reason` is "protocol", "packing" or "redirect"."""

    code = "garbled"

    def __init__(self, *, host: str, url: str = "", reason: str) -> None:
        super().__init__(host=host, url=url, reason=reason)
        self.reason = reason


class Offline(Unfetchable):
    """The client was told not to ask anybody, and no earlier answer is kept."""

    code = "offline"


class Refused(Unfetchable):
    """The host does not serve us: `status` says how."""

    code = "refused"

    def __init__(self, *, host: str, url: str = "", status: int, **parts: object) -> None:
        super().__init__(host=host, url=url, status=status, **parts)
        self.status = status


class OutOfOrder(Refused):
    """The host has a fault of its own (5xx), also when asked again."""

    code = "out-of-order"


class RateLimited(Refused):
    """We asked too often or used up an allowance; `retry_at` is when to ask again, where told."""

    code = "rate-limited"

    def __init__(
        self, *, host: str, url: str = "", status: int = 429, retry_at: datetime.datetime | None = None
    ) -> None:
        super().__init__(host=host, url=url, status=status, retry_at=retry_at)
        self.retry_at = retry_at
