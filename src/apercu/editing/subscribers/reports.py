"""What the screens about lists show: plain values, no model instances."""

from __future__ import annotations

import datetime
from collections.abc import Sequence
from dataclasses import dataclass

from django.urls import reverse

from apercu.editing.bringing.viewdata import Said, name_of
from apercu.mailing.bringing import words
from apercu.mailing.bringing.counting import Counts
from apercu.mailing.models import SubscriberImport, SubscriberImportRow

Stage = SubscriberImport.Stage
Outcome = SubscriberImportRow.Outcome


@dataclass(frozen=True, kw_only=True)
class Counted:
    """A line of the totals: how many, what, and where they are listed."""

    label: str
    count: int
    address: str = ""


@dataclass(frozen=True, kw_only=True)
class Totals:
    """What a list came to."""

    outcomes: Sequence[Counted]
    attention: int
    about_file: Sequence[Said]
    about_rows: Sequence[Said]

    @classmethod
    def of(cls, brought: SubscriberImport) -> Totals:
        counts = Counts.of_json(brought.counts)
        here = reverse("subscribers:import", args=[brought.pk])
        return cls(
            outcomes=[
                Counted(label=str(label), count=counts.outcomes[code], address=f"{here}?outcome={code}#rows")
                for code, label in Outcome.choices
                if counts.outcomes[code]
            ],
            attention=counts.attention,
            about_file=[
                Said(sentence=words.sentence(note.code), detail=note.detail) for note in counts.about_file
            ],
            about_rows=[
                Said(sentence=words.sentence(code), count=count) for code, count in counts.notes.most_common()
            ],
        )


@dataclass(frozen=True, kw_only=True)
class Shown:
    """A list as its page shows it."""

    name: str
    size: int
    stage: str
    stage_label: str
    by: str
    at: datetime.datetime
    done: int
    total: int
    has_stopped: bool
    is_at_work: bool
    updates: bool
    problem: str
    address: str
    totals: Totals

    @property
    def rehearses(self) -> bool:
        return self.stage == Stage.REHEARSING

    @property
    def waits(self) -> bool:
        return self.stage == Stage.REHEARSED

    @property
    def is_imported(self) -> bool:
        return self.stage == Stage.IMPORTED

    @property
    def has_failed(self) -> bool:
        return self.stage == Stage.FAILED

    @classmethod
    def of(cls, brought: SubscriberImport, *, at: datetime.datetime) -> Shown:
        return cls(
            name=brought.name,
            size=brought.size,
            stage=brought.stage,
            stage_label=brought.get_stage_display(),
            by=name_of(brought.by),
            at=brought.at,
            done=brought.done,
            total=brought.total,
            has_stopped=brought.has_stopped(at),
            is_at_work=brought.is_at_work,
            updates=brought.update_choices,
            problem=words.refusal(brought.problem),
            address=reverse("subscribers:import", args=[brought.pk]),
            totals=Totals.of(brought),
        )


@dataclass(frozen=True, kw_only=True)
class Row:
    """A row of a report; whose it is only while that person is here."""

    line: int
    outcome: str
    email: str
    person: str
    notes: Sequence[Said]

    @classmethod
    def of(cls, row: SubscriberImportRow) -> Row:
        one = row.subscriber
        return cls(
            line=row.line,
            outcome=row.get_outcome_display(),
            email=one.email if one else "",
            person=reverse("subscribers:person", args=[one.pk]) if one else "",
            notes=[
                Said(sentence=words.sentence(note["code"]), detail=note.get("detail", ""))
                for note in row.notes
            ],
        )
