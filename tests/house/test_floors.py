"""The drawing of the house is the contract: imports, foreign keys and the map follow it."""

from __future__ import annotations

import configparser
import re
import subprocess
import sys
from pathlib import Path

import pytest
from django.apps import apps
from django.db import models

ROOT = Path(__file__).resolve().parents[2]
ROOMS = ROOT / "src" / "apercu"


def floors() -> dict[str, int]:
    """Each room's floor, counted from the top, as `.importlinter` draws them."""
    contract = configparser.ConfigParser()
    contract.read(ROOT / ".importlinter")
    lines = contract["importlinter:contract:floors"]["layers"].strip().splitlines()
    return {room: level for level, line in enumerate(lines) for room in re.findall(r"\w+", line)}


def room_of(module: str) -> str | None:
    parts = module.split(".")
    return parts[1] if parts[0] == "apercu" and len(parts) > 1 else None


def test_imports_follow_the_floors() -> None:
    linted = subprocess.run(
        [Path(sys.executable).parent / "lint-imports"], cwd=ROOT, capture_output=True, text=True, check=False
    )
    assert linted.returncode == 0, linted.stdout


def foreign_keys() -> list[tuple[str, str, str]]:
    found = []
    for model in apps.get_models(include_auto_created=True):
        for field in model._meta.get_fields():
            if isinstance(field, models.ForeignKey | models.ManyToManyField):
                target = field.related_model
                assert isinstance(target, type)
                found.append((model.__module__, field.name, target.__module__))
    return found


def test_no_foreign_key_points_to_a_higher_floor() -> None:
    level = floors()
    upwards = [
        f"{source}.{name} -> {target}"
        for source, name, target in foreign_keys()
        if (here := room_of(source)) and (there := room_of(target)) and level[there] < level[here]
    ]
    assert upwards == []


def test_the_foreign_key_test_sees_our_keys() -> None:
    ours = {(room_of(source), room_of(target)) for source, _name, target in foreign_keys()}
    assert ("importing", "content") in ours


@pytest.mark.parametrize("room", sorted(p.parent.name for p in ROOMS.glob("*/__init__.py")))
def test_every_room_says_what_is_here_and_stands_on_the_map(room: str) -> None:
    assert room in floors(), f"{room} is not drawn in .importlinter"
    docstring = (ROOMS / room / "__init__.py").read_text("utf-8")
    assert docstring.startswith('"""'), f"{room}/__init__.py does not say what is here"
    assert "Not here" in docstring
    assert "loor " in docstring, f"{room}/__init__.py does not name its floor"
    rows = re.findall(r"^\| `(\w+)` \|", (ROOT / "docs" / "map.md").read_text("utf-8"), flags=re.MULTILINE)
    assert rows.count(room) == 1, f"docs/map.md should name {room} once"


def test_the_map_names_no_room_that_is_not_there() -> None:
    rows = re.findall(r"^\| `(\w+)` \|", (ROOT / "docs" / "map.md").read_text("utf-8"), flags=re.MULTILINE)
    rooms = {path.parent.name for path in ROOMS.glob("*/__init__.py")}
    assert set(rows) == rooms


BANNED = {"utils", "helpers", "common", "core", "misc", "manager", "service"}


def test_no_module_has_a_name_that_says_nothing() -> None:
    assert [path for path in ROOMS.rglob("*.py") if path.stem in BANNED] == []
