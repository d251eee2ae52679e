"""What came back."""

from __future__ import annotations

import datetime
from collections.abc import Mapping
from dataclasses import dataclass, field

from apercu.fetching.unfetchable import Unfetchable


@dataclass(frozen=True, kw_only=True)
class Reply:
    """An answer, from the host or kept from earlier; any status but those that are an `Unfetchable`."""

    status: int
    url: str  # where it came from in the end, without secrets
    headers: Mapping[str, str]  # names in lower case; without cookies
    body: bytes = field(repr=False)  # unpacked
    fetched_at: datetime.datetime  # when the host last said so, also by "not modified"
    from_cache: bool = False
    stale_because: Unfetchable | None = None  # older than was asked for: asking again failed so
    key: str = field(default="", repr=False)  # under which it is kept; for `Client.forget`

    def age(self, *, at: datetime.datetime) -> datetime.timedelta:
        """How old the answer is."""
        return max(at - self.fetched_at, datetime.timedelta())
