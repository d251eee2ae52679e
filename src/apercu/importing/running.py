"""One run: every file read, every entry created, updated, united or left as it is, and each one reported."""

from __future__ import annotations

import datetime
import logging
from collections.abc import Callable, Sequence
from contextlib import nullcontext
from pathlib import Path
from typing import Any

from django.db import transaction

from apercu.content import desk_index, publishing, rules
from apercu.content.models import Digest
from apercu.content.models.change import edition_held
from apercu.importing.entries import Entries, EntryRefused
from apercu.importing.models import Batch, Item, Outcome
from apercu.importing.months import Months
from apercu.importing.options import Options
from apercu.importing.reporting import FileReport, ItemReport, Report
from apercu.importing.walking import Found, walk
from apercu.sources.detecting import read_page
from apercu.sources.draft import Caveat, SourcePage, SummaryDraft, Unreadable

logger = logging.getLogger(__name__)

# Entries committed together with their place in the desk's listing search: few enough that an editor who
# saves meanwhile waits a fraction of a second, many enough that the listing is not re-weighed at each.
TOGETHER = 25

Clock = Callable[[], datetime.datetime]
Progress = Callable[[int, int, Path], None]


def run(
    *, paths: Sequence[Path], options: Options, by: Any, clock: Clock, progress: Progress | None = None
) -> Report:
    """Import files and folders; UnknownName where the options name a topic that does not exist.

    A dry run does all of it inside one transaction and rolls that back: its report is what would happen.
    """
    with transaction.atomic() if options.dry_run else nullcontext():
        report = _Run(options=options, by=by, clock=clock, progress=progress).over(paths)
        if options.dry_run:
            transaction.set_rollback(True)
    return report


class _Run:
    def __init__(self, *, options: Options, by: Any, clock: Clock, progress: Progress | None) -> None:
        self.options = options
        self.by = by
        self.clock = clock
        self.progress = progress
        self.months = Months(options=options, by=by)
        self.items: list[Item] = []
        self.entries = Entries(options=options, by=by, months=self.months)

    def over(self, paths: Sequence[Path]) -> Report:
        self.batch = Batch.objects.create(
            started_at=self.clock(), by=self.by, options=vars(self.options), sample=self.options.sample
        )
        report = Report(files=[self._file(found) for found in walk(paths)])
        if self.options.publish:
            self._publish_months(report)
        self.batch.totals = report.totals()
        self.batch.finished_at = self.clock()
        self.batch.save()
        return report

    def _file(self, found: Found) -> FileReport:
        path = str(found.path)
        try:
            if found.fault:
                raise Unreadable(found.fault)
            page = read_page(found.path, self.options.kind)
        except Unreadable as error:
            why = Caveat(code=error.code, detail=error.detail)
            unread = FileReport(path=path, error=why)
            self._keep(unread, ItemReport(title="", outcome=Outcome.FAILED, caveats=[why]))
            self._write_items()
            return unread
        report = FileReport.of(path, page)
        report.caveats.extend(self._header(page))
        total = len(page.summaries)
        for start in range(0, total, TOGETHER):
            with transaction.atomic(), edition_held(), desk_index.once():
                for draft in page.summaries[start : start + TOGETHER]:
                    report.items.append(self._entry(report, draft))
                self._write_items()
            if self.progress:
                self.progress(min(start + TOGETHER, total), total, found.path)
        return report

    def _header(self, page: SourcePage) -> list[Caveat]:
        with transaction.atomic():
            return self.months.take_header(page)

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
        for digest in Digest.objects.filter(pk__in=self.months.touched, first_published_at=None):
            try:
                publishing.publish(record=digest, by=self.by)
            except rules.Unpublishable as refusal:
                codes = ", ".join(problem.code for problem in refusal.problems)
                report.caveats.append(
                    Caveat(code="month-not-published", detail=f"{digest.month:%Y-%m}: {codes}")
                )
