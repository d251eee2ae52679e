"""Files brought to the desk: stored out of readers' reach, tried out, imported in slices, then removed.

A thread of the web process works on one (`work`), and may be killed with it at any time. What is committed is
whole slices, each with the number of pieces done; whoever takes the work up again goes on from there.
"""

from __future__ import annotations

import datetime
import logging
import secrets
import shutil
from collections.abc import Iterable
from dataclasses import dataclass, fields
from pathlib import Path
from typing import Any

from django.conf import settings
from django.db import transaction
from django.db.models import Q

from apercu.content.models.change import acting
from apercu.importing.models import Batch, Stage, Upload
from apercu.importing.options import Options
from apercu.importing.reporting import totals_of_rows
from apercu.importing.resolving import UnknownName
from apercu.importing.running import Clock, Part, run_in_slices
from apercu.sources.detecting import begin_reading
from apercu.sources.draft import Unreadable

logger = logging.getLogger(__name__)

LARGEST = 300 * 1024 * 1024
LEASE = datetime.timedelta(seconds=60)  # a slice takes a second or two
KEPT = datetime.timedelta(days=7)  # a file nobody decided about
FOLDER = "imports"


class LeaseLost(Exception):
    """Somebody else took the upload over, or it was discarded."""


@dataclass(frozen=True, kw_only=True)
class Given:
    """A file as it was uploaded."""

    name: str
    size: int
    chunks: Iterable[bytes]


def keep(*, given: Given, options: Options, by: Any, at: datetime.datetime) -> Upload:
    """Store a file and look what it is; `Unreadable`, and nothing kept, where it is nothing we know."""
    stored_as = secrets.token_hex(16)
    path = _folder() / stored_as
    try:
        with path.open("xb", buffering=0) as file:
            path.chmod(0o600)
            for chunk in given.chunks:
                file.write(chunk)
        reading = begin_reading(path)
        first = next(iter(reading.pieces), None)  # a fault in the first lines is told at once
        if first is None and reading.kind in ("wordpress", "feed") and reading.caveats:
            fault = reading.caveats[0]
            raise Unreadable(fault.code, fault.detail)
    except BaseException:
        path.unlink(missing_ok=True)
        raise
    return Upload.objects.create(
        name=given.name[:255],
        size=given.size,
        kind=reading.kind,
        stored_as=stored_as,
        options={field.name: getattr(options, field.name) for field in fields(options)},
        by=by,
        at=at,
        total=reading.total,
    )


def decide_to_import(*, upload: Upload, by: Any) -> bool:
    """Go from the rehearsal to the import; whether it was this call that did."""
    waiting = Upload.objects.filter(pk=upload.pk, stage=Stage.REHEARSED)
    return bool(waiting.update(stage=Stage.IMPORTING, done=0, by=by, lease="", leased_until=None))


def discard(*, upload: Upload) -> None:
    """Forget an upload that was not imported yet, with its file; its reports stay."""
    _remove_file(upload)
    upload.delete()


def discard_forgotten(*, at: datetime.datetime) -> None:
    """Remove the files that nobody decided about for a week, and files of no upload."""
    for upload in Upload.objects.filter(at__lt=at - KEPT).exclude(stored_as=""):
        if not upload.is_at_work or upload.has_stopped(at):
            _remove_file(upload)
    known = set(Upload.objects.exclude(stored_as="").values_list("stored_as", flat=True))
    for path in _folder().iterdir():
        age = at.timestamp() - path.stat().st_mtime
        if path.name not in known and age > LEASE.total_seconds():
            path.unlink(missing_ok=True)


def is_waiting_for_work(*, upload: Upload, at: datetime.datetime) -> bool:
    """Whether somebody should begin, or begin again, to work on it."""
    return upload.has_stopped(at) and bool(upload.stored_as)


