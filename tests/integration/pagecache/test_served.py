"""Kept pages in a real server: crowds, slow readers, and a database that is away."""

from __future__ import annotations

import os
import signal
import socket
import subprocess
import time
from collections.abc import Iterator
from contextlib import ExitStack
from pathlib import Path
from urllib.request import Request, urlopen

import pytest

from tests import databases
from tests.ports import free_port
from tests.sites import APERCU, PATIENCE, answers, copy_of_a_site, environment, wait_until

SLOW = 500  # connections that never finish what they say


@pytest.fixture(scope="module")
def data(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return copy_of_a_site(tmp_path_factory.mktemp("site"), tmp_path_factory)


@pytest.fixture(scope="module")
def port(data: Path) -> Iterator[int]:
    """A site that is served; its log goes into a file of its data folder."""
    port = free_port()
    with (data / "log").open("w") as log:
        process = subprocess.Popen(
            [APERCU, "serve", "--port", str(port)],
            env=environment(data, APERCU_SITE_URL=f"http://127.0.0.1:{port}"),
            stdout=log,
            stderr=log,
            start_new_session=True,
        )
    try:
        assert wait_until(lambda: answers(port))
        yield port
    finally:
        os.killpg(process.pid, signal.SIGKILL)
        process.wait()


def got(port: int, path: str = "/", **headers: str) -> tuple[dict[str, str], bytes]:
    request = Request(f"http://127.0.0.1:{port}{path}", headers=headers)
    with urlopen(request, timeout=PATIENCE) as response:
        assert response.status == 200
        return {name.lower(): value for name, value in response.headers.items()}, response.read()


def test_a_server_keeps_pages_and_says_so_to_a_cdn(port: int) -> None:
    got(port, "/topics/")
    headers, body = got(port, "/topics/", **{"Accept-Encoding": "gzip", "Cookie": "sessionid=planted"})
    assert headers["content-encoding"] == "gzip"
    assert int(headers["content-length"]) == len(body)
    assert "stale-while-revalidate" in headers["cache-control"]
    assert headers["etag"]
    assert "set-cookie" not in headers


def test_what_another_process_changes_is_seen_within_a_second(port: int, data: Path) -> None:
    assert b"Another name" not in got(port)[1]
    change = "from apercu.content.models import SiteSettings as S; s = S.objects.first() or S(); s.name = 'Another name'; s.save()"
    subprocess.run(
        [APERCU, "shell", "--no-imports", "-c", change],
        env=environment(data), check=True, capture_output=True, timeout=PATIENCE,
    )  # fmt: skip
    done = time.monotonic()
    assert wait_until(lambda: b"Another name" in got(port)[1])
    assert time.monotonic() - done < 1


def test_five_hundred_slow_readers_keep_nobody_waiting(port: int) -> None:
    """Each has begun a request, or asked and does not read the answer; everybody else is answered as ever."""
    asked = b"GET / HTTP/1.1\r\nHost: 127.0.0.1\r\n"
    with ExitStack() as stack:
        slow = [stack.enter_context(socket.create_connection(("127.0.0.1", port))) for _ in range(SLOW)]
        for number, connection in enumerate(slow):
            connection.sendall(asked if number % 2 else asked + b"\r\n")
        longest = 0.0
        for path in ("/", "/topics/", "/fr/types/", "/desk/login/") * 5:
            begun = time.monotonic()
            got(port, path)
            longest = max(longest, time.monotonic() - begun)
        assert longest < 5
        late = slow[1]
        late.sendall(b"Connection: close\r\n\r\n")
        late.settimeout(PATIENCE)
        assert late.recv(15) == b"HTTP/1.1 200 OK"


@pytest.mark.skipif(
    databases.IS_POSTGRESQL, reason="a file of SQLite's; for PostgreSQL see ops/test_database_away"
)
def test_readers_get_pages_while_the_database_file_is_away(port: int, data: Path) -> None:
    kept = got(port, "/types/")
    database = data / "apercu.sqlite3"
    away = data / "away.sqlite3"
    database.rename(away)
    try:

        def the_log_says_so() -> bool:
            assert got(port, "/types/")[1] == kept[1]
            return "cannot be asked" in (data / "log").read_text()

        assert wait_until(the_log_says_so)
        for _ in range(100):
            assert got(port, "/types/")[1] == kept[1]
    finally:
        away.rename(database)
    assert (data / "log").read_text().count("cannot be asked") == 1
    assert wait_until(lambda: got(port, "/types/")[1] == kept[1])
