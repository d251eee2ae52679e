"""The web processes: Granian on a socket that somebody else opened and keeps.

Granian's own server would be a second supervisor with sockets of its own, and a connection that waits at a
worker's socket dies with the worker. Here one process is one worker, and all of them take from one queue.
"""

from __future__ import annotations

import socket
from collections.abc import Callable
from typing import Any

from granian import Granian
from granian._granian import SocketHolder
from granian.constants import Interfaces
from granian.server import mp

APPLICATION = "apercu.config.worker:application"
BACKLOG = 1024  # connections that wait for a worker
# What the web processes are told; how many there are is `settings.WEB_PROCESSES`.
OPTIONS: dict[str, Any] = {
    "interface": Interfaces.WSGI,
    "blocking_threads": 4,
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
    _OneWorker(listening).serve()


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
        self._ssp, self._sso = None, self._listening
        self._shd = SocketHolder(self._listening.fileno(), False, BACKLOG)  # type: ignore[call-arg]
        self._ipc = {0: (None, None)}
        self._spawn_worker(0, spawn_target, target_loader).run()
