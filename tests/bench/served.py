"""Sites as operators run them: `apercu serve` as real processes, asked over HTTP, weighed and ended."""

from __future__ import annotations

import subprocess
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from http.client import HTTPConnection
from pathlib import Path

from tests.bench.measuring import APERCU, environment_of
from tests.ports import free_port

PATIENCE = 120  # seconds: a generous deadline, not a measurement


class Unanswered(Exception):
    """A server did not come up, or ended before its time."""


@dataclass(frozen=True, kw_only=True)
class Served:
    """A running site: its port, its topmost process, and the seconds it took to answer."""

    port: int
    pid: int
    started_in: float

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.port}"

    def connection(self) -> HTTPConnection:
        """A new connection, for one thread."""
        return HTTPConnection("127.0.0.1", self.port, timeout=PATIENCE)


def get(http: HTTPConnection, path: str, **headers: str) -> bytes:
    """The body of an answer that must be 200."""
    http.request("GET", path, headers=headers)
    response = http.getresponse()
    body = response.read()
    if response.status != 200:
        raise Unanswered(f"{path} was answered with {response.status}.")
    return body


@contextmanager
def served(data: Path, **settings: str) -> Iterator[Served]:
    """The site of a data folder, until the block ends; nothing of it runs after that."""
    port = free_port()
    environment = environment_of(data, **{"APERCU_SITE_URL": f"http://127.0.0.1:{port}"} | settings)
    with running([str(APERCU), "serve", "--port", str(port)], log=data / "serve.log", env=environment) as one:
        yield Served(port=port, pid=one.pid, started_in=answered(one, port, log=data / "serve.log"))


@contextmanager
def running(
    command: list[str], *, log: Path, env: dict[str, str] | None = None, cwd: Path | None = None
) -> Iterator[subprocess.Popen[bytes]]:
    """A server process until the block ends; what it says goes into a log."""
    with log.open("wb") as said:
        process = subprocess.Popen(command, env=env, cwd=cwd, stdout=said, stderr=subprocess.STDOUT)
    try:
        yield process
    finally:
        process.terminate()
        try:
            process.wait(PATIENCE)
        except subprocess.TimeoutExpired:  # it would go on after the bench: no figure depends on it any more
            process.kill()
            process.wait()


def answered(process: subprocess.Popen[bytes], port: int, *, log: Path, path: str = "/") -> float:
    """Seconds until a server gives its first good answer, from now; it was started a moment ago."""
    started = time.perf_counter()
    while time.perf_counter() - started < PATIENCE:
        if process.poll() is not None:
            break
        http = HTTPConnection("127.0.0.1", port, timeout=PATIENCE)
        try:
            get(http, path)
        except (OSError, Unanswered):
            time.sleep(0.005)
        else:
            return time.perf_counter() - started
        finally:
            http.close()
    raise Unanswered(f"The server on port {port} did not come up; it said:\n{log.read_text('utf-8')[-2000:]}")
