"""Whether this process can serve: what a load balancer asks before it sends readers here."""

from __future__ import annotations

import logging
import shutil
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

from django.conf import settings
from django.db import Error, connection

from apercu.content import changes
from apercu.search.live import live

logger = logging.getLogger(__name__)

BEHIND_AT_MOST = 1_000  # changes the index may be behind: more is a rebuild, and searches find old things
FREE_AT_LEAST = 100 * 1024 * 1024  # bytes: below that a write may fail at any moment


@dataclass(frozen=True, kw_only=True)
class Seen:
    """One thing that was looked at; `told` is fit for anybody to read."""

    is_well: bool
    told: dict[str, int | str] = field(default_factory=dict)


@dataclass(frozen=True, kw_only=True)
class Readiness:
    """Everything that was looked at."""

    checks: dict[str, Seen]

    @property
    def is_ready(self) -> bool:
        return all(seen.is_well for seen in self.checks.values())

    def as_json(self) -> dict[str, Any]:
        """What the probe answers."""
        return {
            "ready": self.is_ready,
            "checks": {name: {"ok": seen.is_well, **seen.told} for name, seen in self.checks.items()},
        }


def readiness() -> Readiness:
    """Look at the database, this process's index and the disk; a look that fails is said, never raised."""
    if not connection.in_atomic_block:
        connection.close_if_unusable_or_obsolete()  # a probe is no request of Django's, which would do so
    return Readiness(checks={name: _looked(name, look) for name, look in _LOOKS.items()})


def _looked(name: str, look: Callable[[], Seen]) -> Seen:
    try:
        return look()
    except (Error, OSError):
        logger.warning("Not ready: the %s does not answer.", name, exc_info=True)
        if not connection.in_atomic_block:
            connection.close()
        return Seen(is_well=False, told={"why": f"the {name} does not answer"})


def _database() -> Seen:
    return Seen(is_well=True, told={"edition": changes.edition()})


def _index() -> Seen:
    if not live.is_there:
        return Seen(is_well=False, told={"why": "the search index is being built"})
    behind = abs(changes.edition() - live.mark())
    return Seen(is_well=behind <= BEHIND_AT_MOST, told={"behind": behind})


def _disk() -> Seen:
    free = shutil.disk_usage(settings.DATA).free
    return Seen(is_well=free >= FREE_AT_LEAST, told={"free_mb": free // 1024**2})


_LOOKS: dict[str, Callable[[], Seen]] = {"database": _database, "index": _index, "disk": _disk}
