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
from typing import Any, Protocol

from django.db import connection
from django.db.models import QuerySet

from apercu.content import changes
from apercu.content.models import Change, FollowerMark
from apercu.content.prepared import prepared

logger = logging.getLogger(__name__)

AT_ONCE = 500  # changes read in one step
EVERY = 2.0  # seconds between two looks at the log


class Follows(Protocol):
    """Something that is kept up to date from the change log, wherever it keeps its mark."""

    @property
    def name(self) -> str: ...

    @property
    def every(self) -> float:
        """Seconds between two looks at the log."""

    @property
    def is_shared(self) -> bool:
        """Whether what it makes is in the database, for every process."""

    def step(self) -> bool:
        """Come one step nearer to the present edition; whether there was anything to do."""

    def mark(self) -> int:
        """How far it has come: the last Change that is in what it keeps."""

    def start_again(self) -> None:
        """Make everything anew at the next step."""


@dataclass(frozen=True, kw_only=True)
class Follower:
    """A follower that keeps what it makes, and its mark, in the database.

    `follow` is called with changes in commit order, outside a transaction; it must come to the same end when
    it sees a change twice. `rebuild` looks at every record and is called first of all, at mark 0; so it is
    when `outdated`, asked once in the life of a process, says that another release made what is kept.
    """

    name: str
    follow: Callable[[Sequence[Change]], None]
    rebuild: Callable[[], None]
    outdated: Callable[[], bool] = lambda: False
    every: float = EVERY
    is_shared: bool = True

    def mark(self) -> int:
        """The last Change that is in what it keeps, as the database knows it."""
        return max((mark for (mark,) in _mark(self.name)), default=0)

    def start_again(self) -> None:
        """Make everything anew at the next step, whoever takes it."""
        FollowerMark.objects.filter(name=self.name).update(mark=0)

    def step(self) -> bool:
        """One step. Two processes at it do the same work twice, and come to the same end."""
        row, _created = FollowerMark.objects.get_or_create(name=self.name)
        if self.name not in _asked_whether_outdated:
            if row.mark and self.outdated():
                self.start_again()
                row.mark = 0
            _asked_whether_outdated.add(self.name)
        edition = changes.edition()
        if row.mark == edition:
            return False
        if (
            row.mark == 0 or row.mark > edition
        ):  # it never followed, or the log is another (a restored backup)
            self.rebuild()
            reached = edition
        else:
            batch = list(changes.since(row.mark)[:AT_ONCE])
            self.follow(batch)
            reached = batch[-1].pk
        FollowerMark.objects.filter(name=self.name, mark=row.mark).update(mark=reached)
        return True


@prepared
def _mark(name: str) -> QuerySet[Any, tuple[int]]:
    return FollowerMark.objects.filter(name=name).values_list("mark")


_followers: dict[str, Follows] = {}
_asked_whether_outdated: set[str] = set()


def register(follower: Follows) -> None:
    """Add a follower; `config/wiring.py` calls this once for each."""
    _followers[follower.name] = follower
    _asked_whether_outdated.discard(follower.name)


def followers() -> tuple[Follows, ...]:
    return tuple(_followers.values())


def mark_of(name: str) -> int:
    """How far a follower has come; 0 for one that was never registered."""
    follower = _followers.get(name)
    return follower.mark() if follower else 0


def marks() -> list[tuple[str, int]]:
    """How far every follower has come, as this process sees it."""
    return sorted((follower.name, follower.mark()) for follower in followers())


def start_again(name: str) -> None:
    """Have a follower make everything anew at its next step."""
    _followers[name].start_again()


def catch_up(*, names: Sequence[str] = ()) -> int:
    """Bring every follower (or these) up to the present edition, and say how many steps that took.

    One that fails keeps its mark and is tried again at the next call; the others go on without it.
    """
    steps = 0
    for follower in followers():
        if not names or follower.name in names:
            try:
                while follower.step():
                    steps += 1
            except Exception:  # the edge of a job loop: said, and tried again at the next look
                logger.exception("The follower “%s” failed; it is tried again.", follower.name)
                if not connection.in_atomic_block:
                    connection.close_if_unusable_or_obsolete()
    return steps


def catch_up_shared() -> int:
    """Bring the followers up to date whose work is in the database: what another process keeps is its own."""
    return catch_up(names=[follower.name for follower in followers() if follower.is_shared])


class Watch:
    """A thread that has one follower follow the log while a process lives."""

    def __init__(self, follower: Follows, *, every: float | None = None, after: float = 0.0) -> None:
        self.follower = follower
        self.after = after
        self.every = follower.every if every is None else every
        self._stop = threading.Event()
        self._thread = threading.Thread(target=self._run, name=f"follower-{follower.name}", daemon=True)

    def start(self) -> None:
        self._thread.start()

    def stop(self) -> None:
        """Ask the thread to end, and wait until it has."""
        self._stop.set()
        self._thread.join()

    def _run(self) -> None:
        self._stop.wait(self.after)
        while not self._stop.is_set():
            try:
                catch_up(names=[self.follower.name])
            except Exception:  # the log itself could not be read: said, and tried again at the next look
                logger.exception("The change log could not be followed; it is tried again.")
                connection.close()
            self._stop.wait(self.every)
        connection.close()


def watch_own(*, after: float = 0.0) -> list[Watch]:
    """Start a thread for every follower whose work is this process's own; the jobs process does the rest.

    It begins `after` so many seconds.
    """
    watches = [Watch(follower, after=after) for follower in followers() if not follower.is_shared]
    for watch in watches:
        watch.start()
    return watches
