"""`apercu import_content` as a person types it."""

from __future__ import annotations

import io
import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from django.core.management import CommandError, call_command

from apercu.content.models import Summary
from apercu.ops import sample, taxonomy
from tests.integration.importing.pages import TEA, WALK, page

Command = Callable[..., tuple[str, str]]


@pytest.fixture
def import_content(db: None) -> Command:
    """Run the command and return what it printed; SystemExit and CommandError pass through."""
    taxonomy.load()

    def import_content(*arguments: Any) -> tuple[str, str]:
        out, err = io.StringIO(), io.StringIO()
        call_command("import_content", *map(str, arguments), stdout=out, stderr=err)
        return out.getvalue(), err.getvalue()

    return import_content


@pytest.fixture
def june(tmp_path: Path) -> Path:
    path = tmp_path / "june.txt"
    path.write_text(page(("June 2021", [WALK, TEA])), "utf-8")
    return path


def test_it_says_in_a_line_what_it_did(import_content: Command, june: Path) -> None:
    out, _ = import_content(june, "--publish")
    assert out.startswith("1 file: 2 created\n")
    out, _ = import_content(june, "--publish")
    assert out.startswith("1 file: 2 unchanged\n")


def test_the_report_has_the_documented_shape(import_content: Command, june: Path, tmp_path: Path) -> None:
    file = tmp_path / "report.json"
    import_content(june, "--topic", "Empathy", "--type", "Survey", "--report", file)
    report = json.loads(file.read_text("utf-8"))
    assert set(report) >= {"files", "totals"}
    (first,) = report["files"]
    assert first["kind"] == "page_capture"
    assert set(first["header"]) >= {"intro", "teaser", "topics", "language_notice"}
    assert first["leftover"] == []
    item = first["items"][0]
    assert item["outcome"] == "created"
    assert item["citation"] == WALK.citation
    assert item["reference"]["DOI"] == "10.5555/walk.2019"
    assert (item["topics"], item["types"]) == (["Empathy"], ["Survey"])
    assert item["slug"] == Summary.objects.get(title=WALK.title).slug
    assert item["body_words"] == len(WALK.body.split())
    assert item["implications_words"] == len(WALK.implications.split())
    assert report["totals"]["created"] == 2


def test_an_unreadable_file_makes_the_exit_status_one(
    import_content: Command, june: Path, tmp_path: Path
) -> None:
    empty = tmp_path / "empty.txt"
    empty.touch()
    with pytest.raises(SystemExit) as stop:
        import_content(june, empty)
    assert stop.value.code == 1
    assert Summary.objects.count() == 2


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (["--topic", "Empaty"], "Did you mean “Empathy”?"),
        (["--type", "Surveys"], "Did you mean “Survey”?"),
        (["--month-teaser", "June"], "write a month as 2021-06"),
        (["--report", "/nowhere/at/all.json"], "there is no folder /nowhere/at"),
    ],
)
def test_a_wrong_wish_is_a_sentence_and_exit_status_two(
    import_content: Command, june: Path, arguments: list[str], said: str
) -> None:
    with pytest.raises(CommandError) as refused:
        import_content(june, *arguments)
    assert said in str(refused.value)
    assert refused.value.returncode == 2
    assert not Summary.objects.exists()


def test_a_dry_run_says_that_it_changed_nothing(import_content: Command, june: Path) -> None:
    out, _ = import_content(june, "--dry-run")
    assert "2 created (dry run: nothing was changed)" in out
    assert not Summary.objects.exists()


def test_importing_into_an_untouched_sample_says_so_and_offers_to_take_it_away(
    import_content: Command, june: Path
) -> None:
    from django.utils import timezone

    sample.load(clock=timezone.now)
    _, err = import_content(june)
    assert "still shows the sample digest, untouched" in err
    assert "--remove-sample" in err


def test_the_sample_goes_at_once_when_asked(import_content: Command, june: Path) -> None:
    from django.utils import timezone

    sample.load(clock=timezone.now)
    import_content(june, "--remove-sample")
    assert {s.title for s in Summary.objects.all()} == {WALK.title, TEA.title}
