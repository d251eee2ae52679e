"""One import: a first look at the whole file, then slice after slice of it, each reported.

Trying out does the same without the writing, so its report is what the import will do. Importing a file again
changes nothing: everybody in it is known then.
"""

from __future__ import annotations

import datetime
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from functools import partial
from itertools import islice
from pathlib import Path

from django.db import IntegrityError, transaction

from apercu.mailing.bringing.codes import Note
from apercu.mailing.bringing.counting import Counts, Outcome, Taken
from apercu.mailing.bringing.doubles import Speakers
from apercu.mailing.bringing.reading import Record, Table, open_table
from apercu.mailing.bringing.rows import NotTaken, Person, Reader, person_of
from apercu.mailing.bringing.taking import Circumstances, Taking
from apercu.mailing.bringing.terms import Terms
from apercu.sources.draft import Caveat

TOGETHER = 500  # rows committed together: somebody who signs up meanwhile waits for a fraction of a second
_TRIES = 3

Clock = Callable[[], datetime.datetime]


@dataclass(frozen=True, kw_only=True)
class Slice:
    """Rows that are done, and how far that is."""

    taken: Sequence[Taken]
    done: int
    total: int
    counts: Counts


@dataclass(frozen=True, kw_only=True)
class Asked:
    """What to import, and how; `done` rows of it were taken by a run before, which came to `counts`."""

    path: Path
    name: str  # as people know the file
    said: Callable[[str], str]
    update_choices: bool = False
    dry_run: bool = False
    done: int = 0


def run(*, asked: Asked, clock: Clock, keep: Callable[[Slice], None], counts: Counts | None = None) -> Counts:
    """Import a file, or the rest of it; Unreadable for what is no table with addresses.

    `keep` is called in the transaction of each slice; what it raises undoes the slice.
    """
    counts = counts or Counts()
    table = open_table(asked.path)
    with Speakers() as speakers:
        total = _look_through(table, speakers)
        records = islice(table.records(), asked.done, None)
        running = _Running(asked=asked, clock=clock, speakers=speakers)
        done = asked.done
        while together := list(islice(records, TOGETHER)):
            done += len(together)
            running.slice(together, partial(_keep, keep=keep, done=done, total=total, counts=counts))
    counts.complete(table.notes)
    return counts


def _keep(
    taken: Sequence[Taken], *, keep: Callable[[Slice], None], done: int, total: int, counts: Counts
) -> None:
    """Count a slice, and have it kept; one that is undone is counted no more."""
    before = Counts.of_json(counts.as_json())
    counts.add(taken)
    try:
        keep(Slice(taken=taken, done=done, total=total, counts=counts))
    except BaseException:
        counts.outcomes, counts.notes, counts.attention = before.outcomes, before.notes, before.attention
        raise


def _look_through(table: Table, speakers: Speakers) -> int:
    """Find out which row speaks for whom, and say how many rows there are."""
    total = 0
    for record in table.records():
        total += 1
        try:
            person = person_of(record.cells)
        except NotTaken:
            continue
        speakers.add(person.key, line=record.line, stays_out=person.stays_out)
    return total


class _Running:
    def __init__(self, *, asked: Asked, clock: Clock, speakers: Speakers) -> None:
        at = clock()
        self.dry_run = asked.dry_run
        self.speakers = speakers
        self.reader = Reader(terms=Terms(), at=at)
        self.taking = Taking(
            circumstances=Circumstances(
                source=f"import: {asked.name}",
                at=at,
                update_choices=asked.update_choices,
                said=asked.said,
            )
        )

    def slice(self, records: Sequence[Record], keep: Callable[[Sequence[Taken]], None]) -> None:
        """One transaction; begun again where somebody of the slice signed up just now."""
        for left in reversed(range(_TRIES)):
            try:
                with transaction.atomic():
                    keep(self._taken(records))
                return
            except IntegrityError:
                if not left:
                    raise

    def _taken(self, records: Sequence[Record]) -> list[Taken]:
        failed, people = _made_out(records)
        lines = self.speakers.lines_of(person.key for _record, person in people)
        doubled, rows = [], []
        for record, person in people:
            if record.line != lines[person.key]:
                doubled.append(_doubled(record.line, lines[person.key]))
            else:
                rows.append(self.reader.row(record.line, record.cells or {}, person))
        taken = self.taking.rehearse(rows) if self.dry_run else self.taking.take(rows)
        return sorted([*failed, *doubled, *taken], key=lambda one: one.line)


def _made_out(records: Iterable[Record]) -> tuple[list[Taken], list[tuple[Record, Person]]]:
    """The rows nobody can be found in, and the others."""
    failed, people = [], []
    for record in records:
        try:
            people.append((record, person_of(record.cells)))
        except NotTaken as error:
            failed.append(Taken(line=record.line, outcome=Outcome.FAILED, notes=(Caveat(code=error.note),)))
    return failed, people


def _doubled(line: int, other: int) -> Taken:
    note = Caveat(code=Note.DOUBLED, detail=str(other))
    return Taken(line=line, outcome=Outcome.DOUBLED, notes=(note,))
