"""The vectors of summaries, and which of them are near another: in memory, and in a file beside the index.

Near is measured by the cosine. Up to `SMALL` summaries all are compared; of more, the first dimensions choose
`CHOSEN` candidates, which are then compared in all of them: the model is trained so that its first dimensions
are a coarser vector of their own (Kusupati et al. 2022, "Matryoshka representation learning").

A vector is kept as 256 small whole numbers and what to multiply them by, a quarter of its size and as good
for this. The file is a log: one record of fixed size for each vector put in or taken out, the last one of a
key counts. A record cut short by a crash is passed over and written over; readers go on where they stopped.
"""

from __future__ import annotations

import threading
from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import cast

import numpy as np
import numpy.typing as npt

from apercu.search.meaning import DIMENSIONS, Vectors, normalised

COARSE = 32  # dimensions that choose candidates
CHOSEN = 1_000
SMALL = 5_000
_GROWTH = 1_024  # rows added at once, or an eighth of those there are
# A key taken out is stored as -1 - key.
Rows = npt.NDArray[np.int64]
_RECORD = np.dtype([("key", "<i8"), ("scale", "<f4"), ("vector", "i1", (DIMENSIONS,))])
_READ_AT_ONCE = 4_096  # records
_COMPARED_AT_ONCE = 512  # rows
_HIGHEST = 127  # of what a whole number of a vector can be


