"""One run: every file read, every entry created, updated, united or left as it is, and each one reported."""

from __future__ import annotations

import datetime
import logging
from collections.abc import Callable, Sequence
from contextlib import nullcontext
from dataclasses import dataclass
from itertools import islice
from pathlib import Path
from typing import Any

from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.db.models import Q, QuerySet

from apercu.content import desk_index, publishing, rules
from apercu.content.matching import place
from apercu.content.models import Digest, Summary
from apercu.content.models.change import edition_held
from apercu.importing.entries import Entries, EntryRefused
from apercu.importing.models import Batch, Item, Outcome
from apercu.importing.months import Months
from apercu.importing.options import Options
from apercu.importing.pictures import Pictures, folder_of
from apercu.importing.reporting import FileReport, ItemReport, Report
from apercu.importing.walking import Found, walk
from apercu.sources.detecting import begin_reading
from apercu.sources.draft import Caveat, LeftOut, SummaryDraft, Unreadable
from apercu.sources.streams import Reading

logger = logging.getLogger(__name__)

# Entries committed together with their place in the desk's listing search: few enough that an editor who
# saves meanwhile waits a fraction of a second, many enough that the listing is not re-weighed at each.
TOGETHER = 25

Clock = Callable[[], datetime.datetime]
Progress = Callable[[int, int, Path], None]
Checkpoint = Callable[[int, int], None]


def run(
    *, paths: Sequence[Path], options: Options, by: Any, clock: Clock, progress: Progress | None = None
) -> Report:
    """Import files and folders; UnknownName where the options name a topic that does not exist.

    A dry run does all of it inside one transaction and rolls that back: its report is what would happen.
    """
    with transaction.atomic() if options.dry_run else nullcontext():
        over = _Run(options=options, by=by, clock=clock)
        over.progress = progress
        over.begin()
        report = over.paths(paths)
        if options.dry_run:
            transaction.set_rollback(True)
    return report


def run_in_slices(*, part: Part, options: Options, by: Any, clock: Clock, checkpoint: Checkpoint) -> Report:
    """Import one file, or the rest of it, so that nobody waits for longer than a slice.

    `checkpoint(done, total)` is called in the transaction of each slice; what it raises undoes the slice. A
    dry run rolls every slice back, where `run` would hold the database until its end: an entry that depends
    on one before it is then told by its name alone.
    """
    over = _Run(options=options, by=by, clock=clock)
    over.batch = part.batch
    over.checkpoint = checkpoint
    over.rehearses = options.dry_run
    report = Report(files=[over.file(Found(path=part.path), named=part.name, skip=part.skip)])
    return over.finish(report)


@dataclass(frozen=True, kw_only=True)
class Part:
    """A file, or what is left of it, and the batch its items belong to."""

    path: Path
    name: str  # as people know it
    batch: Batch
    skip: int = 0  # pieces a run before took


