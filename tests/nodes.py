"""Several nodes of one site: a data folder each, one PostgreSQL that can be stopped and started again.

The first test of a run that wants them has them set up; each gets copies of the folders and of the server's files.
"""

from __future__ import annotations

import fcntl
import os
import shutil
import signal
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import httpx2
import psycopg
import pytest

from tests.ports import free_port
from tests.postgresql import Server, create_database
from tests.sites import APERCU, PATIENCE, answers, copy_of_a_site, environment, wait_until

DATABASE = "site"
EDITOR, PASSWORD = "editor", "a long password"
DRAFTS = 8  # ready to be published, called “Draft 0” and so on
ROOT = Path(__file__).resolve().parents[1]
_PREPARE = f"""
import django
django.setup()
from django.contrib.auth import get_user_model
from tests.builders import make_summary
get_user_model().objects.create_superuser({EDITOR!r}, password={PASSWORD!r})
for number in range({DRAFTS}):
    make_summary(title=f"Draft {{number}}", slug=f"draft-{{number}}", publish=False)
make_summary(title="Public from the start", slug="public")
"""


@dataclass(kw_only=True)
class Nodes:
    """Two data folders and the server both name."""

    server: Server
    folders: tuple[Path, Path]

    @property
    def url(self) -> str:
        return self.server.url(DATABASE)

    def environment(self, number: int, **settings: str) -> dict[str, str]:
        """What a process of this node is told."""
        return environment(
            self.folders[number],
            APERCU_DATABASE_URL=self.url,
            APERCU_MEANING="off",
            DJANGO_SETTINGS_MODULE="apercu.config.settings.base",
            PYTHONPATH=os.pathsep.join(filter(None, sys.path)),
            **settings,
        )

    def rows(self, query: str) -> list[tuple[Any, ...]]:
        """What a statement gives."""
        with psycopg.connect(self.url, autocommit=True) as connection:
            cursor = connection.execute(query.encode())
            return cursor.fetchall() if cursor.description else []

    def run(self, number: int, code: str) -> None:
        """Run some Python on a node."""
        done = subprocess.run(
            [sys.executable, "-c", code],
            env=self.environment(number),
            cwd=ROOT,
            capture_output=True,
            text=True,
            check=False,
        )
        assert done.returncode == 0, done.stderr


@contextmanager
def nodes(factory: pytest.TempPathFactory) -> Iterator[Nodes]:
    """Two nodes that were set up, nobody served yet; the server stops when the block ends."""
    original = _original(factory)
    folder = Path(tempfile.mkdtemp(prefix="apercu-nodes-"))
    copied = Nodes(
        server=Server(folder=folder / "server", port=free_port()), folders=(folder / "a", folder / "b")
    )
    folder.chmod(0o755)
    try:
        shutil.copytree(original / "a", copied.folders[0])
        shutil.copytree(original / "b", copied.folders[1])
        copied.server.copy_of(original / "server")
        copied.server.start()
        yield copied
    finally:
        copied.server.stop(at_once=True)
        shutil.rmtree(folder, ignore_errors=True)


class Node:
    """One node that is served."""

    def __init__(self, site: Nodes, number: int) -> None:
        self.port = free_port()
        self.address = f"http://127.0.0.1:{self.port}"
        with (site.folders[number] / "log").open("a") as log:
            self.process = subprocess.Popen(
                [APERCU, "serve", "--port", str(self.port)],
                env=site.environment(number),
                stdout=subprocess.DEVNULL,
                stderr=log,
                start_new_session=True,
            )

    def kill(self) -> None:
        """The whole tree at once, as when the machine is gone."""
        if self.process.poll() is None:
            os.killpg(self.process.pid, signal.SIGKILL)
        self.process.wait()

    def shows(self, path: str, words: str) -> bool:
        answer = httpx2.get(self.address + path, timeout=PATIENCE)
        return answer.status_code == 200 and words in answer.text

    def finds(self, words: str, number: int) -> bool:
        answer = httpx2.get(f"{self.address}/api/v1/search", params={"q": words}, timeout=PATIENCE)
        return answer.status_code == 200 and answer.json()["total"] == number


@contextmanager
def served(site: Nodes, *numbers: int) -> Iterator[list[Node]]:
    """These nodes, served until the block ends."""
    running = [Node(site, number) for number in numbers]
    try:
        for node in running:
            assert wait_until(lambda node=node: answers(node.port))
        yield running
    finally:
        for node in running:
            node.kill()


def have_due(site: Nodes, *numbers: int) -> None:
    """Give drafts a date that has come."""
    slugs = ", ".join(f"'draft-{number}'" for number in numbers)
    site.rows(
        "UPDATE wagtailcore_revision SET approved_go_live_at = now() WHERE id IN "
        f"(SELECT latest_revision_id FROM content_summary WHERE slug IN ({slugs}))"
    )


def _original(factory: pytest.TempPathFactory) -> Path:
    """The folder of the nodes that the first test of this run set up: both at the same moment."""
    shared = factory.getbasetemp()
    if "PYTEST_XDIST_WORKER" in os.environ:
        shared = shared.parent
    original = shared / "nodes"
    with (shared / "nodes.lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        if not (done := original / "done").exists():
            original.mkdir(exist_ok=True)
            _set_up(original, factory)
            done.touch()
    return original


def _set_up(original: Path, factory: pytest.TempPathFactory) -> None:
    folders = (original / "a", original / "b")
    for folder in folders:
        copy_of_a_site(folder, factory)  # for its styles and its key
        (folder / "apercu.sqlite3").unlink(missing_ok=True)
    outside = Path(tempfile.mkdtemp(prefix="apercu-nodes-"))  # pytest's own folder is closed to other users
    made = Nodes(server=Server(folder=outside / "server", port=free_port()), folders=folders)
    outside.chmod(0o755)
    try:
        made.server.create()
        made.server.start()
        create_database(made.server.url("postgres"), DATABASE)
        both = [
            subprocess.Popen(
                [APERCU, "setup", "--no-sample"],
                env=made.environment(number),
                stdout=subprocess.DEVNULL,
                stderr=subprocess.PIPE,
                text=True,
            )
            for number in (0, 1)
        ]
        said = [process.communicate(timeout=PATIENCE * 3)[1] for process in both]
        assert [(process.returncode, words) for process, words in zip(both, said, strict=True)] == [
            (0, "")
        ] * 2
        made.run(0, _PREPARE)
        made.server.stop()
        shutil.copytree(made.server.folder, original / "server", ignore=shutil.ignore_patterns(".s.*"))
    finally:
        made.server.stop(at_once=True)
        shutil.rmtree(outside, ignore_errors=True)
