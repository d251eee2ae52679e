"""`apercu serve` while its processes are killed at random moments: readers see right pages, nothing is lost.

Real processes and SIGKILL; the seed is in the test's name. A request that a killed process had in its hands is
cut off, which no program can prevent; every answer that comes is right and whole, and nobody is ever refused.
"""

from __future__ import annotations

import json
import os
import random
import re
import signal
import subprocess
import sys
import time
from pathlib import Path
from typing import Any
from urllib.request import urlopen

import pytest

from tests.integration.ops.readers import Readers
from tests.integration.ops.running import serving, told
from tests.processes import below, is_alive, weigh
from tests.sites import APERCU, PATIENCE, answers, copy_of_a_site, wait_until

SHORT, LONG = 4.0, 120.0  # seconds
DATED = 4  # drafts with a date that comes meanwhile


@pytest.fixture
def data(tmp_path: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    return copy_of_a_site(tmp_path / "site", tmp_path_factory, sample=True)


def dated(data: Path, *arguments: str) -> Any:
    done = subprocess.run(
        [sys.executable, "-m", "tests.integration.ops.dated", *arguments],
        env=told(data),
        capture_output=True,
        text=True,
        check=True,
        timeout=PATIENCE,
    )
    return json.loads(done.stdout or "null")


def pages_of(port: int) -> tuple[dict[str, str], list[str]]:
    """Some addresses with words their pages hold, and where readers may report errors."""
    listing = urlopen(f"http://127.0.0.1:{port}/summaries/", timeout=PATIENCE).read().decode()
    paths = sorted(set(re.findall(r'href="(/summaries/[a-z0-9-]+/)"', listing)))
    assert len(paths) >= 5
    pages = dict.fromkeys(paths, "</html>") | {"/": "</html>", "/digests/": "</html>"}
    for path in paths:
        title = re.search(r"<h1[^>]*>\s*([^<]+)", urlopen(f"http://127.0.0.1:{port}{path}").read().decode())
        assert title
        pages[path] = title[1].strip()
    pages["/api/v1/search?q=therapy"] = '"total"'
    return pages, [f"{path}report/" for path in paths]


def kill_at_random(process: subprocess.Popen[str], *, seconds: float, chance: random.Random) -> int:
    """Kill one child after another; how many."""
    killed, end = 0, time.monotonic() + seconds
    while time.monotonic() < end:
        time.sleep(chance.uniform(0.3, 1.2))
        alive = [pid for pid in below(process.pid) if is_alive(pid)]
        if alive:
            os.kill(chance.choice(alive), signal.SIGKILL)
            killed += 1
    return killed


def see_what_kills_do(data: Path, *, seconds: float, seed: int) -> None:
    dated(data, "plan", str(DATED), str(seconds))
    with serving(data, APERCU_WEB_PROCESSES="2") as (process, port):
        assert wait_until(lambda: answers(port))
        pages, report_to = pages_of(port)
        readers = Readers(port=port, pages=pages, report_to=report_to, seed=seed)
        readers.begin()
        try:
            killed = kill_at_random(process, seconds=seconds, chance=random.Random(seed))
        finally:
            readers.end()
        assert readers.wrong == []
        assert readers.seen["right answers"] > 20
        assert killed >= seconds / 3  # what dies again and again is dead for a while
        assert wait_until(lambda: dated(data, "account")["public"] == DATED)
        account = dated(data, "account")
    assert account["published"] == [1] * DATED
    assert set(readers.acknowledged) <= set(account["reports"])
    assert readers.acknowledged
    sys.stdout.write(
        f"{killed} kills in {seconds:.0f} s: {dict(readers.seen)}, {len(readers.acknowledged)} writes acknowledged\n"
    )


@pytest.mark.slow
@pytest.mark.parametrize("seed", [6])
def test_kills_at_random_moments_give_no_wrong_answer_and_lose_no_write(data: Path, seed: int) -> None:
    see_what_kills_do(data, seconds=SHORT, seed=seed)


@pytest.mark.soak
@pytest.mark.parametrize("seed", [1, 2])
def test_two_minutes_of_kills_give_no_wrong_answer_and_lose_no_write(data: Path, seed: int) -> None:
    see_what_kills_do(data, seconds=LONG, seed=seed)


@pytest.mark.slow
def test_web_and_jobs_can_be_served_apart_and_the_doctor_is_then_content(data: Path) -> None:
    healthy: list[str | Path] = [APERCU, "doctor", "--json"]
    with serving(data, "--no-jobs") as (web, port), serving(data, "--only-jobs") as (jobs, no_port):
        assert wait_until(lambda: answers(port))
        assert wait_until(lambda: len(below(jobs.pid)) == 1)
        assert len(below(web.pid)) == 1
        assert not answers(no_port)
        assert wait_until(
            lambda: subprocess.run(healthy, env=told(data), capture_output=True).returncode == 0
        )


@pytest.mark.soak
def test_ten_minutes_of_readers_leave_memory_flat(data: Path) -> None:
    with serving(data) as (process, port):
        assert wait_until(lambda: answers(port))
        pages, report_to = pages_of(port)
        readers = Readers(port=port, pages=pages, report_to=report_to)
        readers.begin()
        weights = []
        try:
            for _minute in range(10):
                time.sleep(60)
                weights.append(sum(weigh(process.pid).values()))
        finally:
            readers.end()
        assert readers.wrong == []
        sys.stdout.write(f"MB after each minute: {[round(w) for w in weights]}; {dict(readers.seen)}\n")
        assert weights[-1] < weights[2] * 1.05 + 5
