"""Kills a backup, and a restore, before its n-th step, for every n asked for, and looks at what is left.

`python -m tests.integration.ops.killing_backups STRIDE FIRST` on the data folder of a site. A step is what touches
names or waits for the disk. The code is loaded once and forked; each child is a process of its own that dies
of a real SIGKILL. What a killed restore left is finished by another child, which is killed as well.
"""

from __future__ import annotations

import datetime
import json
import os
import shutil
import signal
import sqlite3
import sys
from collections.abc import Callable
from contextlib import closing
from pathlib import Path
from typing import Any

import django
from django.conf import settings

from tests.processes import was_killed

STEPS = ("fsync", "rename", "replace", "unlink", "rmdir", "mkdir")
AT = datetime.datetime(2026, 3, 2, 9, tzinfo=datetime.UTC)

State = tuple[bytes, dict[str, str]]


def main(stride: int, first: int) -> None:
    """Print how many kills there were; AssertionError where one hurt."""
    django.setup()
    data = settings.DATA
    (data / "media").mkdir(exist_ok=True)
    for name in ("one", "other"):
        (data / "media" / name).write_text(name)
    whole = data.with_name("whole")
    backups = data.with_name("backups")
    killed = {"backup": _kill_backups(backups, stride, first)}
    (backup,) = backups.glob("apercu-*Z")
    new = _state(data)
    _be_another_site(data)
    shutil.copytree(data, whole)
    killed["restore"] = _kill_restores(backup, whole, new=new, stride=stride, first=first)
    sys.stdout.write(json.dumps(killed))


def _kill_backups(folder: Path, stride: int, number: int) -> int:
    from apercu.ops.backup import checking, making, places

    killed = 0
    while _run(lambda: making.make(folder=folder, at=AT), kill_before=number):
        killed += 1
        for backup in places.backups_in(folder):
            checking.check(backup)  # what has its name is whole
            shutil.rmtree(backup)
        number += stride
    (backup,) = places.backups_in(folder)
    checking.check(backup)
    assert places.unfinished_in(folder) == [], "what killed ones left was not cleared away"
    return killed


def _kill_restores(backup: Path, whole: Path, *, new: State, stride: int, first: int) -> int:
    from apercu.ops.backup import places, restoring

    data, killed, number = settings.DATA, 0, first
    old = _state(data)
    assert old != new
    while True:
        _put_back(whole, data)
        if not _run(lambda: restoring.restore(backup, replace=True, at=AT), kill_before=number):
            break
        killed += 1
        if not (data / places.NOTE).exists():
            assert _state(data) in (old, new), f"killed before step {number}"
            assert _mail_is_held(data) == (_state(data) == new), f"mail, killed before step {number}"
            assert _state(data) == old or not list(data.glob(".restoring-*")), f"step {number}"
        else:
            _run(restoring.finish, kill_before=1 + number % 7)
            if (data / places.NOTE).exists():
                assert not _run(restoring.finish, kill_before=None)
            assert _state(data) == new, f"finished after a kill before step {number}"
            assert _mail_is_held(data), f"mail could leave after a kill before step {number}"
            (aside,) = data.glob("before-restore-*")
            assert _state(aside) == old, f"what was there, after a kill before step {number}"
        number += stride
    assert _state(data) == new
    assert _mail_is_held(data)
    return killed


def _be_another_site(data: Path) -> None:
    with closing(sqlite3.connect(data / "apercu.sqlite3")) as database, database:
        database.execute("INSERT INTO django_session VALUES ('another', '', '2999-01-01')")
    with closing(sqlite3.connect(data / "apercu.sqlite3")) as database:
        database.execute("PRAGMA journal_mode=DELETE")
    shutil.rmtree(data / "media")
    (data / "media").mkdir()
    (data / "media" / "old").write_text("old")


def _state(folder: Path) -> State:
    from tests.integration.ops.contents import rows_of, uploads_of

    rows = rows_of(folder / "apercu.sqlite3", without={"mailing_mailstate"})  # what a restore itself writes
    return repr(rows).encode(), uploads_of(folder)


def _mail_is_held(folder: Path) -> bool:
    with closing(sqlite3.connect(folder / "apercu.sqlite3")) as database:
        held = database.execute("SELECT held_for FROM mailing_mailstate WHERE held_since IS NOT NULL")
        return held.fetchall() == [("restored",)]


def _put_back(whole: Path, data: Path) -> None:
    shutil.rmtree(data)
    shutil.copytree(whole, data)


def _run(work: Callable[[], Any], *, kill_before: int | None) -> bool:
    """Whether a child that does it was killed."""
    return was_killed(lambda: _be_the_child(work, kill_before))


def _be_the_child(work: Callable[[], Any], kill_before: int | None) -> None:
    seen = 0

    def counted(step: Callable[..., Any]) -> Callable[..., Any]:
        def take(*given: Any, **named: Any) -> Any:
            nonlocal seen
            seen += 1
            if seen == kill_before:
                os.kill(os.getpid(), signal.SIGKILL)
            return step(*given, **named)

        return take

    for name in STEPS:
        setattr(os, name, counted(getattr(os, name)))
    work()


if __name__ == "__main__":
    main(int(sys.argv[1]), int(sys.argv[2]))
