"""A tree of processes without a site, to see how it ends: `python -m tests.integration.ops.small_tree WHAT PORT`."""

from __future__ import annotations

import logging
import signal
import sys
import time
from collections.abc import Callable, Iterable
from typing import Any

from apercu.ops import web
from apercu.ops.supervising import Child, Supervisor

SLOW = 1.5  # seconds an answer takes
GRACE = 2.0


def slow(environ: dict[str, Any], start_response: Callable[..., Any]) -> Iterable[bytes]:
    """An application that takes its time."""
    time.sleep(SLOW if environ["PATH_INFO"] == "/slow" else 0)
    start_response("200 OK", [("Content-Type", "text/plain")])
    return [b"whole"]


def _deaf() -> None:
    """A child that does not listen."""
    signal.signal(signal.SIGTERM, signal.SIG_IGN)
    time.sleep(600)


def _stillborn() -> None:
    raise RuntimeError("it never starts")


def main(what: str, port: int) -> None:
    """Run the tree until it is told to stop."""
    logging.basicConfig(level=logging.INFO, format="%(message)s")
    web.APPLICATION = f"{__spec__.name if __spec__ else ''}:slow"
    listening = web.open_socket("127.0.0.1", port)
    runs = {"web": lambda: web.serve_on(listening), "deaf": _deaf, "stillborn": _stillborn}
    children = [Child(name=name, run=runs[name]) for name in what.split(",")]
    Supervisor(children=children, grace=GRACE).run()


if __name__ == "__main__":
    main(sys.argv[1], int(sys.argv[2]))
