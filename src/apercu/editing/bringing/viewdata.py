"""What the screens show: plain values, no model instances."""

from __future__ import annotations

import datetime
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.urls import reverse

from apercu.editing.bringing import words
from apercu.importing.models import Batch, Item, Outcome, Stage, Upload


@dataclass(frozen=True, kw_only=True)
class Counted:
    """A line of the totals: how many, what, and where they are listed."""

    code: str
    label: str
    count: int
    address: str = ""


@dataclass(frozen=True, kw_only=True)
class Said:
    """A note in words, with what it is about."""

    sentence: str
    detail: str = ""
    count: int = 0


@dataclass(frozen=True, kw_only=True)
class Totals:
    """What a batch came to."""

    outcomes: Sequence[Counted]
    notes: Sequence[Said]  # about the file
    warnings: Sequence[Said]  # about entries, counted
    leftover: Sequence[str]
    leftovers: int

    @classmethod
    def of(cls, batch: Batch) -> Totals:
        totals: Mapping[str, Any] = batch.totals
        report = reverse("bringing_report", args=[batch.pk])
        outcomes = [
            Counted(
                code=code,
                label=str(label),
                count=totals.get(code, 0),
                address=f"{report}?outcome={code}#items",
            )
            for code, label in Outcome.choices
            if totals.get(code)
        ]
        counted = sorted(totals.get("warnings", {}).items(), key=lambda pair: -pair[1])
        return cls(
            outcomes=outcomes,
            notes=[
                Said(sentence=words.sentence(n["code"]), detail=n["detail"]) for n in totals.get("notes", [])
            ],
            warnings=[Said(sentence=words.sentence(code), count=count) for code, count in counted],
            leftover=totals.get("leftover", [])[:50],
            leftovers=totals.get("leftovers", 0),
        )


@dataclass(frozen=True, kw_only=True)
class Shown:
    """An upload as its page shows it."""

    pk: int
    name: str
    size: int
    kind: str
    stage: str
    stage_label: str
    by: str
    at: datetime.datetime
    done: int
    total: int
    has_stopped: bool
    is_at_work: bool
    publishes: bool
    problem: str
    address: str
    report: str
    totals: Totals | None

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
    def of(cls, upload: Upload, *, at: datetime.datetime) -> Shown:
        batch = upload.batch if upload.stage in (Stage.IMPORTING, Stage.IMPORTED) else upload.rehearsal
        return cls(
            pk=upload.pk,
            name=upload.name,
            size=upload.size,
            kind=str(words.KINDS.get(upload.kind, upload.kind)),
            stage=upload.stage,
            stage_label=upload.get_stage_display(),
            by=name_of(upload.by),
            at=upload.at,
            done=upload.done,
            total=upload.total,
            has_stopped=upload.has_stopped(at),
            is_at_work=upload.is_at_work,
            publishes=bool(upload.options.get("publish")),
            problem=upload.problem,
            address=reverse("bringing_upload", args=[upload.pk]),
            report=reverse("bringing_report", args=[batch.pk]) if batch else "",
            totals=Totals.of(batch) if batch and batch.totals else None,
        )


@dataclass(frozen=True, kw_only=True)
class PastImport:
    """A line of the list of imports."""

    at: datetime.datetime
    by: str
    name: str
    was_rehearsal: bool
    is_finished: bool
    counts: str
    address: str

    @classmethod
    def of(cls, batch: Batch, *, name: str) -> PastImport:
        counts = [
            f"{batch.totals[code]:,} {label}" for code, label in Outcome.choices if batch.totals.get(code)
        ]
        return cls(
            at=batch.started_at,
            by=name_of(batch.by),
            name=name,
            was_rehearsal=bool(batch.options.get("dry_run")),
            is_finished=batch.finished_at is not None,
            counts=", ".join(counts),
            address=reverse("bringing_report", args=[batch.pk]),
        )


@dataclass(frozen=True, kw_only=True)
class Row:
    """An entry or left-out item of a report."""

    title: str
    month: str
    outcome: str
    path: str
    edit: str
    notes: Sequence[Said]

    @classmethod
    def of(cls, item: Item) -> Row:
        edit = (
            reverse("wagtailsnippets_content_summary:edit", args=[item.summary_id]) if item.summary_id else ""
        )
        return cls(
            title=item.title,
            month=item.month,
            outcome=item.get_outcome_display(),
            path=item.path,
            edit=edit,
            notes=[
                Said(sentence=words.sentence(w["code"]), detail=w.get("detail", "")) for w in item.warnings
            ],
        )


def name_of(user: Any) -> str:
    """What somebody is called; nothing where it was nobody of the desk."""
    return (user.get_full_name() or user.get_username()) if user else ""
