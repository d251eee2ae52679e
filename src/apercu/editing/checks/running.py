"""Every check asked, its failures caught, each cause told once."""

from __future__ import annotations

import logging
from collections.abc import Collection, Iterable
from dataclasses import dataclass
from typing import TypeVar

from apercu.editing.checks.entry import DigestEntry, Entry
from apercu.editing.checks.finding import Check, Finding
from apercu.editing.checks.registry import OF_DIGESTS, OF_SUMMARIES

logger = logging.getLogger(__name__)
E = TypeVar("E", Entry, DigestEntry)


@dataclass(frozen=True, kw_only=True)
class Report:
    """What all checks say of a draft."""

    blocking: tuple[Finding, ...] = ()
    advice: tuple[Finding, ...] = ()
    set_aside: tuple[Finding, ...] = ()
    failed: tuple[str, ...] = ()  # titles of checks that broke

    @property
    def count(self) -> int:
        """How many findings ask for attention."""
        return len(self.blocking) + len(self.advice)


def of_summary(
    entry: Entry, *, aside: Collection[str] = (), checks: Iterable[Check[Entry]] = OF_SUMMARIES
) -> Report:
    """What the checks say of a summary; `aside` are the fingerprints an editor set aside."""
    return _asked(entry, checks, aside)


def of_digest(
    entry: DigestEntry, *, aside: Collection[str] = (), checks: Iterable[Check[DigestEntry]] = OF_DIGESTS
) -> Report:
    """What the checks say of a digest."""
    return _asked(entry, checks, aside)


def _asked(entry: E, checks: Iterable[Check[E]], aside: Collection[str]) -> Report:
    found: list[Finding] = []
    failed: list[str] = []
    for check in checks:
        try:
            found.extend(check.find(entry))
        except Exception:  # one broken check must not take the form away; it is logged and shown
            logger.exception("The check %s failed on %s %s.", check.code, type(entry).__name__, entry.pk)
            failed.append(str(check.title))
    told = _each_cause_once(found)
    open_ = [one for one in told if one.blocking or one.fingerprint not in aside]
    return Report(
        blocking=tuple(one for one in open_ if one.blocking),
        advice=tuple(one for one in open_ if not one.blocking),
        set_aside=tuple(one for one in told if not one.blocking and one.fingerprint in aside),
        failed=tuple(failed),
    )


def _each_cause_once(found: Iterable[Finding]) -> list[Finding]:
    """The first finding of any check about a single word of a field; else each finding of a check once."""
    told: dict[tuple[str, str, str], Finding] = {}
    for one in found:
        words = " ".join(one.words.split()).casefold()
        cause = "" if words and " " not in words else one.code
        told.setdefault((one.field, cause, words), one)
    return list(told.values())
