"""An import on the desk whose server is killed says where it stopped, and goes on from there, nothing twice."""

from __future__ import annotations

import os
import re
import signal
import subprocess
import time
import uuid
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from http.cookiejar import CookieJar
from pathlib import Path
from urllib.parse import urlencode
from urllib.request import HTTPCookieProcessor, Request, build_opener

import pytest

from tests import databases
from tests.integration.ops.test_killed_import import rows
from tests.ports import free_port
from tests.samples import blogs
from tests.sites import APERCU, PATIENCE, answers, environment, wait_until

POSTS = 60


class Desk:
    """A browser of few words: it logs in, keeps its cookies, and fills in forms."""

    def __init__(self, address: str) -> None:
        self.address = address
        self.opener = build_opener(HTTPCookieProcessor(CookieJar()))

    def get(self, path: str) -> str:
        return str(self.opener.open(self.address + path, timeout=PATIENCE).read().decode())

    def post(self, path: str, **fields: str) -> str:
        return self._send(
            path, urlencode(fields | self._token(path)).encode(), "application/x-www-form-urlencoded"
        )

    def upload(self, path: str, file: Path, **fields: str) -> str:
        mark = uuid.uuid4().hex
        parts = [
            f'--{mark}\r\nContent-Disposition: form-data; name="{name}"\r\n\r\n{value}\r\n'
            for name, value in (fields | self._token(path)).items()
        ]
        head = f'--{mark}\r\nContent-Disposition: form-data; name="file"; filename="{file.name}"\r\nContent-Type: text/xml\r\n\r\n'
        body = "".join(parts).encode() + head.encode() + file.read_bytes() + f"\r\n--{mark}--\r\n".encode()
        return self._send(path, body, f"multipart/form-data; boundary={mark}")

    def _send(self, path: str, body: bytes, kind: str) -> str:
        headers = {"Content-Type": kind, "Referer": self.address + path}
        answer = self.opener.open(Request(self.address + path, body, headers), timeout=PATIENCE)
        return str(answer.geturl().removeprefix(self.address))

    def _token(self, path: str) -> dict[str, str]:
        found = re.search(r'name="csrfmiddlewaretoken" value="(\w+)"', self.get(path))
        assert found, f"{path} has no form"
        return {"csrfmiddlewaretoken": found[1]}


@contextmanager
def served(data: Path) -> Iterator[tuple[subprocess.Popen[bytes], Desk]]:
    port = free_port()
    env = environment(data, APERCU_MEANING="off")
    process = subprocess.Popen(
        [APERCU, "serve", "--port", str(port)], env=env, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, start_new_session=True,
    )  # fmt: skip
    try:
        assert wait_until(lambda: answers(port))
        desk = Desk(f"http://127.0.0.1:{port}")
        desk.post("/desk/login/", username="editor", password="a long password")
        yield process, desk
    finally:
        if process.poll() is None:
            os.killpg(process.pid, signal.SIGKILL)
        process.wait()


def until(condition: Callable[[], bool]) -> None:
    deadline = time.monotonic() + PATIENCE
    while not condition():
        assert time.monotonic() < deadline, "it did not come to that"
        time.sleep(0.02)


@pytest.mark.soak
def test_kill_minus_nine_of_the_server_in_the_middle_of_an_import(tmp_path: Path) -> None:
    data = tmp_path / "site"
    export = blogs.write_export(tmp_path / "export.xml", POSTS)
    expected = blogs.expected(POSTS)
    env = environment(data, DJANGO_SUPERUSER_PASSWORD="a long password")
    subprocess.run([APERCU, "setup", "--no-sample"], env=env, check=True, capture_output=True)
    account = ["createsuperuser", "--noinput", "--username", "editor", "--email", "editor@example.org"]
    subprocess.run([APERCU, *account], env=env, check=True, capture_output=True)

    def stage(name: str) -> bool:
        return rows(data, f"SELECT count(*) FROM importing_upload WHERE stage = '{name}'") == 1

    with served(data) as (process, desk):
        path = desk.upload("/desk/bringing/new/", export, publish="on")
        until(lambda: stage("rehearsed"))
        assert rows(data, "SELECT count(*) FROM content_summary") == 0
        desk.post(path, **{"import": "1"})
        until(lambda: rows(data, "SELECT done FROM importing_upload") > 0)
        os.killpg(process.pid, signal.SIGKILL)
        process.wait()

    done = rows(data, "SELECT done FROM importing_upload")
    assert 0 < done < expected.total()
    assert stage("importing")
    items = "SELECT count(*) FROM importing_item JOIN importing_upload USING (batch_id)"
    assert rows(data, items) == done
    databases.rows(
        data, "UPDATE importing_upload SET leased_until = %s", ["2020-01-01 00:00:00+00:00"]
    )  # later

    with served(data) as (_, desk):
        assert f"Stopped at item {done}" in desk.get(path)
        desk.post(path, resume="1")
        until(lambda: stage("imported"))
        assert "What happened" in desk.get(path)
    assert rows(data, items) == expected.total()
    assert rows(data, "SELECT count(*) FROM content_summary") == expected["entry"]
    assert rows(data, "SELECT count(DISTINCT title) FROM content_summary") == expected["entry"]
    live = sum(blogs.state(number) == "publish" for number in range(1, POSTS + 1))
    assert rows(data, "SELECT count(*) FROM content_summary WHERE live") == live
    assert rows(data, "SELECT count(*) FROM content_change WHERE object_type = 'summary'") == live
    assert rows(data, "SELECT count(*) FROM content_digest WHERE NOT live") == 0
    assert list((data / "imports").iterdir()) == []
