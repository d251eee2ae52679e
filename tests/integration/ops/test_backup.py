"""`apercu backup` under load, `apercu restore` elsewhere, and what is refused before anything is touched."""

from __future__ import annotations

import hashlib
import io
import json
import shutil
import sqlite3
import sys
import threading
import time
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest
from django.core.management import call_command

from apercu.config.environment import KNOWN
from apercu.ops.backup import checking, manifest, places, surroundings
from tests import databases
from tests.integration.ops.contents import pages_of, rows_of, uploads_of
from tests.integration.ops.readers import Readers
from tests.integration.ops.running import apercu, serving, told
from tests.sites import PATIENCE, answers, copy_of_a_site, told_by, wait_until

pytestmark = pytest.mark.skipif(
    databases.IS_POSTGRESQL, reason="about the files of SQLite; PostgreSQL's form: test_backup_postgresql.py"
)

# When the backup was made is noted after it; a restored site holds its mail back.
NOTED = {"ops_loopstate", "mailing_mailstate"}


class Writer:
    """Writes to the database and to the uploads as fast as it can, always two things that belong together."""

    def __init__(self, data: Path) -> None:
        self.data = data
        self.written = 0
        self._stop = threading.Event()
        self._thread = threading.Thread(target=self._write)
        (data / "media").mkdir(exist_ok=True)

    def __enter__(self) -> Writer:
        self._thread.start()
        return self

    def __exit__(self, *_error: object) -> None:
        self._stop.set()
        self._thread.join()

    def _write(self) -> None:
        with closing(sqlite3.connect(self.data / "apercu.sqlite3", timeout=PATIENCE)) as database:
            while not self._stop.is_set():
                number = self.written + 1
                (self.data / "media" / f"load-{number}").write_bytes(f"{number} ".encode() * 2000)
                with database:
                    database.executemany(
                        "INSERT INTO django_session VALUES (?, ?, '2999-01-01')",
                        [(f"load-{number}-{side}", "x" * 500) for side in "ab"],
                    )
                self.written = number
                time.sleep(0.02)


def load_in(database: Path) -> list[int]:
    """The numbers of what the writer had written, each twice."""
    with closing(sqlite3.connect(database)) as asked:
        rows = asked.execute("SELECT session_key FROM django_session WHERE session_key LIKE 'load-%'")
        return sorted(int(key.split("-")[1]) for (key,) in rows)


@dataclass
class Kept:
    """A site, a backup of it made under load, one made at rest, and what was known of it meanwhile."""

    data: Path
    under_load: Path
    at_rest: Path
    written_before: int
    acknowledged_before: list[str]


def the_only_backup(folder: Path) -> Path:
    (backup,) = places.backups_in(folder)
    return backup


def back_up(data: Path, folder: Path, *, pubmed_key: str = "", web_processes: str = "1") -> Path:
    done = apercu(data, "backup", folder, APERCU_PUBMED_KEY=pubmed_key, APERCU_WEB_PROCESSES=web_processes)
    assert done.returncode == 0, done.stderr
    return the_only_backup(folder)


def make_two_backups(folder: Path, factory: pytest.TempPathFactory, *, seconds: float) -> Kept:
    """One while readers read and write and a program writes, and while it is tried to restore; one when all is over."""
    data = copy_of_a_site(folder / "site", factory, sample=True)
    with serving(data) as (_process, port), Writer(data) as writer:
        assert wait_until(lambda: answers(port))
        pages = {"/": "</html>", "/summaries/": "</html>"}
        readers = Readers(
            port=port, pages=pages, report_to=["/summaries/empathy-and-outcome/report/"], number=2
        )
        readers.begin()
        time.sleep(seconds)
        assert wait_until(lambda: readers.acknowledged)
        written, acknowledged = writer.written, list(readers.acknowledged)
        under_load = back_up(data, folder / "under-load")
        assert writer.written > written + 3  # the backup kept nobody waiting
        refused = apercu(data, "restore", under_load, "--replace").stderr
        assert "such as `apercu serve`; stop it first" in refused
        assert len(refused.splitlines()) == 1
        readers.end()
        assert readers.wrong == []
    return Kept(
        data=data,
        under_load=under_load,
        at_rest=back_up(data, folder / "at-rest"),
        written_before=written,
        acknowledged_before=acknowledged,
    )


