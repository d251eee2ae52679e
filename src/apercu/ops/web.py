"""The web processes: Granian on a socket that somebody else opened and keeps.

Granian's own server would be a second supervisor with sockets of its own, and a connection that waits at a
worker's socket dies with the worker. Here one process is one worker, and all of them take from one queue.

Of a process's threads one at a time takes requests, and what is kept it sends itself: threads that take turns
with the interpreter's lock send a third less. Before it makes what is not kept, another takes its place, so
that nobody who asks for a kept page waits for it (docs/decisions/0044).
"""

from __future__ import annotations

import socket
import threading
from collections.abc import Callable
from typing import Any

from granian import Granian
from granian._granian import SocketHolder
from granian.constants import Interfaces
from granian.server import mp
from granian.wsgi import _callback_wrapper as answered_by

APPLICATION = "apercu.config.worker:application"
BACKLOG = 1024  # connections that wait for a worker
THREADS = 5  # one that takes requests, four that make what is not kept
NEVER = 2**31  # seconds until an idle thread goes: `Turns` has to know which there are
# What the web processes are told; how many there are is `settings.WEB_PROCESSES`.
OPTIONS: dict[str, Any] = {
    "interface": Interfaces.WSGI,
    "blocking_threads": THREADS,
    "backlog": BACKLOG,
    "log_level": "warning",
    "log_dictconfig": {
        "handlers": {},
        "loggers": {"_granian": {"propagate": True}},
    },  # its lines look as ours
}


def open_socket(host: str, port: int) -> socket.socket:
    """A listening socket; OSError where the address is not to be had."""
    listening = socket.socket(socket.AF_INET6 if ":" in host else socket.AF_INET)
    try:
        listening.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        listening.bind((host, port))
        listening.listen(BACKLOG)
        listening.setblocking(False)
    except OSError:
        listening.close()
        raise
    return listening


def serve_on(listening: socket.socket) -> None:
    """Answer requests until SIGTERM; those in hand are finished first."""
    mp.WorkerProcess = _InThisProcess
    mp._wsgi_call_wrap = _one_at_a_time
    _OneWorker(listening).serve()


class Turns:
    """Which of a server's threads takes the next request: one, while the others wait here or are at work.

    Leader/followers (Schmidt et al. 2000, "Pattern-Oriented Software Architecture", volume 2). Threads are
    known once they had a request; the server may have more, which take requests too until they are.
    """

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._known: set[int] = set()
        self._at_work = 0
        self._waiting: list[threading.Lock] = []

    def begin_work(self) -> None:
        """This thread will be busy: another takes requests meanwhile."""
        with self._lock:
            self._known.add(threading.get_ident())
            self._at_work += 1
            if self._taking() < 1 and self._waiting:
                self._waiting.pop().release()

    def end_work(self) -> None:
        """This thread is no longer busy."""
        with self._lock:
            self._at_work -= 1

    def wait(self) -> None:
        """Come back when this thread is to take requests: at once, where no other does."""
        own = None
        with self._lock:
            self._known.add(threading.get_ident())
            if self._taking() > 1:
                own = threading.Lock()
                own.acquire()
                self._waiting.append(own)
        if own:
            own.acquire()

    def _taking(self) -> int:
        """How many of the threads we know take requests; this one too, where it does not work or wait."""
        return len(self._known) - self._at_work - len(self._waiting)


def _one_at_a_time(application: Any, *as_granian: Any) -> Callable[[Any, dict[str, Any]], None]:
    """What Granian calls for each request, in place of its own way to call a WSGI application.

    An application that keeps pages has a method `at_once`: for what it can send without waiting, that gives
    status, headers and body.
    """
    make = answered_by(application, *as_granian)
    at_once = getattr(application, "at_once", _nothing)
    turns = Turns()

    def answer(handle: Any, asked: dict[str, Any]) -> None:
        ready = at_once(asked)
        if ready is not None:
            handle.response_bytes(*ready)
        else:
            turns.begin_work()
            try:
                make(handle, asked)
            finally:
                turns.end_work()
        turns.wait()

    return answer


def _nothing(_asked: dict[str, Any]) -> None:
    """What an application has at once that keeps nothing."""


class _InThisProcess(mp.WorkerProcess):  # type: ignore[misc]
    """What Granian takes for a process of its own."""

    def _spawn(self, target: Callable[..., None], args: tuple[Any, ...]) -> None:
        self.run = lambda: target(*args)


class _OneWorker(Granian):  # type: ignore[misc]
    """Granian's worker with our socket, without Granian's own supervision."""

    def __init__(self, listening: socket.socket) -> None:
        super().__init__(APPLICATION, **OPTIONS)
        self._listening = listening

    def _serve(self, spawn_target: Callable[..., None], target_loader: Callable[[], Any]) -> None:
        self.blocking_threads_idle_timeout = NEVER  # more than Granian would let us choose
        self._ssp, self._sso = None, self._listening
        self._shd = SocketHolder(self._listening.fileno(), False, BACKLOG)  # type: ignore[call-arg]
        self._ipc = {0: (None, None)}
        self._spawn_worker(0, spawn_target, target_loader).run()