def work(*, pk: int, clock: Clock) -> None:
    """Do what an upload waits for, unless somebody is at it; ends when it is done, failed or taken away."""
    upload = _claimed(pk, clock())
    if upload is None:
        return
    try:
        _run(upload, clock)
    except LeaseLost:
        logger.warning("Somebody else took the import of %s over.", upload.name)
    except (UnknownName, Unreadable) as error:
        _fail(upload, str(error))
    except Exception as error:
        logger.exception("The import of %s failed", upload.name)
        _fail(upload, f"{type(error).__name__}: {error}")


def options_of(upload: Upload, *, dry_run: bool) -> Options:
    """What was asked of it."""
    given: dict[str, Any] = {
        name: tuple(value) if isinstance(value, list) else value for name, value in upload.options.items()
    }
    return Options(**{**given, "dry_run": dry_run})


def path_of(upload: Upload) -> Path:
    """Where its file is."""
    return _folder() / upload.stored_as


def _run(upload: Upload, clock: Clock) -> None:
    rehearses = upload.stage == Stage.REHEARSING
    options = options_of(upload, dry_run=rehearses)
    batch = _batch_of(upload, options, clock)

    def checkpoint(done: int, total: int) -> None:
        _beat(upload, done=done, total=total, at=clock())

    part = Part(path=path_of(upload), name=upload.name, batch=batch, skip=upload.done)
    with acting(upload.by):
        report = run_in_slices(part=part, options=options, by=upload.by, clock=clock, checkpoint=checkpoint)
    batch.totals = totals_of_rows(batch, report)
    batch.save()
    _finish(upload, Stage.REHEARSED if rehearses else Stage.IMPORTED)


def _batch_of(upload: Upload, options: Options, clock: Clock) -> Batch:
    """The batch of this run; one that was interrupted goes on with its own."""
    field = "rehearsal" if options.dry_run else "batch"
    batch: Batch | None = getattr(upload, field)
    if batch is None:
        with transaction.atomic():
            batch = Batch.objects.create(started_at=clock(), by=upload.by, options=vars(options))
            _mine(upload).update(**{field: batch})
            setattr(upload, field, batch)
    return batch


def _claimed(pk: int, at: datetime.datetime) -> Upload | None:
    """Take the lease, if nobody holds it."""
    lease = secrets.token_hex(16)
    free = Q(leased_until=None) | Q(leased_until__lte=at)
    waiting = Upload.objects.filter(free, pk=pk, stage__in=[Stage.REHEARSING, Stage.IMPORTING]).exclude(
        stored_as=""
    )
    if not waiting.update(lease=lease, leased_until=at + LEASE):
        return None
    return Upload.objects.select_related("by", "batch", "rehearsal").get(pk=pk)


def _mine(upload: Upload) -> Any:
    return Upload.objects.filter(pk=upload.pk, lease=upload.lease)


def _beat(upload: Upload, *, done: int, total: int, at: datetime.datetime) -> None:
    """Say how far it is, in the transaction of what was done; LeaseLost undoes that."""
    if not _mine(upload).update(done=done, total=total, leased_until=at + LEASE):
        raise LeaseLost


def _finish(upload: Upload, stage: Stage) -> None:
    if not _mine(upload).update(stage=stage, lease="", leased_until=None):
        raise LeaseLost
    if stage is Stage.IMPORTED:
        _remove_file(upload)


def _fail(upload: Upload, problem: str) -> None:
    if _mine(upload).update(stage=Stage.FAILED, problem=problem[:1000], lease="", leased_until=None):
        _remove_file(upload)


def _remove_file(upload: Upload) -> None:
    if upload.stored_as:
        path_of(upload).unlink(missing_ok=True)
        Upload.objects.filter(pk=upload.pk).update(stored_as="")


def _folder() -> Path:
    """Beside the database, readable by the server's own user alone."""
    folder = Path(settings.DATA) / FOLDER
    folder.mkdir(mode=0o700, exist_ok=True)
    return folder


def room_left() -> int:
    """How many bytes may still be stored."""
    return shutil.disk_usage(_folder()).free
