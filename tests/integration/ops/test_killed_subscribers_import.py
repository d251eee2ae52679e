"""An import of subscribers that is killed leaves whole slices with their evidence; run again, it brings the rest."""

from __future__ import annotations

import os
import signal
import subprocess
import time
from pathlib import Path

import pytest

from tests import databases
from tests.samples import subscribers
from tests.sites import APERCU, PATIENCE, copy_of_a_site, environment

ROWS = 3000


def rows(data: Path, query: str) -> int:
    return int(databases.rows(data, query)[0][0])


@pytest.mark.slow
def test_kill_minus_nine_in_the_middle_loses_and_doubles_nobody(
    tmp_path: Path, tmp_path_factory: pytest.TempPathFactory
) -> None:
    data = tmp_path / "site"
    env = environment(data)
    copy_of_a_site(data, tmp_path_factory)
    command: list[str | Path] = [APERCU, "import_subscribers", subscribers.write(tmp_path / "list.csv", ROWS)]
    process = subprocess.Popen(command, env=env, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    people = "SELECT count(*) FROM mailing_subscriber"
    deadline = time.monotonic() + PATIENCE
    while rows(data, people) == 0 and time.monotonic() < deadline:
        time.sleep(0.02)
    os.kill(process.pid, signal.SIGKILL)
    process.wait()

    expected = subscribers.expected(ROWS)
    everybody = sum(expected.values()) - expected["failed"] - expected["doubled"]
    assert 0 < rows(data, people) < everybody
    unproven = (
        "SELECT count(*) FROM mailing_subscriber s WHERE NOT EXISTS"
        " (SELECT 1 FROM mailing_consentevent e WHERE e.subscriber_id = s.id)"
    )
    assert rows(data, unproven) == 0

    subprocess.run(command, env=env, check=True, capture_output=True)
    assert rows(data, people) == everybody
    assert rows(data, unproven) == 0
    for state, name in (("active", "subscribed"), ("pending", "invited"), ("left", "recorded")):
        assert rows(data, f"{people} WHERE state = '{state}'") == expected[name]
    imported = "SELECT count(*) FROM mailing_consentevent WHERE kind = 'imported'"
    assert rows(data, imported) == expected["subscribed"] + expected["recorded"]
