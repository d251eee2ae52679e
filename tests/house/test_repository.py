"""What a checkout must not carry, and what it must."""

from __future__ import annotations

import re
import subprocess
import tomllib
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]


def tracked() -> list[Path]:
    listed = subprocess.run(["git", "ls-files", "-z"], cwd=ROOT, capture_output=True, text=True, check=True)
    return [ROOT / name for name in listed.stdout.split("\0") if name and (ROOT / name).is_file()]


@pytest.mark.parametrize("name", ["requirements.txt", "requirements-dev.txt"])
def test_lock_files_carry_hashes_and_no_address(name: str) -> None:
    lock = (ROOT / name).read_text("utf-8")
    pins = re.findall(r"^([a-z0-9._-]+)==\S+ \\$", lock, flags=re.MULTILINE)
    assert len(pins) > 30
    assert lock.count("--hash=sha256:") >= len(pins)
    assert not re.search(
        r"https?://|file://|^-i |index-url|find-links|trusted-host", lock, flags=re.MULTILINE
    )


@pytest.mark.parametrize("name", ["requirements.txt", "requirements-dev.txt"])
def test_the_lock_leaves_out_the_package_that_bundles_a_gpl_library(name: str) -> None:
    assert not re.search(r"^pillow-heif==", (ROOT / name).read_text("utf-8"), flags=re.MULTILINE)


def test_every_dependency_says_what_it_is_for() -> None:
    lines = (ROOT / "pyproject.toml").read_text("utf-8").splitlines()
    project = tomllib.loads("\n".join(lines))["project"]
    wanted = [
        *project["dependencies"],
        *(d for group in project["optional-dependencies"].values() for d in group),
    ]
    for dependency in wanted:
        line = next(line for line in lines if line.startswith(f'    "{dependency}"'))
        assert re.search(r'",\s+# \S+ \S+', line), f"{dependency} has no comment"


def test_no_file_names_a_path_of_a_machine() -> None:
    homes = re.compile(rb"/(?:home|Users)/[a-z]|/root/|/work/")
    named = [
        p for p in tracked() if p.suffix != ".lock" and p != Path(__file__) and homes.search(p.read_bytes())
    ]
    assert named == []


def test_decisions_are_numbered_without_gaps() -> None:
    numbers = sorted(int(p.name[:4]) for p in (ROOT / "docs" / "decisions").glob("[0-9]*.md"))
    assert numbers == list(range(1, len(numbers) + 1))
