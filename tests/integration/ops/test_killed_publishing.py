"""`apercu publish_due`, killed between any two steps or run twice at once, loses and doubles nothing."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

import pytest

from tests import databases
from tests.sites import APERCU, PATIENCE, copy_of_a_site, environment

ROOT = Path(__file__).resolve().parents[3]
SETTINGS = "apercu.config.settings.base"

PREPARE = """
import datetime, django
django.setup()
from django.utils import timezone
from wagtail.models import Revision
from apercu.content import scheduling
from tests.builders import make_summary
soon = timezone.now() + datetime.timedelta(hours=1)
for number in range({count}):
    scheduling.schedule(record=make_summary(title=f"Due {{number}}", publish=False), due=soon, by=None)
Revision.objects.exclude(approved_go_live_at=None).update(approved_go_live_at=timezone.now())
"""


@pytest.fixture(scope="module")
def set_up(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("site")
    return copy_of_a_site(folder, tmp_path_factory)


@pytest.fixture
def site(set_up: Path, tmp_path: Path) -> Path:
    """A site of its own: a copy of one that was set up, with its key."""
    databases.copy(set_up, tmp_path)
    (tmp_path / "secret-key").write_bytes((set_up / "secret-key").read_bytes())
    return tmp_path


def python(site: Path, *arguments: str) -> str:
    said = subprocess.run(
        [sys.executable, *arguments],
        env=environment(site, DJANGO_SETTINGS_MODULE=SETTINGS),
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=False,
    )
    assert said.returncode == 0, said.stderr
    return said.stdout


@pytest.mark.slow
def test_killed_at_steps_all_over_a_run_it_loses_and_doubles_nothing(site: Path) -> None:
    told = json.loads(python(site, "-m", "tests.integration.ops.killing", str(site), "19"))
    assert told["killed"] >= 6


@pytest.mark.soak
def test_killed_before_each_single_statement_it_loses_and_doubles_nothing(site: Path) -> None:
    told = json.loads(python(site, "-m", "tests.integration.ops.killing", str(site), "1"))
    assert told["killed"] == told["statements"] - 1 > 120


@pytest.mark.slow
def test_two_runs_at_once_publish_each_item_once(site: Path) -> None:
    count = 12
    python(site, "-c", PREPARE.format(count=count))
    command: list[str | Path] = [APERCU, "publish_due"]
    both = [
        subprocess.Popen(
            command, env=environment(site), stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True
        )
        for _ in range(2)
    ]
    said = [process.communicate(timeout=PATIENCE) for process in both]
    assert [process.returncode for process in both] == [0, 0], said
    assert [err for _out, err in said] == ["", ""]
    published = [line for out, _err in said for line in out.splitlines() if line.startswith("Published")]
    assert sorted(published) == sorted(f"Published: “Due {number}”" for number in range(count))
    assert databases.rows(
        site, "SELECT count(*), count(DISTINCT object_id) FROM content_change WHERE kind = 'published'"
    ) == [(count, count)]
    assert databases.rows(site, "SELECT count(*) FROM content_dueitem") == [(0,)]
