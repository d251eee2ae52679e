"""One answer's time, which waits, retries and every byte are taken from."""

from __future__ import annotations

import random
import socket
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass

Resolve = Callable[[str, int], Sequence[str]]


def resolve_by_system(host: str, port: int) -> Sequence[str]:
    """The addresses the system's resolver gives for a name, in its order of preference; or OSError."""
    found = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)
    return list(dict.fromkeys(str(entry[4][0]) for entry in found))


@dataclass(frozen=True, kw_only=True)
class Surroundings:
    """What a client takes from the world beside the network; tests pass their own."""

    monotonic: Callable[[], float] = time.monotonic
    sleep: Callable[[float], None] = time.sleep
    random: Callable[[], float] = random.random  # for pauses: nothing is kept secret with it
    resolve: Resolve = resolve_by_system


class Deadline:
    """A moment by which an answer must be whole."""

    def __init__(self, seconds: float, *, monotonic: Callable[[], float]) -> None:
        self._monotonic = monotonic
        self._began = monotonic()
        self._ends = self._began + seconds

    def left(self) -> float:
        """Seconds left; 0 when there are none."""
        return max(0.0, self._ends - self._monotonic())

    def spent(self) -> float:
        """Seconds since the beginning."""
        return self._monotonic() - self._began
