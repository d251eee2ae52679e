"""A disk without room, a database that may only be read, an index that is gone: readers read on, editors are told.

Real processes: room is taken away and given back by the system's own limit on the size of files (RLIMIT_FSIZE),
which can be set for a process that runs, and by SQLite's on the pages of a database (max_page_count).
"""

from __future__ import annotations

import http.client
import json
import os
import re
import resource
import shutil
import sqlite3
from contextlib import closing
from dataclasses import dataclass, field
from pathlib import Path
from urllib.parse import urlencode

import pytest
from selectolax.lexbor import LexborHTMLParser

from tests import databases
from tests.desk_forms import Controls, controls
from tests.integration.ops.running import apercu, serving
from tests.ports import free_port
from tests.processes import below
from tests.sites import PATIENCE, answers, copy_of_a_site, delete_at_once, wait_until

pytestmark = pytest.mark.skipif(
    databases.IS_POSTGRESQL, reason="about the files of SQLite; PostgreSQL's form: test_backup_postgresql.py"
)

PASSWORD = "a-good-long-password"
WITHOUT_ROOTS_RIGHT_TO_WRITE = ("setpriv", "--bounding-set=-dac_override")
FORM, JSON = "text/html", "application/json"
SUMMARY = "/summaries/empathy-and-outcome/"

MAKE_AN_EDITOR = (
    "from django.contrib.auth import get_user_model as m; "
    f"m().objects.create_superuser('alice', 'alice@example.org', '{PASSWORD}')"
)
PUBLISH = "from tests.builders import make_summary; make_summary(title='Zebrafish and other clients')"


@dataclass
class Browser:
    """Somebody at the desk, with cookies."""

    port: int
    cookies: dict[str, str] = field(default_factory=dict)

    def ask(
        self, path: str, form: Controls | None = None, accept: str = FORM
    ) -> tuple[int, str, dict[str, str]]:
        connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=PATIENCE)
        headers = {"Cookie": "; ".join(f"{k}={v}" for k, v in self.cookies.items()), "Accept": accept}
        if form is not None:
            headers["Content-Type"] = "application/x-www-form-urlencoded"
        try:
            connection.request(
                "GET" if form is None else "POST",
                path,
                None if form is None else urlencode(form, doseq=True),
                headers,
            )
            answer = connection.getresponse()
            for cookie in answer.headers.get_all("Set-Cookie") or []:
                name, _, value = cookie.partition(";")[0].partition("=")
                self.cookies[name] = value
            return answer.status, answer.read().decode(), {k.lower(): v for k, v in answer.headers.items()}
        finally:
            connection.close()

    def form_with(self, field: str, path: str) -> Controls:
        """The form at an address that has this field, as a browser would send it."""
        status, page, _headers = self.ask(path)
        assert status == 200, page[:500]
        forms = LexborHTMLParser(page).css("form")
        return controls(next(form for form in forms if form.css_first(f"[name={field}]") is not None))

    def sign_in(self) -> tuple[int, str, dict[str, str]]:
        form = self.form_with("password", "/desk/login/")
        return self.ask("/desk/login/", form | {"username": "alice", "password": PASSWORD})


def give_room(tree: int, most: int) -> None:
    """Let no process of the tree write a file beyond so many bytes from now on."""
    for pid in below(tree):
        resource.prlimit(pid, resource.RLIMIT_FSIZE, (most, resource.RLIM_INFINITY))


def shell(data: Path, code: str) -> None:
    done = apercu(
        data, "shell", "--no-imports", "-c", code, APERCU_SEARCH_IN_MEMORY="0", APERCU_MEANING="off"
    )
    assert done.returncode == 0, done.stderr


def latest_titles(data: Path) -> list[str]:
    with closing(sqlite3.connect(data / "apercu.sqlite3")) as asked:
        rows = asked.execute("SELECT content FROM wagtailcore_revision ORDER BY id DESC LIMIT 1")
        return [json.loads(content).get("title", "") for (content,) in rows]


