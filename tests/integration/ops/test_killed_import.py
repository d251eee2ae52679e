"""An import that is killed leaves whole entries, and the next run brings in the rest, none of them twice."""

from __future__ import annotations

import os
import signal
import subprocess
import time
from pathlib import Path

import pytest

from tests import databases
from tests.samples.synthetic import synthetic_page
from tests.sites import APERCU, PATIENCE, copy_of_a_site, environment

ENTRIES = 100


def rows(data: Path, query: str) -> int:
    return int(databases.rows(data, query)[0][0])


@pytest.mark.slow
def test_kill_minus_nine_in_the_middle_loses_and_doubles_nothing(
    tmp_path: Path, tmp_path_factory: pytest.TempPathFactory
) -> None:
    page = tmp_path / "page.txt"
    page.write_text(synthetic_page(ENTRIES), "utf-8")
    data = tmp_path / "site"
    env = environment(data)
    copy_of_a_site(data, tmp_path_factory)
    command: list[str | Path] = [APERCU, "import_content", page, "--publish"]
    process = subprocess.Popen(command, env=env, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    deadline = time.monotonic() + PATIENCE
    while rows(data, "SELECT count(*) FROM content_summary") == 0 and time.monotonic() < deadline:
        time.sleep(0.05)
    os.kill(process.pid, signal.SIGKILL)
    process.wait()

    there = rows(data, "SELECT count(*) FROM content_summary")
    assert 0 < there < ENTRIES
    live = "SELECT count(*) FROM content_summary WHERE live AND live_revision_id IS NOT NULL"
    assert rows(data, live) == there
    assert rows(data, "SELECT count(*) FROM content_change WHERE object_type = 'summary'") == there
    assert rows(data, "SELECT count(*) FROM importing_origin WHERE summary_id IS NOT NULL") == there

    subprocess.run(command, env=env, check=True, capture_output=True)
    assert rows(data, live) == ENTRIES
    assert rows(data, "SELECT count(DISTINCT title) FROM content_summary") == ENTRIES
    assert rows(data, "SELECT count(*) FROM content_change WHERE object_type = 'summary'") == ENTRIES
    assert rows(data, "SELECT count(*) FROM content_digest WHERE live") == ENTRIES // 25
