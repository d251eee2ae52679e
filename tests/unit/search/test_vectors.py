"""The store of vectors against the plainest model of it: a dictionary, and every pair compared."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from apercu.search import vectors
from apercu.search.meaning import DIMENSIONS, Vectors, normalised
from apercu.search.vectors import VectorStore

ROUNDING = 0.02  # a vector is kept in whole numbers of -127 to 127


def some(number: int, *, seed: int = 0) -> Vectors:
    return normalised(np.random.default_rng(seed).normal(size=(number, DIMENSIONS)).astype(np.float32))


STEPS = st.lists(
    st.tuples(
        st.sampled_from(["put", "remove"]), st.lists(st.integers(1, 40), max_size=6), st.integers(0, 99)
    ),
    max_size=12,
)


@settings(deadline=None)
@given(STEPS)
def test_it_holds_what_a_dictionary_would(tmp_path_factory: Any, steps: list[Any]) -> None:
    path = tmp_path_factory.mktemp("vectors") / "vectors.bin"
    writer, reader = VectorStore(path), VectorStore(path)
    model: dict[int, Vectors] = {}
    for what, keys, seed in steps:
        unique = sorted(set(keys))
        if what == "put":
            found = some(len(unique), seed=seed)
            writer.put(unique, found)
            model.update(zip(unique, found, strict=True))
        else:
            writer.remove(keys)
            for key in keys:
                model.pop(key, None)
    reader.reload()
    for store in (writer, reader, VectorStore(path)):
        assert len(store) == len(model)
        query = some(1, seed=1234)[0]
        near = dict(store.nearest(query, at_least=-1.0))
        assert set(near) == set(model)
        for key, vector in model.items():
            assert near[key] == pytest.approx(float(vector @ query), abs=ROUNDING)
            kept = store.of(key)
            assert kept is not None
            assert float(kept @ vector) == pytest.approx(1.0, abs=ROUNDING)
        assert store.of(99) is None


def test_the_nearest_stand_first_and_the_far_are_left_out() -> None:
    store = VectorStore()
    base = some(1)[0]
    turned = [normalised((base + factor * some(1, seed=9)[0])[None, :])[0] for factor in (0.1, 0.6, 1.5)]
    store.put([1, 2, 3], np.array([turned[1], turned[0], turned[2]]))
    assert [key for key, _near in store.nearest(base, at_least=0.8)] == [2, 1]
    assert len(store.nearest(base, at_least=-1, most=2)) == 2


def test_a_vector_of_nothing_is_near_nothing() -> None:
    store = VectorStore()
    store.put([1, 2], np.stack([some(1)[0], np.zeros(DIMENSIONS, dtype=np.float32)]))
    assert store.nearest(np.zeros(DIMENSIONS, dtype=np.float32), at_least=0.0) == []
    assert [key for key, _near in store.nearest(some(1)[0], at_least=0.5)] == [1]


def test_many_are_chosen_by_their_first_dimensions_and_compared_in_all(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(vectors, "SMALL", 100)
    monkeypatch.setattr(vectors, "CHOSEN", 200)
    store = VectorStore()
    store.put(range(3_000), some(3_000))
    assert store.nearest(some(3_000)[1234], at_least=0.5)[0][0] == 1234


def test_half_a_record_of_a_killed_writer_is_passed_over_and_written_over(tmp_path: Path) -> None:
    path = tmp_path / "vectors.bin"
    VectorStore(path).put([1, 2], some(2))
    whole = path.read_bytes()
    path.write_bytes(whole[:-100])
    store = VectorStore(path)
    assert [key for key in (1, 2) if store.of(key) is not None] == [1]
    store.put([3], some(1, seed=5))
    again = VectorStore(path)
    assert [key for key in (1, 2, 3) if again.of(key) is not None] == [1, 3]
    assert path.stat().st_size == len(whole)
