"""Load on one address: sixteen connections that ask again as soon as they are answered.

By wrk where it is installed, otherwise by a client of our own, which takes a processor for itself at some
thousands of answers a second and therefore says less about a fast server. A wrong answer is an error, not a
figure.
"""

from __future__ import annotations

import asyncio
import re
import shutil
import subprocess
import time
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from urllib.parse import urlsplit

from tests.bench.measuring import percentile

CONNECTIONS = 16
_ENCODED = {"Accept-Encoding": "gzip"}
_UNITS = {"us": 1e-6, "ms": 1e-3, "s": 1.0, "m": 60.0}
_SIZES = {"": 1.0, "K": 1024.0, "M": 1024.0**2, "G": 1024.0**3}


class WrongAnswer(Exception):
    """A server under load did not answer what it should."""


@dataclass(frozen=True, kw_only=True)
class Load:
    """What a server answered under load; times in seconds, sizes in bytes with the head."""

    rate: float  # answers a second
    p50: float
    p99: float
    size: float


def client() -> str:
    """What the load comes from, as the document names it."""
    if not shutil.which("wrk"):
        return "our own client, for want of wrk"
    said = subprocess.run(["wrk", "-v"], capture_output=True, text=True).stdout
    found = re.search(r"wrk (?:debian/)?(\S+)", said)
    return f"wrk {found[1].split('-')[0]}" if found else "wrk"


def load(url: str, *, seconds: float, headers: dict[str, str] | None = None) -> Load:
    """So many seconds of load on an address, asked as browsers do unless told otherwise."""
    asked = _ENCODED if headers is None else headers
    if shutil.which("wrk"):
        return by_wrk(url, seconds=seconds, headers=asked)
    return by_our_own(url, seconds=seconds, headers=asked)


# --- wrk --------------------------------------------------------------------------------------------------


def by_wrk(url: str, *, seconds: float, headers: dict[str, str]) -> Load:
    """Load by wrk, one thread of it: a second would take the processors from what is measured."""
    command = [
        "wrk",
        "-t1",
        f"-c{CONNECTIONS}",
        f"-d{max(1, round(seconds))}s",
        "--latency",
        "--timeout",
        "30s",
    ]
    for name, value in headers.items():
        command += ["-H", f"{name}: {value}"]
    done = subprocess.run([*command, url], capture_output=True, text=True, check=True)
    return read_wrk(done.stdout, url=url)


def read_wrk(said: str, *, url: str) -> Load:
    """The figures in what wrk prints."""
    if wrong := re.search(r"(Non-2xx.*|Socket errors: (?!connect 0, read 0, write 0, timeout 0).*)", said):
        raise WrongAnswer(f"Under load, {url} did not answer as it should: {wrong[1]}.")
    total = _found(r"(\d+) requests in", said, url)
    if total == "0":
        raise WrongAnswer(f"Under load, {url} answered nothing.")
    size, unit = re.search(r"requests in \S+, ([\d.]+)([KMG]?)B read", said).groups()  # type: ignore[union-attr]
    return Load(
        rate=float(_found(r"Requests/sec:\s+([\d.]+)", said, url)),
        p50=_seconds(_found(r"\n\s+50%\s+(\S+)", said, url)),
        p99=_seconds(_found(r"\n\s+99%\s+(\S+)", said, url)),
        size=float(size) * _SIZES[unit] / int(total),
    )


def _found(pattern: str, said: str, url: str) -> str:
    found = re.search(pattern, said)
    if not found:
        raise WrongAnswer(f"wrk on {url} said nothing that could be read: {said.strip()!r}.")
    return found[1]


def _seconds(text: str) -> float:
    number, unit = re.fullmatch(r"([\d.]+)([a-z]+)", text).groups()  # type: ignore[union-attr]
    return float(number) * _UNITS[unit]


# --- our own ----------------------------------------------------------------------------------------------


def by_our_own(url: str, *, seconds: float, headers: dict[str, str]) -> Load:
    """The same by sockets of Python's."""
    with ThreadPoolExecutor(1) as one:  # this thread may have a loop already (a browser's, in the suite)
        return one.submit(asyncio.run, _asked(url, seconds, headers)).result()


async def _asked(url: str, seconds: float, headers: dict[str, str]) -> Load:
    where = urlsplit(url)
    assert where.hostname
    port = where.port or 80
    path = (where.path or "/") + (f"?{where.query}" if where.query else "")
    lines = [f"GET {path} HTTP/1.1", f"Host: {where.netloc}", *(f"{k}: {v}" for k, v in headers.items())]
    request = "\r\n".join([*lines, "", ""]).encode()
    loop = asyncio.get_running_loop()
    until = time.perf_counter() + seconds
    readers = []
    for _ in range(CONNECTIONS):
        _transport, reader = await loop.create_connection(
            lambda: _Reader(url, request, until, loop.create_future()), where.hostname, port
        )
        readers.append(reader)
    started = time.perf_counter()
    ended = await asyncio.gather(*(reader.done for reader in readers), return_exceptions=True)
    took = time.perf_counter() - started
    for wrong in filter(None, ended):
        raise wrong
    each = [one for reader in readers for one in reader.seconds]
    return Load(
        rate=len(each) / took,
        p50=percentile(each, 0.5),
        p99=percentile(each, 0.99),
        size=sum(reader.read for reader in readers) / len(each),
    )


class _Reader(asyncio.Protocol):
    """One connection, which asks again when it has the whole answer."""

    def __init__(self, url: str, request: bytes, until: float, done: asyncio.Future[None]) -> None:
        self.url, self.request, self.until, self.done = url, request, until, done
        self.seconds: list[float] = []
        self.read = 0
        self._wrong: str | None = "it closed the connection"  # until we close it ourselves
        self._buffer = b""
        self._whole = 0  # length of the answer that is coming in; 0 before its head is read

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        assert isinstance(transport, asyncio.Transport)
        self._transport = transport
        self._ask()

    def _ask(self) -> None:
        self._buffer, self._whole = b"", 0
        self._asked = time.perf_counter()
        self._transport.write(self.request)

    def data_received(self, data: bytes) -> None:
        self._buffer += data
        if not self._whole and b"\r\n\r\n" in self._buffer:
            self._read_head()
        if not self._whole or len(self._buffer) < self._whole:
            return
        now = time.perf_counter()
        self.seconds.append(now - self._asked)
        self.read += len(self._buffer)
        if now < self.until:
            self._ask()
        else:
            self._end(None)

    def _read_head(self) -> None:
        head = self._buffer.partition(b"\r\n\r\n")[0].decode("latin-1")
        length = re.search(r"(?im)^content-length:\s*(\d+)", head)
        if not re.match(r"HTTP/1\.1 200 ", head) or not length:
            first = head.splitlines()[0]
            self._end(f"it said {first!r}, {'with' if length else 'without'} a length")
            return
        self._whole = len(head.encode("latin-1")) + 4 + int(length[1])

    def _end(self, wrong: str | None) -> None:
        self._wrong = wrong
        self._transport.close()

    def connection_lost(self, exc: Exception | None) -> None:
        if self._wrong is None:
            self.done.set_result(None)
        else:
            said = f"Under load, {self.url} did not answer as it should: {self._wrong}."
            self.done.set_exception(WrongAnswer(said))
