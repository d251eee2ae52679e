"""What `apercu doctor` looks at: a registry of checks, one small module for each group of them.

A room adds its own with `register` (`config/wiring.py`). A check looks and changes nothing; it raises what it
did not expect, and the doctor says so.
"""

from __future__ import annotations

import enum
import logging
from collections.abc import Callable, Iterable
from dataclasses import asdict, dataclass
from datetime import datetime

logger = logging.getLogger(__name__)

Clock = Callable[[], datetime]


class Level(enum.StrEnum):
    """How bad it is."""

    GOOD = "good"
    WARNING = "warning"
    PROBLEM = "problem"


@dataclass(frozen=True, kw_only=True)
class Finding:
    """One sentence about one thing, and another on how to mend it."""

    level: Level
    sentence: str
    mend: str = ""


@dataclass(frozen=True, kw_only=True)
class Asked:
    """What a check may go by."""

    clock: Clock
    mail: bool = False  # whether the mail server may be spoken to


Look = Callable[[Asked], Iterable[Finding]]


@dataclass(frozen=True, kw_only=True)
class Found:
    """What the checks of one group found."""

    group: str
    findings: tuple[Finding, ...]

    def as_json(self) -> dict[str, object]:
        return {"group": self.group, "findings": [asdict(finding) for finding in self.findings]}


_checks: dict[str, Look] = {}


def register(group: str, look: Look) -> None:
    """Add a group of checks; they are looked at in the order in which they came."""
    _checks[group] = look


def look_at_everything(asked: Asked) -> list[Found]:
    """Run every check; one that breaks is a problem of its own and stops no other."""
    return [
        Found(group=group, findings=tuple(_looked(group, look, asked))) for group, look in _checks.items()
    ]


def good(sentence: str) -> Finding:
    return Finding(level=Level.GOOD, sentence=sentence)


def warning(sentence: str, mend: str) -> Finding:
    return Finding(level=Level.WARNING, sentence=sentence, mend=mend)


def problem(sentence: str, mend: str) -> Finding:
    return Finding(level=Level.PROBLEM, sentence=sentence, mend=mend)


def _looked(group: str, look: Look, asked: Asked) -> list[Finding]:
    try:
        return list(look(asked))
    except Exception as error:
        logger.info("The check “%s” could not be made.", group, exc_info=True)
        return [
            problem(
                f"This could not be looked at: {type(error).__name__}: {error}",
                "Mend what is said above it first, then run `apercu doctor` again.",
            )
        ]
