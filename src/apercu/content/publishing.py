"""What our own code calls to publish, withdraw and correct; it goes through the records' one gate."""

from __future__ import annotations

import datetime
from typing import Any

from django.db import transaction

from apercu.content.models import Correction, Digest, Summary


@transaction.atomic
def publish(*, record: Summary | Digest, by: Any) -> None:
    """Make the latest draft public, or raise Unpublishable and change nothing."""
    record.publish(record.latest_revision or record.save_revision(user=by, clean=False), by)


def unpublish(*, record: Summary | Digest, by: Any) -> None:
    """Withdraw a record from readers; the draft stays."""
    record.unpublish(user=by)


@transaction.atomic
def correct(*, summary: Summary, note: str, day: datetime.date, by: Any, seen: str | None = None) -> None:
    """Make the latest draft of a public summary public together with a dated note of what was put right.

    Both or, where the gate refuses the draft, neither: the draft is then as it was, without the note. `seen`
    is the version somebody looked at (`version`): if there is a newer one, ChangedMeanwhile and nothing else.
    """
    summary = Summary._base_manager.get(pk=summary.pk)  # what is refused leaves the caller's record as it is
    if not summary.live:
        raise NotPublic
    if seen is not None and seen != version(summary):
        raise ChangedMeanwhile
    draft = summary.get_latest_revision_as_object()
    draft.go_live_at = None  # a correction is for now, whatever date the draft was once to have
    there = list(draft.corrections.all())
    last = max((row.sort_order or 0 for row in there), default=-1)
    draft.corrections = [*there, Correction(date=day, text=note, sort_order=last + 1)]
    summary.publish(draft.save_revision(user=by, clean=False), by)


def version(record: Summary | Digest) -> str:
    """Names the latest draft as it stands; a draft that is saved again, in place or not, has another name."""
    revision = record.latest_revision
    return f"{revision.pk} {revision.created_at.isoformat()}" if revision else ""


class ChangedMeanwhile(Exception):
    """Somebody saved a newer draft than the one that was looked at."""


class NotPublic(Exception):
    """A correction is told to readers: a summary they never saw, or no longer see, is simply edited."""
