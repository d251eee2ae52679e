"""Files of subscribers brought to the desk: kept where only the server reads, tried out, imported, removed.

A thread of the web process works on one (`work`) and may be killed with it at any time. What is committed is
whole slices; whoever takes the work up again goes on from there. The files are in no backup: what was
imported is.
"""

from __future__ import annotations

import datetime
import logging
import secrets
import shutil
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from django.conf import settings
from django.db import transaction
from django.db.models import Q, QuerySet

from apercu.mailing.bringing import sender
from apercu.mailing.bringing.codes import Refusal
from apercu.mailing.bringing.counting import Counts
from apercu.mailing.bringing.reading import open_table
from apercu.mailing.bringing.running import Asked, Slice, run
from apercu.mailing.models import SubscriberImport, SubscriberImportRow
from apercu.sources.draft import Unreadable

logger = logging.getLogger(__name__)

LARGEST = 100 * 1024 * 1024
LEASE = datetime.timedelta(seconds=60)  # a slice takes a fraction of a second, the first look some seconds
KEPT = datetime.timedelta(days=7)  # a file nobody decided about
FOLDER = "subscriber-imports"

Stage = SubscriberImport.Stage
Clock = Callable[[], datetime.datetime]


class LeaseLost(Exception):
    """Somebody else took the import over, or the file was removed."""


@dataclass(frozen=True, kw_only=True)
class Given:
    """A file as it was uploaded."""

    name: str
    size: int
    chunks: Iterable[bytes]


def keep(*, given: Given, update_choices: bool, by: Any, at: datetime.datetime) -> SubscriberImport:
    """Store a file and look at its first line; Unreadable, and nothing kept, where it is no such table."""
    stored_as = secrets.token_hex(16)
    path = _folder() / stored_as
    try:
        with path.open("xb", buffering=0) as file:
            path.chmod(0o600)
            for chunk in given.chunks:
                file.write(chunk)
        open_table(path)
    except BaseException:
        path.unlink(missing_ok=True)
        raise
    return SubscriberImport.objects.create(
        name=given.name[:255],
        size=given.size,
        stored_as=stored_as,
        update_choices=update_choices,
        by=by,
        at=at,
    )


@transaction.atomic
def decide_to_import(*, brought: SubscriberImport, by: Any) -> bool:
    """Go from trying out to the import; whether it was this call that did. The report begins anew."""
    waiting = SubscriberImport.objects.filter(pk=brought.pk, stage=Stage.REHEARSED)
    if not waiting.update(stage=Stage.IMPORTING, done=0, counts={}, by=by, lease="", leased_until=None):
        return False
    SubscriberImportRow.objects.filter(of=brought).delete()
    return True


def discard(*, brought: SubscriberImport) -> None:
    """Forget a file that was not imported, with its report."""
    _remove_file(brought)
    brought.delete()


def discard_forgotten(*, at: datetime.datetime) -> None:
    """Remove the files that nobody decided about for a week, and files of no import."""
    for brought in SubscriberImport.objects.filter(at__lt=at - KEPT).exclude(stored_as=""):
        if not brought.is_at_work or brought.has_stopped(at):
            _remove_file(brought)
            mine = SubscriberImport.objects.filter(pk=brought.pk)
            mine.update(stage=Stage.FAILED, problem=Refusal.NOT_A_FILE)
    known = set(SubscriberImport.objects.exclude(stored_as="").values_list("stored_as", flat=True))
    for path in _folder().iterdir():
        age = at.timestamp() - path.stat().st_mtime
        if path.name not in known and age > LEASE.total_seconds():
            path.unlink(missing_ok=True)


def is_waiting_for_work(*, brought: SubscriberImport, at: datetime.datetime) -> bool:
    """Whether somebody should begin, or begin again, to work on it."""
    return brought.has_stopped(at) and bool(brought.stored_as)


def work(*, pk: int, clock: Clock) -> None:
    """Do what a file waits for, unless somebody is at it; ends when it is done, failed or taken away."""
    brought = _claimed(pk, clock())
    if brought is None:
        return
    try:
        _run(brought, clock)
    except LeaseLost:
        logger.warning("Somebody else took import %s of subscribers over.", pk)
    except Unreadable as error:
        _fail(brought, str(error))
    except Exception as error:  # noqa: BLE001 the edge of a job
        # Not the error's own words: a database quotes the row, and in it the address.
        logger.error("Import %s of subscribers failed (%s).", pk, type(error).__name__)
        _fail(brought, f"{Refusal.BROKEN_OFF}: {type(error).__name__}")


def path_of(brought: SubscriberImport) -> Path:
    """Where its file is."""
    return _folder() / brought.stored_as


def room_left() -> int:
    """How many bytes may still be stored."""
    return shutil.disk_usage(_folder()).free


def _run(brought: SubscriberImport, clock: Clock) -> None:
    rehearses = brought.stage == Stage.REHEARSING
    asked = Asked(
        path=path_of(brought),
        name=brought.name,
        said=sender.words,
        update_choices=brought.update_choices,
        dry_run=rehearses,
        done=brought.done,
    )

    def report(part: Slice) -> None:
        SubscriberImportRow.objects.bulk_create(one.as_row(brought) for one in part.taken)
        _write(
            brought,
            done=part.done,
            total=part.total,
            counts=part.counts.as_json(),
            leased_until=clock() + LEASE,
        )

    counts = run(asked=asked, clock=clock, keep=report, counts=Counts.of_json(brought.counts))
    stage = Stage.REHEARSED if rehearses else Stage.IMPORTED
    _write(brought, stage=stage, counts=counts.as_json(), lease="", leased_until=None)
    if stage is Stage.IMPORTED:
        _remove_file(brought)


def _claimed(pk: int, at: datetime.datetime) -> SubscriberImport | None:
    """Take the lease, if nobody holds it."""
    free = Q(leased_until=None) | Q(leased_until__lte=at)
    waiting = SubscriberImport.objects.filter(free, pk=pk, stage__in=[Stage.REHEARSING, Stage.IMPORTING])
    if not waiting.exclude(stored_as="").update(lease=secrets.token_hex(16), leased_until=at + LEASE):
        return None
    return SubscriberImport.objects.select_related("by").get(pk=pk)


def _mine(brought: SubscriberImport) -> QuerySet[SubscriberImport]:
    return SubscriberImport.objects.filter(pk=brought.pk, lease=brought.lease)


def _write(brought: SubscriberImport, **changed: Any) -> None:
    """Say how far it is, in the transaction of what was done; LeaseLost undoes that."""
    if not _mine(brought).update(**changed):
        raise LeaseLost


def _fail(brought: SubscriberImport, problem: str) -> None:
    failed = _mine(brought).update(stage=Stage.FAILED, problem=problem[:300], lease="", leased_until=None)
    if failed:
        _remove_file(brought)


def _remove_file(brought: SubscriberImport) -> None:
    if brought.stored_as:
        path_of(brought).unlink(missing_ok=True)
        SubscriberImport.objects.filter(pk=brought.pk).update(stored_as="")


def _folder() -> Path:
    """Beside the database, readable by the server's own user alone."""
    folder = Path(settings.DATA) / FOLDER
    folder.mkdir(mode=0o700, exist_ok=True)
    return folder
