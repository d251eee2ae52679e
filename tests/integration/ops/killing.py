"""Kills `apercu publish_due` before its n-th statement, for every n asked for, and looks at what is left.

Run as a program on the data folder of a site that was set up (`python -m tests.integration.ops.killing FOLDER
STRIDE`). It loads the site once and forks, so that each kill costs a fraction of a second; each child is a
process of its own, runs the very command, and dies of a real SIGKILL.
"""

from __future__ import annotations

import datetime
import json
import os
import signal
import sys
from pathlib import Path
from typing import Any

import django

from tests import databases
from tests.processes import was_killed

SINGLE = 3
MONTHLY = 2


def main(folder: Path, stride: int) -> None:
    """Print how many statements a run has, and how often one was killed; AssertionError where a kill hurt."""
    django.setup()
    whole = folder / "whole"
    _prepare()
    databases.copy(folder, whole)
    killed, number = 0, 1
    while True:
        databases.copy(whole, folder)
        died = _run(kill_before=number)
        if not died:
            break
        killed += 1
        _must_be_whole(f"killed before statement {number}")
        _run(kill_before=None)  # at once: what the dead run holds is left alone, the rest goes on
        _must_be_whole(f"second run, after a kill before statement {number}")
        _let_leases_run_out()
        _run(kill_before=None)
        _must_be_done(f"after a kill before statement {number}")
        number += stride
    _must_be_done("without a kill")
    sys.stdout.write(json.dumps({"killed": killed, "statements": number}))


def _prepare() -> None:
    """Three summaries, a month with two ready drafts and an unready one, one that fails, one to be withdrawn."""
    from django.db import connection
    from django.utils import timezone
    from wagtail.models import Revision

    from apercu.content import scheduling
    from apercu.content.models import Digest, Summary
    from tests.builders import make_article, make_digest, make_summary

    soon = timezone.now() + datetime.timedelta(hours=1)
    for index in range(SINGLE):
        scheduling.schedule(record=make_summary(title=f"Single {index}", publish=False), due=soon, by=None)
    month = make_digest(legacy=False, publish=False)
    for index in range(MONTHLY):
        make_summary(title=f"Monthly {index}", digest=month, publish=False)
    make_summary(title="Left behind", digest=month, gist="", publish=False)
    scheduling.schedule(record=Digest.objects.get(), due=soon, by=None)
    article = make_article()
    scheduling.schedule(
        record=make_summary(title="Fails", articles=[article], publish=False), due=soon, by=None
    )
    article.year = None
    article.save()
    leaving = make_summary(title="Leaves")
    past = timezone.now() - datetime.timedelta(minutes=1)
    Summary._base_manager.filter(pk=leaving.pk).update(expire_at=past)
    Revision.objects.exclude(approved_go_live_at=None).update(approved_go_live_at=past)
    connection.close()


def _run(*, kill_before: int | None) -> bool:
    """Whether a child that runs the command was killed."""
    return was_killed(lambda: _be_the_child(kill_before))


def _be_the_child(kill_before: int | None) -> None:
    from django.core.management import call_command
    from django.db import connection

    seen = 0

    def count(execute: Any, sql: str, params: Any, many: bool, context: Any) -> Any:
        nonlocal seen
        if not sql.startswith("SELECT"):
            seen += 1
            if seen == kill_before:
                os.kill(os.getpid(), signal.SIGKILL)
        return execute(sql, params, many, context)

    with connection.execute_wrapper(count):
        call_command("publish_due", verbosity=0)
    connection.close()


def _let_leases_run_out() -> None:
    from django.db import connection
    from django.utils import timezone

    from apercu.content.models import DueItem

    DueItem.objects.exclude(held_until=None).update(held_until=timezone.now())
    connection.close()


def _must_be_whole(when: str) -> None:
    """Each record is public with one Change and no date left, or untouched; a month has all its ready ones."""
    from django.db import connection

    from apercu.content.models import Digest, Summary

    for record in [*Summary.objects.all(), *Digest.objects.all()]:
        changed = _changes(record)
        if record.live:
            assert changed["published"] == 1, f"{when}: {record} is public with {changed}"
            assert record.live_revision_id, f"{when}: {record}"
            assert record.scheduled_revision is None, f"{when}: {record} is public and still scheduled"
        elif str(record) == "Leaves":
            assert changed == {"published": 1, "unpublished": 1}, f"{when}: {record} left with {changed}"
        else:
            assert changed == {}, f"{when}: {record} is a draft with {changed}"
            dated = str(record).startswith(("Single", "Fails")) or isinstance(record, Digest)
            assert bool(record.scheduled_revision) == dated, f"{when}: {record} lost its date"
    month = Digest.objects.get()
    together = {summary.live for summary in Summary.objects.filter(title__startswith="Monthly")}
    assert together == {month.live}, f"{when}: the month is public in part"
    connection.close()


def _must_be_done(when: str) -> None:
    from django.db import connection

    from apercu.content import scheduling
    from apercu.content.models import Digest, Summary

    _must_be_whole(when)
    expected = {f"Single {n}" for n in range(SINGLE)} | {f"Monthly {n}" for n in range(MONTHLY)}
    live = set(Summary.objects.filter(live=True).values_list("title", flat=True))
    assert live == expected, f"{when}: {live}"
    assert Digest.objects.get().live, when
    assert {failure.label for failure in scheduling.failures()} == {"Fails", "Left behind"}, when
    connection.close()


def _changes(record: Any) -> dict[str, int]:
    from collections import Counter

    from apercu.content.models import Change

    rows = Change.objects.filter(object_type=record._meta.model_name, object_id=record.pk)
    return dict(Counter(rows.values_list("kind", flat=True)))


if __name__ == "__main__":
    main(Path(sys.argv[1]), int(sys.argv[2]))
