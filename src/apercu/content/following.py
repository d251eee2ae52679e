"""Followers of the change log: what is derived from public records is brought up to date from it.

A follower gets the changes after its mark, derives what they ask for, and then its mark moves. It holds no
transaction meanwhile, so that an editor's save never waits for it; killed in between, it sees the same
changes again. A follower that was down catches up; one whose mark is set to 0 makes everything again. Nothing
public waits for a follower.
"""

from __future__ import annotations

import logging
import threading
from collections.abc import Callable, Sequence
from dataclasses import dataclass

from django.db import connection

from apercu.content import changes
from apercu.content.models import Change, FollowerMark

logger = logging.getLogger(__name__)

AT_ONCE = 500  # changes read in one step
EVERY = 2.0  # seconds between two looks at the log


@dataclass(frozen=True, kw_only=True)
class Follower:
    """Something that is kept up to date from the change log.

    `follow` is called with changes in commit order, outside a transaction; it must come to the same end when
    it sees a change twice. `rebuild` looks at every record and is called first of all, at mark 0; so it is
    when `outdated`, asked once in the life of a process, says that another release made what is kept.
    """

    name: str
    follow: Callable[[Sequence[Change]], None]
    rebuild: Callable[[], None]
    outdated: Callable[[], bool] = lambda: False


_followers: dict[str, Follower] = {}
_asked_whether_outdated: set[str] = set()


def register(follower: Follower) -> None:
    """Add a follower; `config/wiring.py` calls this once for each."""
    _followers[follower.name] = follower
    _asked_whether_outdated.discard(follower.name)


def followers() -> tuple[Follower, ...]:
    return tuple(_followers.values())


def mark_of(name: str) -> int:
    """How far a follower has come: the last Change that is in what it keeps."""
    return FollowerMark.objects.filter(name=name).values_list("mark", flat=True).first() or 0


def start_again(name: str) -> None:
    """Have a follower make everything anew at its next step."""
    FollowerMark.objects.filter(name=name).update(mark=0)


def catch_up(*, names: Sequence[str] = ()) -> int:
    """Bring every follower (or these) up to the present edition, and say how many steps that took.

    One that fails keeps its mark and is tried again at the next call; the others go on without it.
    """
    steps = 0
    for follower in followers():
        if not names or follower.name in names:
            try:
                while _step(follower):
                    steps += 1
            except Exception:  # the edge of a job loop: said, and tried again at the next look
                logger.exception("The follower “%s” failed; it is tried again.", follower.name)
                if not connection.in_atomic_block:
                    connection.close_if_unusable_or_obsolete()
    return steps


def _step(follower: Follower) -> bool:
    """One step of one follower. Two processes at it do the same work twice, and come to the same end."""
    row, _created = FollowerMark.objects.get_or_create(name=follower.name)
    if follower.name not in _asked_whether_outdated:
        if row.mark and follower.outdated():
            start_again(follower.name)
            row.mark = 0
        _asked_whether_outdated.add(follower.name)
    edition = changes.edition()
    if row.mark == edition:
        return False
    if row.mark == 0 or row.mark > edition:  # it never followed, or the log is another (a restored backup)
        follower.rebuild()
        reached = edition
    else:
        batch = list(changes.since(row.mark)[:AT_ONCE])
        follower.follow(batch)
        reached = batch[-1].pk
    FollowerMark.objects.filter(name=follower.name, mark=row.mark).update(mark=reached)
    return True


class Watch:
    """The thread that follows the log while a process lives; used until there is a process tree."""

    def __init__(self, *, every: float = EVERY) -> None:
        self.every = every
        self._stop = threading.Event()
        self._thread = threading.Thread(target=self._run, name="followers", daemon=True)

    def start(self) -> None:
        self._thread.start()

    def stop(self) -> None:
        """Ask the thread to end, and wait until it has."""
        self._stop.set()
        self._thread.join()

    def _run(self) -> None:
        while not self._stop.is_set():
            try:
                catch_up()
            except Exception:  # the log itself could not be read: said, and tried again at the next look
                logger.exception("The change log could not be followed; it is tried again.")
                connection.close()
            self._stop.wait(self.every)
        connection.close()