def must_be_one_moment(kept: Kept) -> None:
    """Nothing acknowledged before is missing, nothing is there by half, and no row names an upload that is not."""
    database = kept.under_load / "database.sqlite3"
    numbers = load_in(database)
    assert numbers == sorted([*range(1, len(numbers) // 2 + 1)] * 2)
    assert len(numbers) // 2 >= kept.written_before
    for number in set(numbers):
        assert (kept.under_load / "media" / f"load-{number}").stat().st_size == len(f"{number} ") * 2000
    with closing(sqlite3.connect(database)) as asked:
        reports = {text for (text,) in asked.execute("SELECT text FROM content_errorreport")}
        assert asked.execute("PRAGMA integrity_check").fetchall() == [("ok",)]
    assert kept.acknowledged_before
    assert set(kept.acknowledged_before) <= reports


def must_be_equal_elsewhere(kept: Kept, elsewhere: Path, *, most: int) -> None:
    """Every row, every upload, and pages, at most so many of a kind."""
    done = apercu(elsewhere, "restore", kept.at_rest)
    assert done.returncode == 0, done.stderr
    before, now = (rows_of(data / "apercu.sqlite3", without=NOTED) for data in (kept.data, elsewhere))
    assert before == now
    assert len(now) > 60
    assert now["content_summary"]
    assert uploads_of(kept.data) == uploads_of(elsewhere) != {}
    shutil.copytree(kept.data / "static", elsewhere / "static")  # what `apercu setup` makes
    pages = pages_of(elsewhere, most=most)
    assert pages == pages_of(kept.data, most=most)
    assert len(pages) > 40


@pytest.mark.slow
@pytest.mark.parametrize(
    ("seconds", "most"),
    [
        pytest.param(1.0, 1, marks=pytest.mark.soak, id="a second, a page of each kind"),
        pytest.param(60.0, 100_000, marks=pytest.mark.soak, id="a minute, every page"),
    ],
)
def test_a_backup_under_load_is_of_one_moment_and_restored_elsewhere_everything_is_equal(
    tmp_path: Path, tmp_path_factory: pytest.TempPathFactory, seconds: float, most: int
) -> None:
    kept = make_two_backups(tmp_path, tmp_path_factory, seconds=seconds)
    must_be_one_moment(kept)
    must_be_equal_elsewhere(kept, tmp_path / "elsewhere", most=most)


@pytest.fixture(scope="module")
def backup_of_a_site(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A backup of a site without content."""
    folder = tmp_path_factory.mktemp("backup")
    data = copy_of_a_site(folder / "site", tmp_path_factory)
    (data / "media" / "images").mkdir(parents=True)
    (data / "media" / "images" / "logo.png").write_bytes(b"a picture")
    backup = back_up(data, folder / "backups", pubmed_key="a-secret", web_processes="2")
    assert rows_of(data / "apercu.sqlite3", without=NOTED) == rows_of(
        backup / "database.sqlite3", without=NOTED
    )
    assert (data / "secret-key").read_bytes() not in everything_in(backup)
    return backup


def everything_in(folder: Path) -> bytes:
    return b"".join(path.read_bytes() for path in folder.rglob("*") if path.is_file())


@pytest.mark.slow
def test_a_site_that_is_there_is_replaced_only_when_told_so_and_kept_aside(
    backup_of_a_site: Path, tmp_path: Path, tmp_path_factory: pytest.TempPathFactory
) -> None:
    data = copy_of_a_site(tmp_path / "other", tmp_path_factory)
    (data / "media").mkdir()
    (data / "media" / "its-own").write_text("stays")
    before = (rows_of(data / "apercu.sqlite3"), uploads_of(data))
    refused = apercu(data, "restore", backup_of_a_site)
    assert (refused.returncode, "say --replace" in refused.stderr) == (1, True)
    assert (rows_of(data / "apercu.sqlite3"), uploads_of(data)) == before
    done = apercu(data, "restore", backup_of_a_site, "--replace")
    assert done.returncode == 0, done.stderr
    assert "APERCU_PUBMED_KEY=(secret, not in the backup)" in done.stdout
    assert "APERCU_WEB_PROCESSES=2" in done.stdout
    (aside,) = data.glob("before-restore-*")
    assert (rows_of(aside / "apercu.sqlite3"), uploads_of(aside)) == before
    assert rows_of(data / "apercu.sqlite3", without=NOTED) == rows_of(
        backup_of_a_site / "database.sqlite3", without=NOTED
    )
    held = "SELECT held_for FROM mailing_mailstate WHERE held_since IS NOT NULL"
    assert databases.rows(data, held) == [("restored",)]
    assert uploads_of(data) == uploads_of(backup_of_a_site)


def copied(backup: Path, folder: Path) -> Path:
    return shutil.copytree(backup, folder / backup.name)


def reasons(backup: Path) -> str:
    with pytest.raises(checking.Refused) as refused:
        checking.check(backup)
    return " ".join(refused.value.reasons)


def test_a_damaged_backup_is_refused_before_anything_is_touched(
    backup_of_a_site: Path, tmp_path: Path
) -> None:
    backup, data = copied(backup_of_a_site, tmp_path), tmp_path / "data"
    with (backup / "database.sqlite3").open("r+b") as file:
        file.seek(100_000)
        file.write(b"\0" if file.read(1) != b"\0" else b"\1")
    done = apercu(data, "restore", backup)
    assert done.returncode == 1
    assert "database.sqlite3 is damaged: its hash is not the one in the manifest" in done.stderr
    assert "Nothing was touched." in done.stderr
    assert sorted(path.name for path in data.iterdir()) == ["in-use.lock", "secret-key"]


def test_one_byte_wrong_in_any_file_is_found(backup_of_a_site: Path, tmp_path: Path) -> None:
    backup = copied(backup_of_a_site, tmp_path)
    checking.check(backup)
    some_upload = backup / "media" / "images" / "logo.png"
    for path in (backup / "database.sqlite3", some_upload, *backup.glob("*.json"), *backup.glob("*.sha256")):
        whole = path.read_bytes()
        for place in (0, len(whole) // 2, len(whole) - 1):
            path.write_bytes(whole[:place] + bytes([whole[place] ^ 1]) + whole[place + 1 :])
            if path.suffix == ".sha256" and place == len(whole) - 1:
                continue  # the end of its line
            assert "damaged" in reasons(backup), path
        path.write_bytes(whole[:-1])
        if path.suffix != ".sha256":
            assert "damaged" in reasons(backup), path
        path.unlink()
        assert "missing" in reasons(backup) or "no whole backup" in reasons(backup)
        path.write_bytes(whole)
    checking.check(backup)


def rewritten(backup: Path, **changes: Any) -> Path:
    """The manifest with other words and a hash that fits."""
    path = backup / "manifest.json"
    path.write_text(json.dumps(json.loads(path.read_text()) | changes))
    digest = hashlib.sha256(path.read_bytes()).hexdigest()
    (backup / "manifest.sha256").write_text(f"{digest}  manifest.json\n")
    return backup


def test_what_does_not_fit_here_is_refused_with_a_sentence(backup_of_a_site: Path, tmp_path: Path) -> None:
    backup = copied(backup_of_a_site, tmp_path)
    known = manifest.read(backup).migrations
    later = rewritten(backup, migrations=[*known, "content.9999_of_the_future"], release="9.0")
    assert "made by a later release (9.0)" in reasons(later)
    rewritten(backup, migrations=known, vendor="postgresql")
    assert "of a postgresql database and this site is set to sqlite" in reasons(backup)
    assert "by a later release (form 2)" in reasons(rewritten(backup, vendor="sqlite", format=2))
    outside = {"../../etc/passwd": {"sha256": "", "size": 0}}
    assert "names a file outside of it" in reasons(rewritten(backup, format=1, files=outside))
    assert f"The newest is {backup}" in reasons(tmp_path)
    assert "There is no folder" in reasons(tmp_path / "nowhere")


def test_a_database_that_was_damaged_before_its_hash_was_taken_is_refused(
    backup_of_a_site: Path, tmp_path: Path
) -> None:
    backup = copied(backup_of_a_site, tmp_path)
    database = backup / "database.sqlite3"
    whole = database.read_bytes()
    database.write_bytes(whole[:8192] + b"\xff" * 4096 + whole[12288:])
    files = json.loads((backup / "manifest.json").read_text())["files"]
    files["database.sqlite3"]["sha256"] = hashlib.sha256(database.read_bytes()).hexdigest()
    assert "The database in the backup is damaged" in reasons(rewritten(backup, files=files))


def test_a_backup_holds_no_secret_and_nobody_else_may_read_it(backup_of_a_site: Path) -> None:
    assert b"a-secret" not in everything_in(backup_of_a_site)
    said = json.loads((backup_of_a_site / "settings.json").read_text())
    assert said["secret"] == ["APERCU_PUBMED_KEY"]
    assert backup_of_a_site.stat().st_mode & 0o077 == 0


def test_a_backup_can_be_checked_without_restoring_it(backup_of_a_site: Path) -> None:
    out = io.StringIO()
    call_command("restore", str(backup_of_a_site), "--check", stdout=out)
    assert out.getvalue().startswith(f"{backup_of_a_site} is whole: 3 files, made ")


def test_what_counts_as_plain_is_a_setting_and_no_key_is() -> None:
    assert surroundings.PLAIN <= KNOWN
    assert set(KNOWN - surroundings.PLAIN) >= {
        "APERCU_SECRET_KEY", "APERCU_PUBMED_KEY", "APERCU_OPENALEX_KEY",
    }  # fmt: skip


@pytest.mark.slow
@pytest.mark.parametrize(
    ("stride", "first", "kills"),
    [pytest.param(9, 4, 2, id="some steps"), pytest.param(1, 1, 20, marks=pytest.mark.soak, id="every step")],
)
def test_a_kill_leaves_no_half_backup_and_one_whole_site(
    tmp_path: Path, tmp_path_factory: pytest.TempPathFactory, stride: int, first: int, kills: int
) -> None:
    data = copy_of_a_site(tmp_path / "site", tmp_path_factory)
    killed = told_by(
        "tests.integration.ops.killing_backups", stride, first, env=told(data), patience=PATIENCE * 10
    )
    assert min(killed.values()) >= kills
    sys.stdout.write(f"Kills: {killed}\n")
