"""How the tree of processes ends, restarts and leaves nobody behind."""

from __future__ import annotations

import os
import re
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from urllib.request import urlopen

from tests.ports import free_port
from tests.processes import below, is_alive
from tests.sites import PATIENCE, answers, wait_until


@contextmanager
def tree(what: str) -> Iterator[tuple[subprocess.Popen[str], int]]:
    port = free_port()
    process = subprocess.Popen(
        [sys.executable, "-m", "tests.integration.ops.small_tree", what, str(port)],
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
        env={**os.environ, "PYTHONPATH": os.pathsep.join(filter(None, sys.path))},
        start_new_session=True,
    )
    try:
        assert wait_until(lambda: len(below(process.pid)) == what.count(",") + 1 or "stillborn" in what)
        yield process, port
    finally:
        if process.poll() is None:
            os.killpg(process.pid, signal.SIGKILL)
        process.communicate()


def test_a_request_in_hand_is_finished_before_the_tree_ends() -> None:
    with tree("web") as (process, port):
        assert wait_until(lambda: answers(port))
        got: list[bytes] = []
        asking = threading.Thread(
            target=lambda: got.append(urlopen(f"http://127.0.0.1:{port}/slow", timeout=PATIENCE).read())
        )
        asking.start()
        time.sleep(0.5)  # the request is on its way: its answer takes three times as long
        process.terminate()
        asking.join(PATIENCE)
        assert got == [b"whole"]
        assert process.wait(PATIENCE) == 0


def test_a_connection_waits_for_the_next_web_process() -> None:
    """The listening socket outlives the process that died: nobody is refused meanwhile."""
    with tree("web") as (process, port):
        assert wait_until(lambda: answers(port))
        for _ in range(3):
            (child,) = below(process.pid)
            os.kill(child, signal.SIGKILL)
            assert urlopen(f"http://127.0.0.1:{port}/", timeout=PATIENCE).read() == b"whole"
            assert wait_until(lambda: len(below(process.pid)) == 1)


def test_a_child_that_does_not_listen_is_killed_when_its_time_is_over() -> None:
    with tree("deaf,web") as (process, port):
        assert wait_until(lambda: answers(port))
        children = below(process.pid)
        process.terminate()
        said, _ = process.communicate(timeout=PATIENCE)
        assert "deaf (process" in said
        assert "did not end in time and is killed" in said
        assert [pid for pid in children if is_alive(pid)] == []


def test_what_dies_again_and_again_is_started_after_growing_delays_and_the_rest_goes_on() -> None:
    with tree("stillborn,web") as (process, port):
        assert wait_until(lambda: answers(port))
        time.sleep(2)
        assert answers(port)
        process.terminate()
        said, _ = process.communicate(timeout=PATIENCE)
        delays = re.findall(r"stillborn .* started again in ([0-9.]+) s", said)
        assert delays[:4] == ["0.1", "0.2", "0.4", "0.8"]
        assert "web (process" not in said.replace("web started", "")


def test_a_supervisor_that_is_killed_leaves_no_orphan() -> None:
    with tree("web,deaf") as (process, port):
        assert wait_until(lambda: answers(port))
        children = below(process.pid)
        assert len(children) == 2
        process.kill()
        process.wait()
        assert wait_until(lambda: not any(map(is_alive, children)))
