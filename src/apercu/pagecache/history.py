"""Since when a version is no longer the present one: what was kept of it may be shown a while, in need."""

from __future__ import annotations

import threading
from collections.abc import Callable

from apercu.pagecache.versions import Version

LAST_GOOD = 300.0  # seconds a page that cannot be rendered is shown as it was


class History:
    """The versions this process has seen lately."""

    def __init__(self, clock: Callable[[], float]) -> None:
        self._clock = clock
        self._present: Version | None = None
        self._left: dict[Version, float] = {}
        self._lock = threading.Lock()

    def note(self, version: Version) -> None:
        """This is the present version."""
        if version == self._present:
            return
        with self._lock:
            now = self._clock()
            if self._present is not None:
                self._left[self._present] = now
            self._present = version
            self._left = {
                left: at for left, at in self._left.items() if left != version and now - at <= LAST_GOOD
            }

    def may_be_shown(self, version: Version) -> bool:
        """Whether it is the present version, or was so a moment ago."""
        left_at = self._left.get(version)
        return version == self._present or (left_at is not None and self._clock() - left_at <= LAST_GOOD)
