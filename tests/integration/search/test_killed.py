"""A server or a rebuild that is killed at any moment leaves a site that finds, and comes to find the truth.

Real processes: `apercu serve` with its index on disk, `apercu import_content` that publishes meanwhile, SIGKILL at
random moments of a seed that a failure names. Processes die; the operating system lives.
"""

from __future__ import annotations

import json
import os
import random
import shutil
import signal
import subprocess
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from urllib.error import URLError
from urllib.request import urlopen

import pytest

from tests import databases
from tests.ports import free_port
from tests.sites import APERCU, PATIENCE, answers, copy_of_a_site, delete_at_once, environment, wait_until

SERVED, REBUILT = 1, 2  # moments at which each is killed in every run of the suite
SERVED_LONG, REBUILT_LONG = 20, 40  # and in `make soak`
WORDS = [
    a + b
    for a in ("kestrel", "magpie", "plover", "wigeon", "avocet")
    for b in ("moor", "fell", "beck", "tarn")
]


@pytest.fixture(scope="module")
def fresh_site(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The data folder of a site that was set up, without the sample."""
    folder = tmp_path_factory.mktemp("fresh") / "site"
    return copy_of_a_site(folder, tmp_path_factory)


@pytest.fixture
def data(fresh_site: Path, tmp_path: Path) -> Path:
    """A copy of it, its index on disk however small it is."""
    copied = shutil.copytree(fresh_site, tmp_path / "site")
    databases.copy(fresh_site, copied)
    return copied


def told(data: Path) -> dict[str, str]:
    return environment(data, APERCU_SEARCH_IN_MEMORY="0")


def published(data: Path, word: str) -> subprocess.Popen[bytes]:
    """A process that publishes two summaries with this word."""
    folder = data.parent / f"import-{word}"
    folder.mkdir()
    for number in (1, 2):
        text = f"---\nkind: summary\nid: {word}-{number}\ntitle: About the {word} {number}\n---\n\nA {word} sings.\n"
        (folder / f"{number}.md").write_text(text, "utf-8")
    command: list[str | Path] = [APERCU, "import_content", folder, "--publish"]
    return subprocess.Popen(command, env=told(data), stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)


def asked(port: int, query: str) -> int:
    """How many summaries a search finds; -1 while it cannot be asked."""
    try:
        with urlopen(f"http://127.0.0.1:{port}/api/v1/search?{query}", timeout=10) as response:
            return int(json.load(response)["total"])
    except (URLError, ConnectionError, TimeoutError):
        return -1


@contextmanager
def serving(data: Path) -> Iterator[tuple[subprocess.Popen[bytes], int]]:
    """The site, served until the block ends or somebody kills it."""
    port = free_port()
    process = subprocess.Popen(
        [APERCU, "serve", "--port", str(port)],
        env=told(data),
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
        start_new_session=True,
    )
    try:
        assert wait_until(lambda: answers(port))
        yield process, port
    finally:
        kill(process)


def kill(process: subprocess.Popen[bytes]) -> None:
    """Every process of the group, at once and without a word."""
    with suppress(ProcessLookupError):
        os.killpg(process.pid, signal.SIGKILL)
    process.wait()


def finds_the_truth(data: Path, words: list[str]) -> None:
    """A server that starts now finds what was published, all of it and nothing else."""
    with serving(data) as (_process, port):
        assert asked(port, "q=sings") >= 0, "the search page broke"
        for word in words:
            assert wait_until(lambda word=word: asked(port, f"q={word}") == 2), word
        assert wait_until(lambda: asked(port, "") == 2 * len(words))
        assert asked(port, "q=xylophone") == 0


def kill_servers(data: Path, moments: int, chance: random.Random) -> list[str]:
    """Publish while it serves, and kill it somewhere between the first row and the index's last byte."""
    words = WORDS[:moments]
    for word in words:
        with serving(data) as (process, _port):
            editor = published(data, word)
            time.sleep(chance.uniform(0.6, 2.2))
            kill(process)
            assert editor.wait(PATIENCE) == 0
    return words


def kill_rebuilds(data: Path, moments: int, chance: random.Random) -> None:
    """Kill a rebuild somewhere between its start and its end."""
    command: list[str | Path] = [APERCU, "rebuild_search"]
    started = time.monotonic()
    subprocess.run(command, env=told(data), check=True, capture_output=True)
    whole = time.monotonic() - started
    for _ in range(moments):
        process = subprocess.Popen(
            command,
            env=told(data),
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
            start_new_session=True,
        )
        time.sleep(chance.uniform(0.4, 1.05) * whole)
        kill(process)


@pytest.mark.slow
@pytest.mark.parametrize("seed", [4])
def test_a_few_kills_lose_nothing(data: Path, seed: int) -> None:
    chance = random.Random(seed)
    words = kill_servers(data, SERVED, chance)
    kill_rebuilds(data, REBUILT, chance)
    finds_the_truth(data, words)
    assert (
        len(list((data / "search").glob("g-*"))) <= 2
    )  # the present one, and at most what the last kill left


@pytest.mark.soak
@pytest.mark.parametrize("seed", range(100, 104))
def test_many_kills_lose_nothing(data: Path, seed: int) -> None:
    chance = random.Random(seed)
    words = kill_servers(data, SERVED_LONG, chance)
    kill_rebuilds(data, REBUILT_LONG, chance)
    finds_the_truth(data, words)


def unlink_what_counts(folder: Path) -> None:
    (folder / "present.json").unlink()


@pytest.mark.slow
def test_an_index_deleted_under_a_running_server_comes_back(data: Path) -> None:
    assert published(data, WORDS[0]).wait(PATIENCE) == 0
    with serving(data) as (_process, port):
        assert wait_until(lambda: asked(port, f"q={WORDS[0]}") == 2)
        for word, harm in zip(WORDS[1:], (delete_at_once, unlink_what_counts), strict=False):
            harm(data / "search")
            assert asked(port, f"q={WORDS[0]}") == 2, harm.__name__  # the site goes on
            assert published(data, word).wait(PATIENCE) == 0
            assert wait_until(lambda word=word: asked(port, f"q={word}") == 2), harm.__name__
            assert asked(port, f"q={WORDS[0]}") == 2, harm.__name__
            assert (data / "search" / "present.json").exists(), harm.__name__
