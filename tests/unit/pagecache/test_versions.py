"""Learning which version of the site is present, from a database that others write."""

from __future__ import annotations

import logging
import os
import sqlite3
import warnings
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import pytest
from django.db import OperationalError

from apercu.pagecache.versions import EVERY, Known, PolledVersions, SqliteVersions
from tests.sites import wait_until
from tests.unit.pagecache.sites import Clock, Database

LATER = 1.0  # seconds of the test's clock: more than any pause


@pytest.fixture
def database(tmp_path: Path) -> Iterator[Database]:
    made = Database(tmp_path / "a site's.sqlite3")
    yield made
    made.own.close()


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture
def versions(database: Database, clock: Clock) -> SqliteVersions:
    return SqliteVersions(database.path, clock=clock, own_marks=lambda: ())


def test_what_another_process_commits_is_seen_within_a_millisecond(
    database: Database, versions: SqliteVersions, clock: Clock
) -> None:
    before = versions.present()
    assert versions.present() is before
    database.publish()
    clock.time += 0.0011
    after = versions.present()
    assert after is not None
    assert (after.known.stamp, after.known.marks) == ((1, "2026-01-01"), (("citations", 0),))
    database.own.execute("UPDATE content_followermark SET mark = 1")
    clock.time += 0.0011
    assert versions.present() != after


def test_what_this_process_commits_is_seen_at_once(database: Database, versions: SqliteVersions) -> None:
    before = versions.present()
    database.publish()
    versions.changed()
    assert versions.present() != before


def test_a_write_that_changes_nothing_public_is_the_same_version(
    database: Database, versions: SqliteVersions, clock: Clock
) -> None:
    before = versions.present()
    database.own.execute("CREATE TABLE session (a)")
    clock.time += LATER
    assert versions.present() is before


def test_a_restored_backup_with_the_same_number_is_another_version(
    database: Database, versions: SqliteVersions, clock: Clock, tmp_path: Path
) -> None:
    database.publish("2026-01-01")
    before = versions.present()
    other = Database(tmp_path / "backup")
    other.publish("2025-05-05")
    other.own.close()
    (tmp_path / "backup").replace(database.path)
    for end in ("-wal", "-shm"):
        Path(f"{database.path}{end}").unlink()
    clock.time += LATER
    after = versions.present()
    assert before is not None
    assert after is not None
    assert (before.known.stamp, after.known.stamp) == ((1, "2026-01-01"), (1, "2025-05-05"))


def test_while_the_database_is_away_the_last_version_stands_and_the_log_says_so_once(
    database: Database, versions: SqliteVersions, clock: Clock, caplog: pytest.LogCaptureFixture
) -> None:
    before = versions.certain()
    away = database.path.with_suffix(".away")
    database.path.rename(away)
    with caplog.at_level(logging.WARNING, "apercu.pagecache"):
        for _ in range(20):
            clock.time += LATER
            assert versions.present() is before
            assert versions.certain() is None
    assert len(caplog.records) == 1
    assert "cannot be asked" in caplog.text
    away.rename(database.path)
    database.publish()
    clock.time += LATER
    assert versions.certain() not in {None, before}


def test_so_it_is_while_it_is_locked(database: Database, versions: SqliteVersions, clock: Clock) -> None:
    before = versions.certain()
    database.own.close()
    assert versions._asked is not None
    versions._asked.close()  # nobody else has it open: only then can one take it for itself alone
    versions._asked = None
    with closing(sqlite3.connect(database.path, isolation_level=None)) as alone:
        alone.execute("PRAGMA locking_mode=EXCLUSIVE")
        alone.execute("INSERT INTO content_change (at) VALUES ('2026-02-02')")
        clock.time += LATER
        assert versions.present() is before
        assert versions.certain() is None
    clock.time += LATER
    assert versions.certain() not in {None, before}


def test_a_process_that_begins_without_a_database_knows_no_version(tmp_path: Path, clock: Clock) -> None:
    versions = SqliteVersions(tmp_path / "nothing", clock=clock)
    assert versions.present() is None
    assert versions.certain() is None
    assert not (tmp_path / "nothing").exists()


def test_a_forked_process_opens_the_database_for_itself(
    database: Database, versions: SqliteVersions, clock: Clock
) -> None:
    versions.present()
    before = versions._asked
    database.publish()
    clock.time += LATER
    reads, writes = os.pipe()
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", DeprecationWarning)  # there are threads; none matters here
        child = os.fork()
    if child == 0:  # pragma: no cover another process
        version = versions.present()
        is_fine = version is not None and version.known.stamp[0] == 1 and versions._asked is not before
        os.write(writes, b"1" if is_fine else b"0")
        os._exit(0)
    os.waitpid(child, 0)
    assert os.read(reads, 1) == b"1"


class Answers:
    """A database as a test has it answer."""

    def __init__(self) -> None:
        self.number = 1
        self.asked = 0
        self.is_there = True

    def __call__(self) -> Known:
        self.asked += 1
        if not self.is_there:
            raise OperationalError("the server closed the connection")
        return Known((self.number, ""), ())


def test_another_database_is_asked_by_a_thread_every_half_second() -> None:
    answers = Answers()
    versions = PolledVersions(clock=Clock(), read=answers, own_marks=lambda: ())
    first = versions.present()
    for _ in range(1000):
        versions.present()
    assert answers.asked < 1000
    answers.number = 2
    assert EVERY <= 0.5
    assert wait_until(lambda: versions.present() != first)


def test_who_publishes_learns_at_once_and_a_database_that_is_away_is_no_error(
    caplog: pytest.LogCaptureFixture,
) -> None:
    answers = Answers()
    versions = PolledVersions(clock=Clock(), read=answers, own_marks=lambda: (), in_background=False)
    first = versions.certain()
    answers.number = 2
    assert versions.present() == first
    versions.changed()
    second = versions.certain()
    assert second not in {None, first}
    answers.is_there = False
    with caplog.at_level(logging.WARNING, "apercu.pagecache"):
        for _ in range(5):
            versions.look()
    assert len(caplog.records) == 1
    assert versions.present() == second
    assert versions.certain() is None
    answers.is_there = True
    versions.look()
    assert versions.certain() == second


def test_what_a_process_keeps_itself_counts_too(database: Database, clock: Clock) -> None:
    marks = [0]
    versions = SqliteVersions(database.path, clock=clock, own_marks=lambda: tuple(marks))
    before = versions.present()
    marks[0] = 1
    clock.time += LATER
    assert versions.present() != before
