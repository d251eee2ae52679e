"""Room for so many bytes of pages; what has not been asked for lately makes room.

Which page goes is decided by SIEVE (Zhang et al., NSDI 2024, algorithm 1): a hand moves from the oldest page
to the newest, spares each that was asked for since it last came by, and takes the first that was not. A hit
only raises a flag, so answering needs no lock, and pages asked for once do not push out those in use.
"""

from __future__ import annotations

import threading
from collections.abc import Callable, Hashable, Iterable, Iterator

from apercu.pagecache.kept import Answer, Kept

LARGEST_SHARE = 8  # one page may take an eighth of the room
MOST_SPELLINGS = 4
OTHER_SPELLINGS = 2  # of those, so many may differ from the canonical address


class Slot:
    """The place of one page."""

    __slots__ = ("failed_at", "kept", "key", "newer", "older", "spellings", "visited")

    def __init__(self, key: Hashable, kept: Kept) -> None:
        self.key = key
        self.kept: Kept | None = kept
        self.visited = False
        self.failed_at = float("-inf")
        self.spellings: list[Hashable] = []  # requests that are answered with it without a further look
        self.older: Slot | None = None
        self.newer: Slot | None = None


class Shelf:
    """Pages within a number of bytes. `spelled` is where all shelves enter the requests they answer."""

    def __init__(self, most: int, spelled: dict[Hashable, Slot]) -> None:
        self.most = most
        self.bytes = 0
        self._spelled = spelled
        self._slots: dict[Hashable, Slot] = {}
        self._oldest: Slot | None = None
        self._newest: Slot | None = None
        self._hand: Slot | None = None
        self._lock = threading.Lock()

    def __len__(self) -> int:
        return len(self._slots)

    def __iter__(self) -> Iterator[Slot]:
        with self._lock:
            return iter(list(self._slots.values()))

    def find(self, key: Hashable) -> Slot | None:
        """The place of a page that is kept."""
        return self._slots.get(key)

    def put(self, key: Hashable, kept: Kept) -> Slot | None:
        """Keep a page in place of what was kept there; None where it is too large for this shelf."""
        with self._lock:
            if kept.size > self.most // LARGEST_SHARE:
                self._remove(key)
                return None
            slot = self._slots.get(key)
            if slot is None:
                slot = Slot(key, kept)
                self._link(slot)
            else:
                assert slot.kept is not None
                self.bytes += kept.size - slot.kept.size
                slot.kept = kept
            self._make_room(slot)
            return slot

    def add(self, slot: Slot, kept: Kept, answer: Answer, *, readers: Iterable[int]) -> None:
        """Keep one more encoding of a page, if it is still there and has not grown too large."""
        with self._lock:
            more = len(answer.body[0])
            if slot.kept is not kept or kept.size + more > self.most // LARGEST_SHARE:
                return
            kept.size += more
            self.bytes += more
            for reads in readers:
                kept.ready[reads] = answer
            self._make_room(slot)

    def spell(self, slot: Slot, request: Hashable, *, is_canonical: bool) -> None:
        """Answer this request with the page from now on, without looking where it leads."""
        with self._lock:
            most = MOST_SPELLINGS if is_canonical else OTHER_SPELLINGS
            if slot.kept is not None and len(slot.spellings) < most and request not in slot.spellings:
                slot.spellings.append(request)
                self._spelled[request] = slot

    def remove(self, key: Hashable) -> None:
        """Keep nothing there any more."""
        with self._lock:
            self._remove(key)

    def remove_unless(self, may_stay: Callable[[Kept], bool]) -> None:
        """Take away what may not stay."""
        for slot in self:
            kept = slot.kept
            if kept is not None and not may_stay(kept):
                with self._lock:
                    if slot.kept is kept:
                        self._remove(slot.key)

    def _make_room(self, spared: Slot) -> None:
        while self.bytes > self.most:
            slot = self._hand or self._oldest
            assert slot is not None
            while slot.visited or slot is spared:
                slot.visited = False
                slot = slot.newer or self._oldest
                assert slot is not None
            self._hand = slot.newer
            self._remove(slot.key)

    def _link(self, slot: Slot) -> None:
        assert slot.kept is not None
        self._slots[slot.key] = slot
        self.bytes += slot.kept.size
        slot.older = self._newest
        if self._newest is not None:
            self._newest.newer = slot
        self._newest = slot
        if self._oldest is None:
            self._oldest = slot

    def _remove(self, key: Hashable) -> None:
        slot = self._slots.pop(key, None)
        if slot is None:
            return
        assert slot.kept is not None
        self.bytes -= slot.kept.size
        slot.kept = None
        for request in slot.spellings:
            self._spelled.pop(request, None)
        if self._hand is slot:
            self._hand = slot.newer
        if slot.older is not None:
            slot.older.newer = slot.newer
        else:
            self._oldest = slot.newer
        if slot.newer is not None:
            slot.newer.older = slot.older
        else:
            self._newest = slot.older
        slot.older = slot.newer = None
