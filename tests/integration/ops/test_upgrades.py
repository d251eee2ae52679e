"""A database of every earlier state of the project comes to this release, and nothing in it is lost."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests import databases
from tests.integration.ops.running import told
from tests.samples import upgrades
from tests.sites import PATIENCE, copy_of_a_site, told_by

pytestmark = pytest.mark.skipif(
    databases.IS_POSTGRESQL, reason="about the files of SQLite; PostgreSQL's form: test_backup_postgresql.py"
)


@pytest.mark.slow
@pytest.mark.parametrize(
    ("most", "how_many"),
    [
        pytest.param(1, 1, id="the oldest, a page of each kind"),
        pytest.param(10_000, 99, marks=pytest.mark.soak, id="each, every page"),
    ],
)
def test_every_kept_database_comes_to_this_release_and_loses_nothing(
    tmp_path: Path, tmp_path_factory: pytest.TempPathFactory, most: int, how_many: int
) -> None:
    data = copy_of_a_site(tmp_path / "site", tmp_path_factory, sample=True)
    for database in data.glob("apercu.sqlite3*"):
        database.unlink()
    env = told(data, APERCU_MEANING="off")
    became = told_by("tests.integration.ops.upgrading", most, how_many, env=env, patience=PATIENCE * 20)
    assert len(upgrades.kept()) >= 5
    assert len(became) == min(how_many, len(upgrades.kept()))
    for name, told_of in became.items():
        assert told_of["lost"] == [], name
        assert told_of["summaries"] == 30, name
        assert told_of["changed by a second setup"] == [], name
        statuses = told_of["statuses"]
        assert len(statuses) > 40, name
        assert {page: status for page, status in statuses.items() if status != 200} == {"/missing/": 404}, (
            name
        )


def test_kept_databases_stay_small() -> None:
    assert all(path.stat().st_size < 300_000 for path in upgrades.kept())
