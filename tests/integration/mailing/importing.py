"""Importing a table in a test, by a clock that stands still."""

from __future__ import annotations

import csv
import datetime
import io
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from apercu.mailing import subscribing
from apercu.mailing.bringing import exporting
from apercu.mailing.bringing.counting import Counts, Taken
from apercu.mailing.bringing.running import Asked, run
from apercu.mailing.models import Subscriber
from apercu.mailing.subscribing import Choices

NOON = datetime.datetime(2026, 5, 4, 12, tzinfo=datetime.UTC)
DAY = datetime.timedelta(days=1)
Rows = list[tuple[int, str, tuple[str, ...]]]


def bring(path: Path, *, at: datetime.datetime = NOON, **options: Any) -> tuple[Counts, list[Taken]]:
    """Import a file; its counts, and what became of each row."""
    taken: list[Taken] = []
    asked = Asked(path=path, name=path.name, said=lambda language: f"I agree ({language}).", **options)
    counts = run(asked=asked, clock=lambda: at, keep=lambda part: taken.extend(part.taken))
    return counts, taken


def bring_text(folder: Path, text: str, **options: Any) -> Rows:
    """Import a table; of each row its line, what became of it, and the codes of its notes."""
    path = folder / "list.csv"
    path.write_text(text, "utf-8")
    _counts, taken = bring(path, **options)
    return [(one.line, str(one.outcome), tuple(str(note.code) for note in one.notes)) for one in taken]


def subscribed(
    email: str, choices: Choices | None = None, *, at: datetime.datetime = NOON - DAY
) -> Subscriber:
    """Somebody who asked on the site and confirmed."""
    asked = subscribing.ask(
        email=email,
        choices=choices or Choices(),
        said="I agree.",
        said_in="en",
        source="https://x.example/mail/",
        at=at,
    )
    confirmed = subscribing.confirm(token=asked.confirmation, source="https://x.example/c/", at=at)
    assert confirmed is not None
    return confirmed


def exported() -> str:
    """The whole table."""
    return "".join(exporting.parts())


def table(text: str) -> Sequence[dict[str, str]]:
    """A table's rows."""
    return list(csv.DictReader(io.StringIO(text.removeprefix("\ufeff"))))


def standing() -> dict[str, tuple[str, str]]:
    """Where everybody stands."""
    return {one.email: (one.state, one.blocked) for one in Subscriber.objects.all()}
