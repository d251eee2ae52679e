"""Which backups stay."""

from __future__ import annotations

import datetime
from pathlib import Path

import pytest

from apercu.ops.backup import manifest, places
from apercu.ops.backup.manifest import Manifest
from apercu.ops.backup.rotating import Keep, rotate, staying

SUNDAY = datetime.datetime(2026, 3, 1, 3, 20, tzinfo=datetime.UTC)
SITE = "https://digest.example.org"


def nights(number: int) -> list[Path]:
    return [Path(places.name_at(SUNDAY - datetime.timedelta(days=day))) for day in range(number)]


def made(folder: Path, at: datetime.datetime, *, site: str = SITE) -> Path:
    backup = folder / places.name_at(at)
    backup.mkdir()
    said = Manifest(
        site=site, made_at="", release="", vendor="sqlite", edition=1, migrations=[], files={}
    )  # fmt: skip
    manifest.write(backup, said)
    return backup


def test_of_two_years_of_nights_a_week_a_month_and_a_year_stay() -> None:
    stay = sorted((path.name for path in staying(nights(730), Keep())), reverse=True)
    assert [name[7:15] for name in stay] == [
        "20260301", "20260228", "20260227", "20260226", "20260225", "20260224", "20260223",  # days
        "20260222", "20260215", "20260208",  # weeks: each week's Sunday
        "20260131", "20251231", "20251130", "20251031", "20250930",  # months: each month's last
        "20250831", "20250731", "20250630", "20250531", "20250430",
    ]  # fmt: skip


def test_a_pause_of_months_deletes_nothing_by_itself() -> None:
    few = nights(3)
    assert staying(few, Keep(days=7, weeks=4, months=12)) == set(few)
    assert staying(few, Keep(days=1, weeks=0, months=0)) == {few[0]}


def test_only_backups_of_this_site_that_can_be_read_are_deleted(tmp_path: Path) -> None:
    day = datetime.timedelta(days=1)
    older, newer = made(tmp_path, SUNDAY - day), made(tmp_path, SUNDAY)
    others = made(tmp_path, SUNDAY - 2 * day, site="https://other.example.org")
    damaged = made(tmp_path, SUNDAY - 3 * day)
    (damaged / places.MANIFEST).write_text("{}")
    (tmp_path / "apercu-notes").mkdir()
    keep = Keep(days=1, weeks=0, months=0)
    assert rotate(tmp_path, keep=keep, site=SITE, just_made=newer) == [older]
    assert sorted(path.name for path in tmp_path.iterdir()) == sorted(
        ["apercu-notes", others.name, damaged.name, newer.name]
    )


@pytest.mark.parametrize("jump", [datetime.timedelta(days=-400), datetime.timedelta(days=400)])
def test_a_clock_that_jumped_does_not_delete_what_was_just_made(
    tmp_path: Path, jump: datetime.timedelta
) -> None:
    before = made(tmp_path, SUNDAY)
    now = made(tmp_path, SUNDAY + jump)
    rotate(tmp_path, keep=Keep(days=1, weeks=0, months=0), site=SITE, just_made=now)
    assert now.exists()
    assert before.exists() == (jump < datetime.timedelta(0))
