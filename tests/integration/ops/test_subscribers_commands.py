"""`apercu import_subscribers` and `apercu export_subscribers` as a person types them."""

from __future__ import annotations

import csv
import io
from pathlib import Path
from typing import Any

import pytest
from django.core.management import CommandError, call_command

from apercu.editing.audit.models import Event
from apercu.mailing import subscribing
from apercu.mailing.models import Subscriber
from tests.integration.mailing.importing import NOON, subscribed
from tests.samples import subscribers

pytestmark = pytest.mark.django_db


def command(name: str, *arguments: Any) -> tuple[str, str]:
    out, err = io.StringIO(), io.StringIO()
    call_command(name, *map(str, arguments), stdout=out, stderr=err)
    return out.getvalue(), err.getvalue()


@pytest.fixture
def few(tmp_path: Path) -> Path:
    return subscribers.write(tmp_path / "list.csv", 40)


def test_it_says_what_became_of_the_rows_and_names_nobody(few: Path) -> None:
    out, err = command("import_subscribers", few)
    first, *notes = out.splitlines()
    assert first == (
        "40 rows: 34 subscribed, with proof of their consent; 2 asked by mail to confirm; "
        "2 kept as somebody who gets no mail; 2 not understood"
    )
    assert "1 × There is no address in this row." in notes
    assert "Nobody is asked to confirm until" in notes[-1]
    assert "@" not in out + err
    again, _err = command("import_subscribers", few)
    assert again.startswith("40 rows: 38 known, unchanged; 2 not understood\n")
    assert Event.objects.filter(what="subscribers-imported", by=None).count() == 2


def test_a_dry_run_changes_nothing_and_the_report_has_every_row(few: Path, tmp_path: Path) -> None:
    report = tmp_path / "report.csv"
    out, _err = command("import_subscribers", few, "--dry-run", "--report", report)
    assert "(dry run: nothing was changed)" in out
    assert not Subscriber.objects.exists()
    assert not Event.objects.exists()
    rows = list(csv.DictReader(io.StringIO(report.read_text("utf-8"))))
    assert [int(row["line"]) for row in rows] == list(range(2, 42))
    assert {row["code"] for row in rows if row["outcome"] == "failed"} == {"no-address", "not-an-address"}
    assert "@" not in report.read_text("utf-8")


def test_choices_are_updated_when_asked(tmp_path: Path) -> None:
    anna = subscribed("anna@x.example")
    path = tmp_path / "list.csv"
    path.write_text("email,language\nanna@x.example,fr\n", "utf-8")
    command("import_subscribers", path)
    anna.refresh_from_db()
    assert anna.language == "en"
    command("import_subscribers", path, "--update-choices")
    anna.refresh_from_db()
    assert anna.language == "fr"


def test_what_cannot_be_used_is_said_in_a_sentence(tmp_path: Path) -> None:
    path = tmp_path / "list.csv"
    with pytest.raises(CommandError, match="not there"):
        command("import_subscribers", path)
    path.write_text("name\nAnna\n", "utf-8")
    with pytest.raises(CommandError, match="no column “email”"):
        command("import_subscribers", path)
    path.write_text("email\n", "utf-8")
    with pytest.raises(CommandError, match="cannot be used"):
        command("import_subscribers", path, "--report", tmp_path / "nowhere" / "report.csv")


def test_the_export_goes_to_the_terminal_or_to_a_file_of_ones_own(tmp_path: Path) -> None:
    left = subscribed("anna@x.example")
    subscribing.leave(subscriber=left, source="x", at=NOON)
    out, _err = command("export_subscribers")
    assert "anna@x.example" in out
    path = tmp_path / "all.csv"
    _out, err = command("export_subscribers", path)
    assert "1 subscribers were written" in err
    assert path.read_bytes().decode() == out
    assert path.stat().st_mode & 0o077 == 0
    with pytest.raises(CommandError, match="File exists"):
        command("export_subscribers", path)
    assert Event.objects.filter(what="subscribers-exported").count() == 3
