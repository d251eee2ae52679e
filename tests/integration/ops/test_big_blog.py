"""A blog of five thousand posts, imported by the command as an operator would: complete, and again nothing new."""

from __future__ import annotations

import json
import resource
import subprocess
import time
from pathlib import Path

import pytest

from tests.integration.ops.test_killed_import import rows
from tests.samples import blogs
from tests.sites import APERCU, environment

POSTS = 5_000


@pytest.mark.soak
def test_five_thousand_posts_with_media_come_in_whole(tmp_path: Path) -> None:
    data, report = tmp_path / "site", tmp_path / "report.json"
    env = environment(data)
    subprocess.run([APERCU, "setup", "--no-sample"], env=env, check=True, capture_output=True)
    export = blogs.write_export(tmp_path / "export.xml", POSTS)
    feed = blogs.write_feed(tmp_path / "feed.xml", POSTS)
    expected = blogs.expected(POSTS)
    for file in (export, export, feed):
        started = time.perf_counter()
        command: list[str | Path] = [
            APERCU,
            "import_content",
            file,
            "--publish",
            "--type",
            "Survey",
            "--report",
            report,
        ]
        subprocess.run(command, env=env, check=True, capture_output=True)
        took = time.perf_counter() - started
        totals = json.loads(report.read_text("utf-8"))["totals"]
        peak = resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss / 1024
        print(f"{file.name}: {took:.0f} s, peak so far {peak:.0f} MB, {totals}")  # noqa: T201 the measurement
        assert totals["failed"] == 0
        if file == feed:
            assert (totals["created"], totals["updated"]) == (0, 0)
        else:
            assert totals["items"] == expected.total()
            assert totals["created"] + totals["unchanged"] == expected["entry"]
        assert peak < 600
        summaries = "SELECT count(*) FROM content_summary"
        assert rows(data, summaries) == expected["entry"]
        assert rows(data, f"{summaries} WHERE live") == sum(
            blogs.state(number) == "publish" for number in range(1, POSTS + 1)
        )
        assert rows(data, "SELECT count(*) FROM content_oldaddress") == 2 * expected["entry"]
