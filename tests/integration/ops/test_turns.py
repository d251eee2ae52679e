"""What is kept is sent at once, whatever else a web process is busy with, and by one thread at a time."""

from __future__ import annotations

import queue
import random
import threading
import time
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from typing import Any

import pytest

from apercu.ops.web import THREADS, _one_at_a_time

PATIENCE = 30.0  # seconds, generous


class Handle:
    """What Granian gives for a request: it takes one answer."""

    def __init__(self, path: str) -> None:
        self.path = path
        self.given: list[tuple[int, bytes]] = []
        self.is_answered = threading.Event()

    def response_bytes(self, status: int, _headers: list[tuple[str, str]], body: bytes) -> None:
        self.given.append((status, body))
        self.is_answered.set()


class Site:
    """An application that keeps one page, makes others when it is let, and cannot make one at all."""

    def __init__(self) -> None:
        self.may_go_on = threading.Event()
        self.begun = threading.Semaphore(0)  # once for each slow one
        self.senders: list[int] = []
        self.makers: set[int] = set()

    def at_once(self, environ: dict[str, Any]) -> tuple[int, list[tuple[str, str]], bytes] | None:
        if environ["PATH_INFO"] != "/kept/":
            return None
        self.senders.append(threading.get_ident())
        return 200, [], b"kept"

    def __call__(self, environ: dict[str, Any], start_response: Callable[..., Any]) -> Iterable[bytes]:
        if environ["PATH_INFO"] == "/broken/":
            raise RuntimeError("the template is missing")
        if environ["PATH_INFO"] == "/slow/":
            self.begun.release()
            assert self.may_go_on.wait(PATIENCE)
        self.makers.add(threading.get_ident())
        start_response("200 OK", [])
        return [b"ma", b"de"]


class Server:
    """As Granian does it: so many threads take requests from one queue and call us with each."""

    def __init__(self, site: Site) -> None:
        self.requests: queue.SimpleQueue[Handle] = queue.SimpleQueue()
        self._answer = _one_at_a_time(site, {}, None)
        for _ in range(THREADS):
            threading.Thread(target=self._take, daemon=True).start()

    def _take(self) -> None:
        while True:
            handle = self.requests.get()
            try:
                self._answer(handle, {"PATH_INFO": handle.path})
            except RuntimeError:
                handle.response_bytes(500, [], b"")

    def ask(self, path: str) -> Handle:
        handle = Handle(path)
        self.requests.put(handle)
        return handle

    def get(self, path: str) -> tuple[int, bytes]:
        handle = self.ask(path)
        assert handle.is_answered.wait(PATIENCE), f"{path} was never answered"
        assert len(handle.given) == 1
        return handle.given[0]


@pytest.fixture
def site() -> Site:
    return Site()


@pytest.fixture
def server(site: Site) -> Server:
    return Server(site)


@contextmanager
def held_up(server: Server, site: Site, *, many: int) -> Iterator[list[Handle]]:
    """While so many slow requests are being made."""
    site.may_go_on.clear()
    slow = [server.ask("/slow/") for _ in range(many)]
    assert all(site.begun.acquire(timeout=PATIENCE) for _ in slow[:THREADS])
    yield slow
    site.may_go_on.set()
    assert all(one.is_answered.wait(PATIENCE) for one in slow)
    assert {one.given[0] for one in slow} == {(200, b"made")}
    assert all(site.begun.acquire(timeout=PATIENCE) for _ in slow[THREADS:])


def test_a_kept_page_waits_for_nobody(server: Server, site: Site) -> None:
    for many in (1, THREADS - 1, 2, THREADS - 1, 1):
        with held_up(server, site, many=many) as slow:
            assert [server.get("/kept/") for _ in range(20)] == [(200, b"kept")] * 20
            assert not any(one.is_answered.is_set() for one in slow)


def test_what_has_to_be_made_is_made_beside_what_is_slow(server: Server, site: Site) -> None:
    with held_up(server, site, many=THREADS - 2):
        assert server.get("/made/") == (200, b"made")
        assert server.get("/kept/") == (200, b"kept")


def test_more_slow_requests_than_threads_are_all_answered(server: Server, site: Site) -> None:
    with held_up(server, site, many=3 * THREADS):
        pass
    assert server.get("/kept/") == (200, b"kept")
    assert len(site.makers) == THREADS


def test_kept_pages_are_sent_by_one_thread_once_all_are_known(server: Server, site: Site) -> None:
    with held_up(server, site, many=2 * THREADS):
        pass
    for _ in range(20):
        server.get("/kept/")
    site.senders.clear()
    for _ in range(200):
        server.get("/kept/")
    assert len(set(site.senders)) == 1


def test_what_breaks_takes_no_thread_with_it(server: Server) -> None:
    for _ in range(3 * THREADS):
        assert server.get("/broken/")[0] == 500
        assert server.get("/kept/") == (200, b"kept")
        assert server.get("/made/") == (200, b"made")


@pytest.mark.parametrize("seed", range(5))
def test_whatever_comes_in_whatever_order_is_answered_once(server: Server, site: Site, seed: int) -> None:
    chance = random.Random(seed)
    asked: list[Handle] = []
    for _ in range(300):
        asked.append(server.ask(chance.choice(["/kept/"] * 6 + ["/made/", "/made/", "/slow/", "/broken/"])))
        if chance.random() < 0.2:
            site.may_go_on.set()
            time.sleep(0.001)
        elif chance.random() < 0.1:
            site.may_go_on.clear()
    site.may_go_on.set()
    for one in asked:
        assert one.is_answered.wait(PATIENCE), f"{one.path} was never answered"
    expected = {
        "/kept/": (200, b"kept"),
        "/made/": (200, b"made"),
        "/slow/": (200, b"made"),
        "/broken/": (500, b""),
    }
    assert [one.given for one in asked] == [[expected[one.path]] for one in asked]
