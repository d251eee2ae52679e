"""What one report says, whoever brought it and in whatever form."""

from __future__ import annotations

import enum
from dataclasses import dataclass

LONGEST_SAID = 500


class Kind(enum.StrEnum):
    """What a report is; the first three count against an address."""

    HARD = "hard"  # nobody is there, and nobody will be
    SOFT = "soft"  # this copy did not arrive; another may
    COMPLAINT = "complaint"  # somebody called it spam
    DELAYED = "delayed"  # still being tried
    DELIVERED = "delivered"
    AUTOMATIC = "automatic"  # out of office, receipts: says nothing about whether mail arrives
    UNKNOWN = "unknown"  # nothing of the kind; for a person to read

    @property
    def counts(self) -> bool:
        """Whether it is a bounce or a complaint."""
        return self in {Kind.HARD, Kind.SOFT, Kind.COMPLAINT}


@dataclass(frozen=True, kw_only=True)
class Report:
    """One report about one copy; nothing in it is believed before its marks were checked (`finding`)."""

    kind: Kind
    recipients: tuple[str, ...] = ()  # whom it names, as written
    status: str = ""  # RFC 3463
    said: str = ""  # in the server's words
    bounce_addresses: tuple[str, ...] = ()  # what looks like an address bounces of a copy come to
    message_ids: tuple[str, ...] = ()  # what looks like the Message-ID of a copy
