"""One render at a time of a page: who asks meanwhile gets the same answer."""

from __future__ import annotations

import threading
from collections.abc import Callable, Hashable

from apercu.pagecache.kept import Answer, Kept
from apercu.pagecache.versions import Version

Made = Answer | Kept  # what is sent once, or a page


class _Flight:
    """A render under way."""

    __slots__ = ("done", "made", "version")

    def __init__(self, version: Version) -> None:
        self.version = version
        self.done = threading.Event()
        self.made: Made | None = None


class Rendering:
    """The renders of this process. Of one page and one version there is never more than one."""

    def __init__(self) -> None:
        self._flights: dict[Hashable, _Flight] = {}
        self._lock = threading.Lock()

    def render(
        self,
        key: Hashable,
        version: Version,
        make: Callable[[], Made],
        *,
        keep: Callable[[Made], None],
        patience: float,
    ) -> Made | None:
        """What `make` gives, or the one it gives somebody else just now; None if that takes too long.

        A render for an earlier version may still be under way: it is not waited for, and what it gives is not
        kept. `make` may raise; whoever waits then gets None.
        """
        with self._lock:
            flight = self._flights.get(key)
            is_mine = flight is None or flight.version != version
            if flight is None or is_mine:
                flight = self._flights[key] = _Flight(version)
        if not is_mine:
            flight.done.wait(patience)
            return flight.made
        try:
            made = make()
            with self._lock:  # a later version's render may have begun, or ended, meanwhile
                if self._flights.get(key) is flight:
                    keep(made)
            flight.made = made
        finally:
            with self._lock:
                if self._flights.get(key) is flight:
                    del self._flights[key]
            flight.done.set()
        return made
