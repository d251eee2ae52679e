"""When an address is blocked: at once where nobody is there or somebody complained, else the fifth time.

The rule looks at a set of reports and at no order: whoever comes late changes nothing of what is true.
"""

from __future__ import annotations

import datetime
from collections.abc import Iterable
from dataclasses import dataclass

from apercu.mailing.bounces.report import Kind
from apercu.mailing.models import Subscriber

SOFT_ONES = 5
WITHIN = datetime.timedelta(days=30)
Blocked = Subscriber.Blocked


@dataclass(frozen=True, kw_only=True)
class Told:
    """One report, as the rule sees it."""

    kind: str
    at: datetime.datetime
    copy: int | None  # of the same copy, several soft reports count once


@dataclass(frozen=True, kw_only=True)
class Verdict:
    """That an address is to be blocked, why and since when."""

    blocked: str
    reason: Kind
    since: datetime.datetime


def verdict(told: Iterable[Told]) -> Verdict | None:
    """What follows from these reports; a complaint outweighs the rest."""
    ordered = sorted(told, key=lambda one: one.at)
    found = [
        Verdict(blocked=blocked, reason=kind, since=since)
        for kind, blocked, since in (
            (Kind.COMPLAINT, Blocked.COMPLAINED, _first(ordered, Kind.COMPLAINT)),
            (Kind.HARD, Blocked.BOUNCED, _first(ordered, Kind.HARD)),
            (Kind.SOFT, Blocked.BOUNCED, _fifth(ordered)),
        )
        if since is not None
    ]
    return min(found, key=lambda one: (one.blocked != Blocked.COMPLAINED, one.since), default=None)


def _first(ordered: list[Told], kind: Kind) -> datetime.datetime | None:
    return next((one.at for one in ordered if one.kind == kind), None)


def _fifth(ordered: list[Told]) -> datetime.datetime | None:
    """When, for the first time, as many different copies had come back within thirty days."""
    soft = [one for one in ordered if one.kind == Kind.SOFT]
    for last in soft:
        near = {one.copy for one in soft if last.at - WITHIN < one.at <= last.at}
        if len(near) >= SOFT_ONES:
            return last.at
    return None
