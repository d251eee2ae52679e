"""The index as this process holds it, brought up to date from the change log.

Up to `settings.SEARCH_IN_MEMORY` summaries every process keeps an index of its own in memory and builds it
when it starts; a larger archive has one on disk for all processes of a machine (`generations.py`), which one
of them writes while the others read on. Either way it is made from the records alone, and whatever happens to
it, it can be made again: a missing, damaged or outdated index is rebuilt at the next step, and until then
there is no `Snapshot` and pages do without.

A page asks for a `snapshot`. Where a few changes are outstanding they are followed then and there, so that
what was published or withdrawn a moment ago is found or gone; a long backlog is left to the follower's
thread.
"""

from __future__ import annotations

import contextlib
import logging
import threading
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING

from django.conf import settings

from apercu.content import changes
from apercu.content.changes import Stamp
from apercu.content.models import Change
from apercu.search import generations, indexing, meaning, schema
from apercu.search.correcting import Vocabulary
from apercu.search.engine import Counted, Damaged, Engine, View, Writer
from apercu.search.generations import Mark, Present
from apercu.search.schema import Entry, Field
from apercu.search.wanted import Everything

if TYPE_CHECKING:
    from apercu.search.vectors import VectorStore  # loaded with the first index: it brings numpy

logger = logging.getLogger(__name__)

NAME = "search"
EVERY = 0.25  # seconds between two looks at the log
AT_ONCE = 500  # changes followed in one step
AT_FIRST = 300  # summaries of an archive so small that a page builds the index itself
BACKLOG = 50  # changes a page follows itself
PATIENCE = 0.5  # seconds a page waits for another thread that does
PATIENCE_AT_FIRST = 5.0  # seconds it waits for one that builds a small index
EMBEDDED_AT_ONCE = 256
GROWTH = 1.5  # an index in memory may outgrow its limit so many times before it moves to disk

Progress = Callable[[int, int], None]  # how many are done, of how many


@dataclass(frozen=True, kw_only=True, eq=False)
class Snapshot:
    """The index at one moment."""

    view: View
    vectors: VectorStore
    vocabulary: Vocabulary
    stamp: Stamp

    @cached_property
    def years(self) -> tuple[int, ...]:
        """Every year that has a summary, the newest first."""
        counted = self.view.counts(Everything(), {"years": Counted(field=Field.YEAR)})["years"]
        return tuple(sorted((year for year in counted if year), reverse=True))


@dataclass
class _Held:
    """What this process holds: the engine, the vectors, and how far they have come."""

    engine: Engine
    vectors: VectorStore
    stamp: Stamp
    generation: Present | None
    folder: Path | None = None
    snapshot: Snapshot = field(init=False)

    def __post_init__(self) -> None:
        self.look(self.stamp)

    def look(self, stamp: Stamp) -> None:
        """Take a new snapshot of what is there; only then has it come so far."""
        view = self.engine.view()
        self.snapshot = Snapshot(view=view, vectors=self.vectors, vocabulary=Vocabulary(view), stamp=stamp)
        self.stamp = stamp


