"""What an import came to, in numbers."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Any

from apercu.mailing.bringing.codes import EXPLAINS, Note
from apercu.mailing.models import SubscriberImportRow
from apercu.sources.draft import Caveat

Outcome = SubscriberImportRow.Outcome


@dataclass(frozen=True, slots=True, kw_only=True)
class Taken:
    """What became of one row."""

    line: int
    outcome: Outcome
    notes: tuple[Caveat, ...] = ()
    subscriber: int | None = None

    @property
    def needs_attention(self) -> bool:
        """Whether a person should look at it."""
        return self.outcome in {Outcome.FAILED, Outcome.DOUBLED} or any(
            note.code not in EXPLAINS for note in self.notes
        )

    def as_row(self, of: Any) -> SubscriberImportRow:
        """The row of a report."""
        return SubscriberImportRow(
            of=of,
            line=self.line,
            outcome=self.outcome,
            needs_attention=self.needs_attention,
            notes=[{"code": str(note.code), "detail": note.detail} for note in self.notes],
            subscriber_id=self.subscriber,
        )


@dataclass(kw_only=True)
class Counts:
    """How many rows became what, and how often each note was made."""

    outcomes: Counter[str] = field(default_factory=Counter)
    notes: Counter[str] = field(default_factory=Counter)
    attention: int = 0
    about_file: list[Caveat] = field(default_factory=list)

    def add(self, taken: Iterable[Taken]) -> None:
        """Count some more rows."""
        for one in taken:
            self.outcomes[str(one.outcome)] += 1
            self.notes.update({str(note.code) for note in one.notes})
            self.attention += one.needs_attention

    def complete(self, about_file: Iterable[Caveat]) -> None:
        """All rows are counted."""
        self.about_file = list(about_file)
        if not self.outcomes:
            self.about_file.append(Caveat(code=Note.NO_ROWS))

    def as_json(self) -> dict[str, Any]:
        return {
            "outcomes": dict(self.outcomes),
            "notes": dict(self.notes),
            "attention": self.attention,
            "about_file": [{"code": str(note.code), "detail": note.detail} for note in self.about_file],
        }

    @classmethod
    def of_json(cls, kept: dict[str, Any]) -> Counts:
        """What `as_json` gave."""
        return cls(
            outcomes=Counter(kept.get("outcomes", {})),
            notes=Counter(kept.get("notes", {})),
            attention=kept.get("attention", 0),
            about_file=[Caveat(**note) for note in kept.get("about_file", [])],
        )
