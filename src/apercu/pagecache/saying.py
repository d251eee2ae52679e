"""Saying in the log what would otherwise be said at every request."""

from __future__ import annotations

from collections.abc import Callable

EVERY = 60.0  # seconds between two lines about the same
MOST = 1000  # things remembered


class Seldom:
    """Says a thing at most once a minute."""

    def __init__(self, clock: Callable[[], float]) -> None:
        self._clock = clock
        self._again: dict[object, float] = {}

    def say(self, log: Callable[..., None], sentence: str, *about: object) -> None:
        """Log the sentence, unless the same was said of the same a moment ago."""
        now, said = self._clock(), (sentence, *map(str, about))
        if self._again.get(said, 0.0) > now:
            return
        if len(self._again) >= MOST:
            self._again.clear()
        self._again[said] = now + EVERY
        log(sentence, *about)