class LiveIndex:
    """The index of this process; a follower of the change log with a mark of its own."""

    name = NAME
    every = EVERY
    is_shared = False

    def __init__(self) -> None:
        self.is_watched = False  # whether a thread of this process keeps it up to date
        self._held: _Held | None = None
        self._lock = threading.RLock()  # one step at a time
        self._is_building = False  # all of it, which may take long: nobody waits for that

    # --- what pages ask

    def snapshot(self) -> Snapshot | None:
        """The index as it is now; None while there is none that can be used."""
        now = changes.stamp()
        held = self._held
        if held is None or held.stamp != now:
            self._catch_up(now)
            held = self._held
        return held.snapshot if held else None

    def at_hand(self) -> Snapshot | None:
        """The index as this process has it, for what need not be of this moment.

        Where a thread keeps it up to date, no page waits: it is made anew when the mark moves.
        """
        held = self._held
        return held.snapshot if held is not None and self.is_watched else self.snapshot()

    def report_damage(self) -> None:
        """Have the index made anew: reading it failed."""
        with self._lock:
            held, self._held = self._held, None
            if held is not None and held.folder is not None:
                with generations.writing() as alone, contextlib.suppress(OSError):
                    if alone:
                        (held.folder / "mark.json").unlink()

    def forget(self) -> None:
        """Hold nothing, as a process that has just begun."""
        with self._lock:
            self._held = None

    # --- what followers do

    @property
    def is_there(self) -> bool:
        """Whether this process holds an index."""
        return self._held is not None

    def mark(self) -> int:
        """How far it has come, in this process."""
        held = self._held
        return held.stamp[0] if held else 0

    def start_again(self) -> None:
        """Have every process of this machine make the index anew."""
        self.rebuild()

    def step(self) -> bool:
        """Come one step nearer to the present edition; whether there was anything to do."""
        with self._lock:
            try:
                return self._step()
            except Damaged:
                logger.exception("The search index cannot be read; it is built anew.")
                self.report_damage()
                return self._step()

    def rebuild(self, *, progress: Progress = lambda _done, _of: None) -> int:
        """Build the index anew beside the one in use, and say how many summaries are in it."""
        with self._lock, self._building(), generations.writing(wait=True):
            if indexing.count() <= settings.SEARCH_IN_MEMORY:
                self._held = _in_memory(generations.become_present(None), progress)
            else:
                self._held = _on_disk(progress)
            return len(self._held.snapshot.view)

    def _catch_up(self, now: Stamp) -> None:
        """Follow what is outstanding, if it is little; another thread may be at it already."""
        held = self._held
        is_little = self._opens_at_once() if held is None else abs(now[0] - held.stamp[0]) <= BACKLOG
        if not is_little or (self._is_building and held is not None):
            return
        if not self._lock.acquire(timeout=PATIENCE if held else PATIENCE_AT_FIRST):
            return
        try:
            while (self._held is None or self._held.stamp != now) and self.step():
                pass
        except Exception:  # a page does without; the follower's thread tries again
            logger.exception("The search index could not be brought up to date.")
        finally:
            self._lock.release()

    @contextmanager
    def _building(self) -> Iterator[None]:
        self._is_building = True
        try:
            yield
        finally:
            self._is_building = False

    def _opens_at_once(self) -> bool:
        """Whether opening the index, or building it, takes no longer than a page may."""
        present = generations.present()
        return (present is not None and present.has_folder) or indexing.count() <= AT_FIRST

    def _step(self) -> bool:
        present = generations.present()
        if self._held is not None and present != self._held.generation:
            self._held = None  # another process built a new one, or asked for it
        if self._held is None:
            with self._building():
                self._held = self._open(present)
            return True
        return self._follow_on_disk(self._held) if self._held.folder else self._follow_in_memory(self._held)

    def _open(self, present: Present | None) -> _Held:
        if present is not None and present.has_folder and (held := _opened(present)):
            return held
        if indexing.count() <= settings.SEARCH_IN_MEMORY:
            return _in_memory(present if present and not present.has_folder else None)
        with generations.writing(wait=True):
            again = generations.present()
            if again is not None and again.has_folder and (held := _opened(again)):
                return held  # another process was faster
            return _on_disk()

    def _follow_in_memory(self, held: _Held) -> bool:
        batch = _outstanding(held.stamp)
        if batch is not None and not batch:
            return False
        keys = indexing.touched(batch) if batch is not None else None
        if batch is None or keys is None or len(held.snapshot.view) > settings.SEARCH_IN_MEMORY * GROWTH:
            with self._building():
                self._held = self._open(held.generation)
            return True
        _replace(held, keys)
        held.look(_stamp_of(batch[-1]))
        return True

    def _follow_on_disk(self, held: _Held) -> bool:
        assert held.folder is not None
        if (mark := generations.mark_of(held.folder)) is None:
            raise Damaged(f"{held.folder} has lost its mark")
        if mark.stamp != held.stamp:
            return _see_what_others_wrote(held, mark)
        batch = _outstanding(held.stamp)
        if batch is not None and not batch:
            return False
        with generations.writing() as alone:
            if not alone:
                return False  # another process is at it; its work is seen at the next look
            if generations.mark_of(held.folder) != mark:
                return True
            keys = indexing.touched(batch) if batch is not None else None
            if batch is None or keys is None:
                with self._building():
                    self._held = _on_disk()
                return True
            _replace(held, keys)
            stamp = _stamp_of(batch[-1])
            generations.set_mark(held.folder, replace(mark, edition=stamp[0], at=stamp[1]))
            held.look(stamp)
        return True


