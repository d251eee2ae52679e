"""`apercu serve` while its processes are killed at random moments: readers see right pages, nothing is lost.

Real processes and SIGKILL; the seed is in the test's name. A request that a killed process had in its hands is
cut off, which no program can prevent; every answer that comes is right and whole, and nobody is ever refused.
"""

from __future__ import annotations

import os
import random
import re
import signal
import subprocess
import sys
import time
from pathlib import Path
from urllib.request import urlopen

import pytest

from apercu.ops.loops import loops
from tests import databases
from tests.integration.ops.dated import TITLE
from tests.integration.ops.readers import Readers
from tests.integration.ops.running import serving, told
from tests.processes import below, is_alive, weigh
from tests.sites import APERCU, PATIENCE, answers, copy_of_a_site, wait_until

SHORT, LONG = 4.0, 120.0  # seconds
DATED = 4  # drafts with a date that comes meanwhile


@pytest.fixture
def data(tmp_path: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    return copy_of_a_site(tmp_path / "site", tmp_path_factory, sample=True)


def plan(data: Path, *, seconds: float) -> None:
    """Give drafts a date that comes within so many seconds."""
    subprocess.run(
        [sys.executable, "-m", "tests.integration.ops.dated", str(DATED), str(seconds)],
        env=told(data),
        check=True,
        timeout=PATIENCE,
    )


def are_public(data: Path) -> bool:
    """Whether all of them are; runs that were killed hold theirs no longer."""
    databases.rows(
        data,
        "UPDATE content_dueitem SET held_until = %s WHERE held_until IS NOT NULL",
        ["2020-01-01 00:00:00+00:00"],
    )
    ((public,),) = databases.rows(
        data, "SELECT count(*) FROM content_summary WHERE live AND title LIKE %s", [f"{TITLE} %"]
    )
    return bool(public == DATED)


def times_published(data: Path) -> list[int]:
    """How often each of them was."""
    counted = databases.rows(
        data,
        "SELECT count(*) FROM content_change c JOIN content_summary s ON CAST(s.id AS varchar) = c.object_id"
        " WHERE c.object_type = 'summary' AND c.kind = 'published' AND s.title LIKE %s GROUP BY s.id",
        [f"{TITLE} %"],
    )
    return [number for (number,) in counted]


def reports(data: Path) -> set[str]:
    return {text for (text,) in databases.rows(data, "SELECT text FROM content_errorreport")}


def loops_that_went_well(data: Path) -> set[str]:
    """What the doctor asks, too, who is a process of seconds."""
    return {
        name
        for (name,) in databases.rows(data, "SELECT name FROM ops_loopstate WHERE succeeded_at IS NOT NULL")
    }


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
    plan(data, seconds=seconds)
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
        assert wait_until(lambda: are_public(data))
    assert times_published(data) == [1] * DATED
    assert set(readers.acknowledged) <= reports(data)
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
        assert wait_until(lambda: {loop.name for loop in loops()} <= loops_that_went_well(data))
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