class VectorStore:
    """The vectors of many summaries by their keys. Safe to read while one thread writes."""

    def __init__(self, path: Path | None = None) -> None:
        """Vectors in memory alone, or read from a file and written to it as well."""
        self._path = path
        self._read_up_to = 0  # bytes of the file
        self._known: npt.NDArray[np.int64] = np.zeros(0, dtype=np.int64)  # the keys there are, rising
        self._places: Rows = np.zeros(0, dtype=np.int64)  # and the row of each
        self._keys: npt.NDArray[np.int64] = np.zeros(0, dtype=np.int64)  # -1 where a row is free
        self._coarse: Vectors = np.zeros((0, COARSE), dtype=np.float32)
        self._whole: npt.NDArray[np.int8] = np.zeros((0, DIMENSIONS), dtype=np.int8)
        self._scales: Vectors = np.zeros(0, dtype=np.float32)
        self._free: list[int] = []
        self._lock = threading.RLock()
        self.reload()

    def __len__(self) -> int:
        return len(self._known)

    def put(self, keys: Sequence[int], vectors: Vectors) -> None:
        """Set the vectors of these keys; rows of `vectors` have length 1 (or 0: near nothing)."""
        scales = np.abs(vectors).max(axis=1, initial=0.0) / _HIGHEST
        records = np.zeros(len(keys), dtype=_RECORD)
        records["key"] = keys
        records["scale"] = scales
        divided = np.divide(vectors, scales[:, None], out=np.zeros_like(vectors), where=scales[:, None] > 0)
        records["vector"] = np.rint(divided)
        self._append(records)

    def remove(self, keys: Iterable[int]) -> None:
        """Forget the vectors of these keys."""
        known, _rows = self._rows_of(list(keys))
        records = np.zeros(len(known), dtype=_RECORD)
        records["key"] = -1 - known
        self._append(records)

    def reload(self) -> None:
        """Read what others wrote since."""
        if self._path is None or not self._path.exists():
            return
        with self._lock, self._path.open("rb") as file:
            while True:
                file.seek(self._read_up_to)
                part = file.read(_RECORD.itemsize * _READ_AT_ONCE)
                whole = len(part) - len(part) % _RECORD.itemsize
                if not whole:
                    break
                self._take(np.frombuffer(part[:whole], dtype=_RECORD))
                self._read_up_to += whole

    def of(self, key: int) -> Vectors | None:
        """The vector of a key."""
        with self._lock:
            _known, rows = self._rows_of([key])
            return cast(Vectors, self._whole[rows[0]] * self._scales[rows[0]]) if len(rows) else None

    def nearness(self, query: Vectors, keys: Sequence[int]) -> dict[int, float]:
        """How near each of these keys is to a vector of length 1; those without a vector are left out."""
        with self._lock:
            known, rows = self._rows_of(keys)
            near = self._near(query, rows)
        return dict(zip(known.tolist(), near.tolist(), strict=True))

    def nearest(self, query: Vectors, *, at_least: float, most: int = CHOSEN) -> list[tuple[int, float]]:
        """The keys nearest to a vector of length 1 and how near they are, the nearest first."""
        with self._lock:
            if not len(self) or not query.any():
                return []
            if len(self) <= SMALL:
                near, keys = self._near_of_all(query), self._keys.copy()
            else:
                rows = np.argpartition(self._coarse @ query[:COARSE], -CHOSEN)[-CHOSEN:]
                near, keys = self._near(query, rows), self._keys[rows]
        fit = np.flatnonzero((near >= at_least) & (keys >= 0))
        if len(fit) > most:  # what comes after is not put in order
            last = len(fit) - most
            fit = fit[near[fit] >= np.partition(near[fit], last)[last]]
        best = fit[np.argsort(-near[fit], kind="stable")][:most]
        return [(int(keys[place]), float(near[place])) for place in best]

    def _near_of_all(self, query: Vectors) -> Vectors:
        """How near every row is, some rows at a time: a copy of all in wider numbers would be megabytes."""
        near: Vectors = np.empty(len(self._whole), dtype=np.float32)
        wide: Vectors = np.empty((_COMPARED_AT_ONCE, DIMENSIONS), dtype=np.float32)
        for start in range(0, len(near), _COMPARED_AT_ONCE):
            some = self._whole[start : start + _COMPARED_AT_ONCE]
            wide[: len(some)] = some
            np.dot(wide[: len(some)], query, out=near[start : start + len(some)])
        near *= self._scales
        return near

    def _near(self, query: Vectors, rows: Rows) -> Vectors:
        return cast(Vectors, (self._whole[rows].astype(np.float32) @ query) * self._scales[rows])

    def _rows_of(self, keys: Sequence[int]) -> tuple[npt.NDArray[np.int64], Rows]:
        """Those of these keys that are there, in the order asked, and their rows."""
        asked = np.array(keys, dtype=np.int64)
        if not len(self._known):
            return asked[:0], self._places[:0]
        near = np.minimum(np.searchsorted(self._known, asked), len(self._known) - 1)
        is_there = self._known[near] == asked
        return asked[is_there], self._places[near[is_there]]

    def _take(self, records: npt.NDArray[np.void]) -> None:
        """Do what records say; of several with one key the last counts."""
        said = records["key"]
        last = {(-1 - key if key < 0 else key): place for place, key in enumerate(said.tolist())}
        places = np.fromiter(last.values(), dtype=np.int64, count=len(last))
        keys = np.fromiter(last.keys(), dtype=np.int64, count=len(last))
        is_put = said[places] >= 0
        self._unset(keys[~is_put])
        self._set(keys[is_put], records[places[is_put]])

    def _set(self, keys: npt.NDArray[np.int64], records: npt.NDArray[np.void]) -> None:
        known, _rows = self._rows_of(keys.tolist())
        new = np.setdiff1d(keys, known)
        if len(new):
            while len(self._free) < len(new):
                self._grow(len(new))
            rows = np.array([self._free.pop() for _ in new], dtype=np.int64)
            at = np.searchsorted(self._known, new)
            self._known = np.insert(self._known, at, new)
            self._places = np.insert(self._places, at, rows)
            self._keys[rows] = new
        _known, rows = self._rows_of(keys.tolist())
        coarse = records["vector"][:, :COARSE].astype(np.float32)
        self._coarse[rows] = normalised(coarse)
        self._whole[rows] = records["vector"]
        self._scales[rows] = records["scale"]

    def _unset(self, keys: npt.NDArray[np.int64]) -> None:
        known, rows = self._rows_of(keys.tolist())
        self._keys[rows] = -1
        self._whole[rows] = 0
        self._coarse[rows] = 0
        self._free.extend(rows.tolist())
        gone = np.isin(self._known, known)
        self._known, self._places = self._known[~gone], self._places[~gone]

    def _grow(self, wanted: int) -> None:
        have = len(self._keys)
        more = max(_GROWTH, have // 8, wanted)
        self._keys = np.concatenate([self._keys, np.full(more, -1, dtype=np.int64)])
        self._coarse = np.concatenate([self._coarse, np.zeros((more, COARSE), dtype=np.float32)])
        self._whole = np.concatenate([self._whole, np.zeros((more, DIMENSIONS), dtype=np.int8)])
        self._scales = np.concatenate([self._scales, np.zeros(more, dtype=np.float32)])
        self._free.extend(range(have + more - 1, have - 1, -1))

    def _append(self, records: npt.NDArray[np.void]) -> None:
        """Take records and write them behind what was read; half a record of a killed writer is written
        over."""
        if not len(records):
            return
        with self._lock:
            if self._path is None:
                self._take(records)
                return
            self.reload()
            with self._path.open("r+b" if self._path.exists() else "w+b") as file:
                file.seek(self._read_up_to)
                file.write(records.tobytes())
                file.truncate()
            self.reload()
