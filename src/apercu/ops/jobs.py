"""The jobs process: every registered loop in a thread of its own, until SIGTERM."""

from __future__ import annotations

import logging
import signal
import threading
from collections.abc import Sequence

from django.db import connection

from apercu.ops.loops import Clock, Loop, Turns

logger = logging.getLogger(__name__)

AFTER_TROUBLE = 5.0  # seconds until a turn is tried again that could not even be noted


def run(loops: Sequence[Loop], *, clock: Clock) -> None:
    """Do what the loops ask for; on SIGTERM each finishes the turn it is in, or what it has in hand."""
    stopping = threading.Event()
    signal.signal(signal.SIGTERM, lambda *_: stopping.set())
    threads = [
        threading.Thread(target=_turn_after_turn, args=(loop, clock, stopping), name=loop.name)
        for loop in loops
    ]
    for thread in threads:
        thread.start()
    stopping.wait()
    for thread in threads:
        thread.join()


def _turn_after_turn(loop: Loop, clock: Clock, stopping: threading.Event) -> None:
    turns = Turns(loop=loop, clock=clock, stopping=stopping.is_set)
    while not stopping.is_set():
        try:
            pause = turns.take()
        except Exception:  # the database itself is gone: said, and tried again
            logger.exception("How the loop “%s” fares could not be noted.", loop.name)
            connection.close()
            pause = AFTER_TROUBLE
        stopping.wait(pause)
    connection.close()