live = LiveIndex()


def _outstanding(stamp: Stamp) -> list[Change] | None:
    """The changes after this one, not too many at once; None where the log is another than it came from."""
    if stamp[0] and changes.stamp_at(stamp[0]) != stamp:
        return None
    return list(changes.since(stamp[0])[:AT_ONCE])


def _stamp_of(change: Change) -> Stamp:
    return changes.stamp_at(change.pk)


def _see_what_others_wrote(held: _Held, mark: Mark) -> bool:
    held.engine.reload()
    held.vectors.reload()
    held.look(mark.stamp)
    return True


def _replace(held: _Held, keys: Iterable[int]) -> None:
    """Put these summaries in as they are now, and take out those that are not public any more."""
    gone = set(keys)
    if not gone:
        return
    put: list[Entry] = []
    with held.engine.writing() as writer:
        for entry in indexing.entries(gone):
            writer.put(entry)
            put.append(entry)
            gone.discard(entry.key)
        for key in gone:
            writer.remove(key)
    _embed(held.vectors, put)
    held.vectors.remove(gone)


def _vectors(path: Path | None = None) -> VectorStore:
    from apercu.search.vectors import VectorStore

    return VectorStore(path)


def _in_memory(generation: Present | None, progress: Progress = lambda _done, _of: None) -> _Held:
    stamp = changes.stamp()
    engine, vectors = Engine(), _vectors()
    with engine.writing() as writer:
        _fill(writer, vectors, progress)
    return _Held(engine=engine, vectors=vectors, stamp=stamp, generation=generation)


def _on_disk(progress: Progress = lambda _done, _of: None) -> _Held:
    """A new generation on disk; whoever calls is the one writer."""
    folder = generations.begin()
    stamp = changes.stamp()
    engine, vectors = Engine(folder / "engine"), _vectors(folder / "vectors.bin")
    with engine.writing() as writer:
        _fill(writer, vectors, progress)
    model = meaning.NAME if meaning.is_on() else ""
    generations.set_mark(folder, Mark(edition=stamp[0], at=stamp[1], model=model))
    generation = generations.become_present(folder)
    return _Held(engine=engine, vectors=vectors, stamp=stamp, generation=generation, folder=folder)


def _opened(present: Present) -> _Held | None:
    """The generation on disk; None where it is missing, damaged, or made by other rules than ours."""
    folder = generations.folder_of(present)
    mark = generations.mark_of(folder)
    if mark is None or mark.schema != schema.VERSION:
        return None
    if meaning.is_on() and mark.model != meaning.NAME:
        return None
    try:
        engine, vectors = Engine(folder / "engine", is_there=True), _vectors(folder / "vectors.bin")
        return _Held(engine=engine, vectors=vectors, stamp=mark.stamp, generation=present, folder=folder)
    except (Damaged, OSError):
        logger.exception("The search index in %s cannot be read; it is built anew.", folder)
        return None


def _fill(writer: Writer, vectors: VectorStore, progress: Progress) -> None:
    total = indexing.count()
    some: list[Entry] = []
    for done, entry in enumerate(indexing.entries(), start=1):
        writer.add(entry)
        some.append(entry)
        if len(some) == EMBEDDED_AT_ONCE:
            _embed(vectors, some)
            some.clear()
            progress(done, total)
    _embed(vectors, some)
    progress(total, total)


def _embed(vectors: VectorStore, entries: Sequence[Entry]) -> None:
    if entries and meaning.is_on():
        vectors.put([entry.key for entry in entries], meaning.of_entries(entries))
