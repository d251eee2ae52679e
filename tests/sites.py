"""Sites as real processes: set up once for the whole run, copied for every test that wants one, asked over HTTP."""

from __future__ import annotations

import fcntl
import json
import os
import shutil
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any
from urllib.error import URLError
from urllib.request import urlopen

import pytest

from tests import databases

ROOT = Path(__file__).resolve().parents[1]
APERCU = Path(sys.executable).parent / "apercu"
PATIENCE = 60  # seconds: a generous deadline, not a measurement


def environment(data: Path, **changes: str) -> dict[str, str]:
    kept = {name: value for name, value in os.environ.items() if not name.startswith(("APERCU_", "DJANGO_"))}
    url = databases.url_of(data)
    return kept | {"APERCU_DATA": str(data)} | ({"APERCU_DATABASE_URL": url} if url else {}) | changes


def told_by(module: str, *arguments: object, env: dict[str, str], patience: float) -> Any:
    """What a module of the tests prints as JSON, run in a process of its own on a site; it must succeed."""
    done = subprocess.run(
        [sys.executable, "-m", module, *map(str, arguments)],
        env=env,
        cwd=ROOT,
        capture_output=True,
        text=True,
        timeout=patience,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    return json.loads(done.stdout)


def answers(port: int) -> bool:
    try:
        with urlopen(f"http://127.0.0.1:{port}/", timeout=5) as response:
            return bool(response.status == 200)
    except (URLError, ConnectionError, TimeoutError):
        return False


def delete_at_once(folder: Path) -> None:
    """Take a folder away in one step, for a process may be writing into it, and then delete it."""
    aside = folder.with_name(f"{folder.name}-taken-away")
    folder.rename(aside)
    shutil.rmtree(aside, ignore_errors=True)


def wait_until(condition: object) -> bool:
    assert callable(condition)
    deadline = time.monotonic() + PATIENCE
    while time.monotonic() < deadline:
        if condition():
            return True
        time.sleep(0.1)
    return False


def copy_of_a_site(folder: Path, factory: pytest.TempPathFactory, *, sample: bool = False) -> Path:
    """This folder, made into the data folder of a site that was set up, with the sample digest or without.

    The processes of one run share what the first of them has set up.
    """
    shared = factory.getbasetemp()
    if "PYTEST_XDIST_WORKER" in os.environ:
        shared = shared.parent
    return _copied((_with_sample if sample else _bare)(shared), folder)


def _bare(shared: Path) -> Path:
    """The site that `apercu setup` makes of an empty folder, without the sample."""
    return _once(shared / "bare-site", lambda original: _set_up(original, "--no-sample"))


def _with_sample(shared: Path) -> Path:
    """That site after another start, with the sample: most of a set-up is what both have in common."""
    bare = _bare(shared)
    return _once(shared / "site-with-sample", lambda original: _set_up(_copied(bare, original)))


def _once(original: Path, make: Callable[[Path], object]) -> Path:
    """The folder, made by whichever process of the run wants it first."""
    with original.with_suffix(".lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        if not (done := original.with_suffix(".done")).exists():
            make(original)
            done.touch()
    return original


def _set_up(data: Path, *arguments: str) -> None:
    subprocess.run([APERCU, "setup", *arguments], env=environment(data), check=True, capture_output=True)


def _copied(original: Path, folder: Path) -> Path:
    """A copy of a site nobody uses; on PostgreSQL one process makes one at a time."""
    with original.with_suffix(".lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        if databases.IS_POSTGRESQL:
            databases.copy(original, folder)
    return shutil.copytree(original, folder, dirs_exist_ok=True)