class _Run:
    def __init__(self, *, options: Options, by: Any, clock: Clock) -> None:
        self.options = options
        self.by = by
        self.clock = clock
        self.progress: Progress | None = None
        self.checkpoint: Checkpoint = lambda _done, _total: None
        self.rehearses = False
        self.batch = Batch()
        self.months = Months(options=options, by=by)
        self.items: list[Item] = []
        self.entries = Entries(options=options, by=by, months=self.months)
        self.rehearsed: set[str] = set()  # names of entries that a slice rolled back would have created

    def begin(self) -> None:
        self.batch = Batch.objects.create(
            started_at=self.clock(), by=self.by, options=vars(self.options), sample=self.options.sample
        )

    def paths(self, paths: Sequence[Path]) -> Report:
        return self.finish(Report(files=[self.file(found, named=str(found.path)) for found in walk(paths)]))

    def finish(self, report: Report) -> Report:
        if self.options.publish and not self.rehearses:
            self._publish_months(report)
        self.batch.totals = report.totals()
        self.batch.finished_at = self.clock()
        self.batch.save()
        return report

    def file(self, found: Found, *, named: str, skip: int = 0) -> FileReport:
        report = FileReport(path=named)
        try:
            if found.fault:
                raise Unreadable(found.fault)
            reading = begin_reading(found.path, self.options.kind)
            report.kind = reading.kind
            if not self.rehearses:
                report.caveats.extend(self._header(reading))
            self.entries.pictures = Pictures(
                folder=folder_of(found.path, self.options.uploads), by=self.by, dry_run=self.options.dry_run
            )
            self._pieces(report, reading, found.path, skip)
            report.complete(reading)
        except Unreadable as error:
            report.error = Caveat(code=error.code, detail=error.detail)
            self._keep(report, ItemReport(title="", outcome=Outcome.FAILED, caveats=[report.error]))
            self._write_items()
        return report

    def _header(self, reading: Reading) -> list[Caveat]:
        with transaction.atomic():
            return self.months.take_header(reading)

    def _pieces(self, report: FileReport, reading: Reading, path: Path, skip: int) -> None:
        pieces = islice(reading.pieces, skip, None)
        done = skip
        while together := list(islice(pieces, TOGETHER)):
            done += len(together)
            total = max(done, reading.total)
            with transaction.atomic():
                with edition_held(), desk_index.once():
                    report.items.extend(self._piece(report, piece) for piece in together)
                if self.rehearses:
                    transaction.set_rollback(True)
                else:
                    self._write_items()
                    self.checkpoint(done, total)
            if self.rehearses:
                self._note_rehearsal(report.items[-len(together) :], together, done, total)
            if self.progress:
                self.progress(done, total, path)

    def _note_rehearsal(
        self, items: Sequence[ItemReport], pieces: Sequence[SummaryDraft | LeftOut], done: int, total: int
    ) -> None:
        """Keep the rows of a slice that was rolled back, and the names of the entries it would have made."""
        created = [item.outcome is Outcome.CREATED for item in items]
        for is_new, piece in zip(created, pieces, strict=True):
            if is_new and isinstance(piece, SummaryDraft):
                self.rehearsed.update(_names_of(piece))
        if any(item.outcome not in (Outcome.UNCHANGED, Outcome.LEFT_OUT) for item in items):
            self.entries.forget()
            self.months.forget()
        there = set(
            Summary.objects.filter(pk__in=[row.summary_id for row in self.items]).values_list("pk", flat=True)
        )
        for row in self.items:
            row.summary_id = row.summary_id if row.summary_id in there else None
        with transaction.atomic():
            self._write_items()
            self.checkpoint(done, total)

    def _piece(self, file: FileReport, piece: SummaryDraft | LeftOut) -> ItemReport:
        if isinstance(piece, LeftOut):
            item = ItemReport.left_out(piece)
        elif not self.rehearsed.isdisjoint(_names_of(piece)):
            item = ItemReport.of(
                piece, Outcome.UNCHANGED, caveats=[*piece.caveats, Caveat(code="same-entry-above")]
            )
        else:
            return self._entry(file, piece)
        self._keep(file, item)
        return item

    def _entry(self, file: FileReport, draft: SummaryDraft) -> ItemReport:
        """Take one entry, all or nothing: what goes wrong with it is its own row and stops no other."""
        try:
            with transaction.atomic(), desk_index.once():
                item, remember = self.entries.take(draft, source=file.kind or "")
        except EntryRefused as refusal:
            return self._failed(file, draft, refusal.caveat)
        except Exception as error:
            logger.exception("Entry %r of %s was not imported", draft.title, file.path)
            self.entries.forget()
            self.months.forget()
            return self._failed(file, draft, Caveat(code="not-imported", detail=str(error)))
        remember()
        self._keep(file, item)
        return item

    def _failed(self, file: FileReport, draft: SummaryDraft, why: Caveat) -> ItemReport:
        item = ItemReport.failed(draft, why)
        self._keep(file, item)
        return item

    def _keep(self, file: FileReport, item: ItemReport) -> None:
        """Note what became of an entry; written by `_write_items`, in the entry's transaction."""
        row = Item(
            batch=self.batch,
            path=file.path,
            title=item.title,
            month=item.month or "",
            outcome=item.outcome,
            warnings=[{"code": c.code, "detail": c.detail} for c in item.caveats],
            summary_id=item.summary_id,
        )
        self.items.append(row)

    def _write_items(self) -> None:
        Item.objects.bulk_create(self.items)
        self.items.clear()

    def _publish_months(self, report: Report) -> None:
        """Publish the months of this run that have something to show and were never public."""
        touched = Q(pk__in=self.months.touched) | Q(pk__in=self._months_of_batch())
        for digest in Digest.objects.filter(touched, first_published_at=None):
            try:
                publishing.publish(record=digest, by=self.by)
            except rules.Unpublishable as refusal:
                why = ", ".join(problem.code for problem in refusal.problems)
            except PermissionDenied:  # who may publish summaries need not be allowed to publish months
                why = "permission"
            else:
                continue
            report.caveats.append(Caveat(code="month-not-published", detail=f"{digest.month:%Y-%m}: {why}"))

    def _months_of_batch(self) -> QuerySet[Any]:
        """The months of everything this batch met, by a run that was interrupted too."""
        return self.batch.items.exclude(summary__digest=None).values("summary__digest")


def _names_of(draft: SummaryDraft) -> set[str]:
    """What a draft would be known again by."""
    return {
        place(month=draft.month or "", title=draft.title),
        *([draft.identifier] if draft.identifier else []),
    }