@pytest.fixture(scope="module")
def with_editor(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The data folder of the sample site, with Alice at its desk; nobody may use it."""
    data = copy_of_a_site(tmp_path_factory.mktemp("with-editor") / "site", tmp_path_factory, sample=True)
    shell(data, MAKE_AN_EDITOR)
    return data


@pytest.fixture
def data(with_editor: Path, tmp_path: Path) -> Path:
    return shutil.copytree(with_editor, tmp_path / "site")


@pytest.mark.slow
def test_without_room_readers_read_editors_are_told_and_all_goes_on_when_there_is_room(data: Path) -> None:
    said: list[str] = []
    with serving(data, said=said, APERCU_SEARCH_IN_MEMORY="0", APERCU_MEANING="off") as (process, port):
        assert wait_until(lambda: answers(port) and (data / "search" / "present.json").exists())
        alice = Browser(port)
        assert alice.sign_in()[0] == 302
        listing = alice.ask("/desk/snippets/content/summary/")[1]
        address = re.search(r'"(/desk/snippets/content/summary/edit/\d+/)"', listing)
        assert address
        form = alice.form_with("title", address[1]) | {"title": "Written without room"}
        report = alice.form_with("wrong", f"{SUMMARY}report/") | {"wrong": "All of it."}

        give_room(process.pid, 0)
        status, page, headers = alice.ask(address[1], form)
        assert (status, headers["retry-after"]) == (503, "10")
        assert "Nothing was saved" in page
        assert "The server could not write to its disk." in page
        status, page, _headers = alice.ask(address[1], form, accept=JSON)
        assert status == 503
        told = json.loads(page)
        assert (told["success"], told["error_code"]) == (False, "disk-error")
        assert "Nothing was saved" in told["error_message"]
        status, page, _headers = Browser(port).ask(f"/fr{SUMMARY}report/", report)
        assert status == 503
        assert "n’a pas été conservé" in page
        shell(data, PUBLISH)  # a process that has room
        reader = Browser(port)
        for path in ("/", SUMMARY, "/topics/", "/summaries/?q=empathy", "/api/v1/search?q=zebrafish"):
            assert reader.ask(path)[0] == 200, path

        give_room(process.pid, resource.RLIM_INFINITY)
        assert wait_until(lambda: "Zebrafish" in reader.ask("/api/v1/search?q=zebrafish")[1])
        assert alice.ask(address[1], form)[0] == 302
        assert latest_titles(data) == ["Written without room"]

        delete_at_once(data / "search")
        assert wait_until(lambda: (data / "search" / "present.json").exists())
        assert wait_until(lambda: "Zebrafish" in reader.ask("/api/v1/search?q=zebrafish")[1])
    assert any("The disk of the data folder could not be written to" in line for line in said)


@pytest.mark.slow
def test_a_database_that_may_only_be_read_is_read_and_said(data: Path) -> None:
    (data / "apercu.sqlite3").chmod(0o444)
    with serving(data, by=WITHOUT_ROOTS_RIGHT_TO_WRITE if os.geteuid() == 0 else ()) as (_process, port):
        assert wait_until(lambda: answers(port))
        status, page, _headers = Browser(port).sign_in()
        assert status == 503
        assert "The server may only read its database at the moment." in page


def one_line(said: str) -> str:
    (line,) = said.strip().splitlines()
    return line


@pytest.mark.slow
def test_commands_without_room_say_so_and_leave_what_was_there_whole(
    tmp_path: Path, tmp_path_factory: pytest.TempPathFactory
) -> None:
    data = copy_of_a_site(tmp_path / "site", tmp_path_factory)
    backups = tmp_path / "backups"
    refused = apercu(data, "serve", "--port", str(free_port()), most=0)
    assert refused.returncode == 1
    assert "(The database says: " in one_line(refused.stderr)
    refused = apercu(data, "backup", backups, most=200_000)
    assert refused.returncode == 1
    assert "No backup was made in" in one_line(refused.stderr)
    assert [path.name for path in backups.iterdir()] == [".apercu-backup.lock"]

    long = tmp_path / "long.md"
    long.write_text(
        '---\nkind: summary\ntitle: "Long"\nmonth: 2021-06\n---\n\n'
        + "Words that need room, all of them.\n\n" * 10_000
    )
    with closing(sqlite3.connect(data / "apercu.sqlite3")) as asked:
        (pages,) = asked.execute("PRAGMA page_count").fetchone()
    refused = apercu(
        data,
        "import_content",
        long,
        DJANGO_SETTINGS_MODULE="tests.integration.ops.small_disk",
        MAX_PAGES=str(pages + 10),
    )
    assert "“Long” failed. database or disk is full" in refused.stderr  # a row of the import's report
    with closing(sqlite3.connect(data / "apercu.sqlite3")) as asked:
        assert asked.execute("PRAGMA integrity_check").fetchall() == [("ok",)]
        assert asked.execute("SELECT count(*) FROM content_summary").fetchone() == (0,)
    done = apercu(data, "import_content", long)
    assert done.returncode == 0, done.stderr
