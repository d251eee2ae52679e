"""A large archive's index is a folder: one writes, others read, and whatever happens to it, it comes back."""

from __future__ import annotations

import json
import shutil
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from django.core.management import call_command

from apercu.search import generations, schema
from apercu.search.live import LiveIndex, live
from tests.builders import make_summary
from tests.integration.search.finding import found

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def folder(tmp_path: Path, settings: Any) -> Iterator[Path]:
    """A data folder of its own, and every archive a large one."""
    settings.DATA, settings.SEARCH_IN_MEMORY = tmp_path, 0
    live.forget()
    yield tmp_path / "search"
    live.forget()


def generation(folder: Path) -> Path:
    """The folder of the generation that counts."""
    return folder / str(json.loads((folder / "present.json").read_text())["name"])


def size(index: LiveIndex) -> int:
    while index.step():
        pass
    snapshot = index.snapshot()
    assert snapshot is not None
    return len(snapshot.view)


def test_it_is_built_found_in_and_followed(folder: Path) -> None:
    make_summary(title="A walk")
    assert found("walk") == ["A walk"]
    first = generation(folder)
    make_summary(title="A long walk")
    assert sorted(found("walk")) == ["A long walk", "A walk"]
    assert generation(folder) == first
    mark = generations.mark_of(first)
    assert mark is not None
    assert mark.edition == live.mark()


def test_another_process_reads_what_one_writes() -> None:
    make_summary(title="A walk")
    other = LiveIndex()
    assert (size(live), size(other)) == (1, 1)
    make_summary(title="A swim")
    assert size(live) == 2
    with generations.writing():  # somebody else is at it: the other only sees what is there already
        assert size(other) == 2
        make_summary(title="A run")
        assert size(other) == 2
    assert size(other) == 3
    assert size(live) == 3
    assert len(other.snapshot().vectors) == 3  # type: ignore[union-attr]


def test_a_rebuild_is_swapped_in_and_everybody_goes_over_to_it(folder: Path) -> None:
    make_summary(title="A walk")
    other = LiveIndex()
    assert (size(live), size(other)) == (1, 1)
    before = generation(folder)
    call_command("rebuild_search", verbosity=0)
    assert generation(folder) != before
    assert not before.exists()
    assert size(other) == 1
    assert found("walk") == ["A walk"]


def damage_engine(place: Path) -> None:
    for part in (place / "engine").iterdir():
        part.write_bytes(b"x" * 10)


def cut_the_store(place: Path) -> None:
    """Files of the right name, too short to be what they say."""
    for part in (place / "engine").glob("*.*"):
        if part.suffix in {".store", ".term", ".idx", ".pos", ".fast"}:
            part.write_bytes(part.read_bytes()[: max(1, part.stat().st_size // 3)])


def delete_engine(place: Path) -> None:
    shutil.rmtree(place / "engine")


def delete_everything(place: Path) -> None:
    shutil.rmtree(place.parent)


def delete_mark(place: Path) -> None:
    (place / "mark.json").unlink()


def garble_mark(place: Path) -> None:
    (place / "mark.json").write_bytes(b"\x00{not json")


def garble_present(place: Path) -> None:
    (place.parent / "present.json").write_text('{"name": 7}')


def another_schema(place: Path) -> None:
    mark = generations.mark_of(place)
    assert mark is not None
    changed = {"edition": mark.edition, "at": mark.at, "schema": schema.VERSION + 1, "model": mark.model}
    (place / "mark.json").write_text(json.dumps(changed))


def another_model(place: Path) -> None:
    mark = generations.mark_of(place)
    assert mark is not None
    changed = {"edition": mark.edition, "at": mark.at, "schema": mark.schema, "model": "another"}
    (place / "mark.json").write_text(json.dumps(changed))


DAMAGES = [
    damage_engine,
    cut_the_store,
    delete_engine,
    delete_everything,
    delete_mark,
    garble_mark,
    garble_present,
    another_schema,
    another_model,
]


@pytest.mark.parametrize("damage", DAMAGES)
def test_a_process_that_starts_on_a_damaged_index_builds_it_anew(
    folder: Path, damage: Callable[[Path], None]
) -> None:
    make_summary(title="A walk")
    assert found("walk") == ["A walk"]
    damage(generation(folder))
    live.forget()
    assert live.step()
    assert found("walk") == ["A walk"]
    make_summary(title="A swim")
    assert found("swim") == ["A swim"]


@pytest.mark.parametrize("damage", [delete_everything, delete_mark, garble_mark, garble_present])
def test_a_process_that_runs_builds_it_anew(folder: Path, damage: Callable[[Path], None]) -> None:
    make_summary(title="A walk")
    assert found("walk") == ["A walk"]
    damage(generation(folder))
    make_summary(title="A swim")
    assert size(live) == 2
    assert found("swim") == ["A swim"]
    assert generation(folder).exists()


def test_what_a_killed_build_left_behind_is_cleared_away(folder: Path) -> None:
    make_summary(title="A walk")
    assert found("walk") == ["A walk"]
    left = folder / "g-half-done"
    left.mkdir()
    (left / "vectors.bin").write_bytes(b"half")
    call_command("rebuild_search", verbosity=0)
    assert [place.name for place in folder.glob("g-*")] == [generation(folder).name]


def test_a_small_archive_that_grows_moves_to_disk(folder: Path, settings: Any) -> None:
    settings.SEARCH_IN_MEMORY = 2
    for number in range(2):
        make_summary(title=f"Walk {number}")
    assert len(found("walk")) == 2
    assert not (folder / "present.json").exists()
    for number in range(2, 6):
        make_summary(title=f"Walk {number}")
        assert size(live) == number + 1
    assert generation(folder).exists()


def test_processes_in_memory_build_anew_when_they_are_told_to(settings: Any) -> None:
    settings.SEARCH_IN_MEMORY = 100
    make_summary(title="A walk")
    other = LiveIndex()
    assert size(other) == 1
    assert not other.step()
    call_command("rebuild_search", verbosity=0)
    assert other.step()
    assert size(other) == 1
