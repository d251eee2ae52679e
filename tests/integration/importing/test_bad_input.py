"""Bad input is a named row of the report; what stands beside it is imported all the same."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from apercu.content.models import Article, Person, Summary
from apercu.importing.models import Item
from apercu.importing.reporting import Report
from tests.integration.importing.pages import TEA, WALK, page

Import = Callable[..., Report]
Write = Callable[..., Path]

GOOD = page(("June 2021", [WALK]))

UNREADABLE = {
    "empty-file": b"",
    "binary-file": bytes(range(256)) * 40,
    "nul-byte": GOOD.replace("forty", "for\0ty").encode(),
    "line-too-long": f"June 2021\nA Title\n{'word ' * 250_000}\n".encode(),
    "unknown-kind": b"Dear all,\nthe meeting is moved to Tuesday.\n",
}


@pytest.mark.parametrize("code", UNREADABLE)
def test_a_file_that_cannot_be_read_is_named_and_its_neighbour_is_imported(
    write: Write, import_: Import, code: str
) -> None:
    bad, good = write(UNREADABLE[code], "bad.txt"), write(GOOD, "good.txt")
    report = import_(bad, good, publish=True)
    assert [file.error.code if file.error else None for file in report.files] == [code, None]
    assert not report.every_file_was_read
    assert Summary.objects.filter(live=True).count() == 1
    assert Item.objects.get(outcome="failed").warnings[0]["code"] == code


def test_a_file_of_sixty_megabytes_is_refused_without_being_read(
    write: Write, import_: Import, tmp_path: Path
) -> None:
    big = tmp_path / "big.txt"
    with big.open("wb") as file:
        file.truncate(60 * 1024 * 1024)
    report = import_(big, write(GOOD))
    assert report.files[0].error
    assert report.files[0].error.code == "too-large"
    assert Summary.objects.count() == 1


@pytest.mark.parametrize(
    ("encoding", "code"), [("utf-16", "decoded-utf-16"), ("cp1252", "decoded-windows-1252")]
)
def test_other_encodings_are_read_and_said_so(
    write: Write, import_: Import, encoding: str, code: str
) -> None:
    path = write(page(("June 2021", [WALK.but(body=WALK.body + " Café – “quoted”.")])).encode(encoding))
    report = import_(path)
    assert [caveat.code for caveat in report.files[0].caveats] == [code]
    assert "Café – “quoted”." in Summary.objects.get().body


def test_scripts_and_handlers_do_not_reach_the_archive(write: Write, import_: Import) -> None:
    html = (
        "<html><body><h2>June 2021</h2><h3>A Safe Title for a Page</h3>"
        "<p onclick='steal()'>Marlowe, P. Q. (2019). Walking before talking. <i>Journal of Care</i>, 12, 45.</p>"
        "<script>steal()</script><p>The clients walked <a href='javascript:steal()'>a little</a> before the "
        "session and then <img src=x onerror=steal()>talked a little more than the others did.</p>"
        "<h4>Practice Implications</h4><p>Suggest a walk to clients who find it hard to begin.</p></body></html>"
    )
    report = import_(write(html, "page.html"), publish=True)
    summary = Summary.objects.get()
    stored = f"{summary.body} {summary.implications} {summary.title} {summary.printed_citation}"
    assert "walked" in stored
    assert "a little" in stored
    for planted in ("steal", "javascript", "onerror", "onclick", "<script", "<img"):
        assert planted not in stored
    assert report.files[0].kind == "web_page"


def test_a_folder_with_a_link_to_itself_is_read_once(write: Write, import_: Import, tmp_path: Path) -> None:
    write(GOOD, "blog/june.txt")
    (tmp_path / "blog" / "again").symlink_to(tmp_path / "blog", target_is_directory=True)
    (tmp_path / "blog" / "nowhere").symlink_to(tmp_path / "blog" / "nowhere")
    report = import_(tmp_path / "blog")
    faults = sorted(file.error.code for file in report.files if file.error)
    assert faults == ["symlink-loop", "symlink-loop"]
    assert Summary.objects.count() == 1


def test_a_file_that_is_not_there_is_a_row(import_: Import, tmp_path: Path, write: Write) -> None:
    report = import_(tmp_path / "gone.txt", write(GOOD))
    assert report.files[0].error
    assert report.files[0].error.code == "not-found"
    assert Summary.objects.count() == 1


def markdown(**front: str) -> str:
    values = {"kind": "summary", "title": "A plain title", "month": "2021-06"} | front
    lines = "\n".join(f"{key}: {value}" for key, value in values.items())
    return f"---\n{lines}\n---\n\nWhat was found.\n\n## Practice implications\n\nWhat to do.\n"


def test_a_misspelt_topic_is_a_suggestion_and_an_alias_is_no_mistake(write: Write, import_: Import) -> None:
    path = write(markdown(topics="[Empaty, CBT, Adherance]"), "a.md")
    item = import_(path).files[0].items[0]
    assert [(c.code, c.detail) for c in item.caveats] == [
        ("unknown-topic", "Empaty (did you mean “Empathy”?)")
    ]
    assert sorted(item.topics) == [
        "Adherence",
        "Cognitive Therapy (CT) and Cognitive-Behavioural Therapy (CBT)",
    ]


def test_front_matter_of_a_wrong_type_is_a_row_of_its_own(write: Write, import_: Import) -> None:
    wrong, right = write(markdown(title="[a, list]"), "a.md"), write(markdown(), "b.md")
    report = import_(wrong, right)
    told = [c.code for c in report.files[0].caveats] + [
        c.code for i in report.files[0].items for c in i.caveats
    ]
    told += [report.files[0].error.code] if report.files[0].error else []
    assert "front-matter-wrong-type" in told
    assert [item.title for item in report.files[1].items] == ["A plain title"]


def test_a_title_no_page_could_show_is_a_row_and_leaves_nothing_half_written(
    write: Write, import_: Import
) -> None:
    endless, fine = (
        write(markdown(title="word " * 150, authors="[Somebody]"), "a.md"),
        write(markdown(), "b.md"),
    )
    report = import_(endless, fine)
    assert [c.code for c in report.files[0].items[0].caveats] == ["title-too-long"]
    assert [summary.title for summary in Summary.objects.all()] == ["A plain title"]
    assert not Person.objects.exists()


def test_a_slug_that_is_none_is_mended_and_one_that_is_taken_gets_a_number(
    write: Write, import_: Import
) -> None:
    paths = [write(markdown(title=f"Title {n}", slug="Über Uns!"), f"{n}.md") for n in (1, 2)]
    report = import_(*paths)
    items = [file.items[0] for file in report.files]
    assert [item.slug for item in items] == ["uber-uns", "title-2"]
    assert [[c.code for c in item.caveats] for item in items] == [
        ["slug-mended"],
        ["slug-mended", "slug-taken"],
    ]


def test_a_failure_in_the_middle_is_a_row_and_stops_nothing(
    write: Write, import_: Import, monkeypatch: pytest.MonkeyPatch
) -> None:
    from apercu.content import publishing

    really = publishing.publish

    def breaks_at_tea(*, record: object, by: object) -> None:
        if str(record) == TEA.title:
            raise OSError("the disk is full")
        really(record=record, by=by)  # type: ignore[arg-type]

    monkeypatch.setattr("apercu.importing.entries.publishing.publish", breaks_at_tea)
    report = import_(write(page(("June 2021", [TEA, WALK]))), publish=True)
    tea, walk = report.files[0].items
    assert (str(tea.outcome), str(walk.outcome)) == ("failed", "created")
    assert tea.caveats[-1].detail == "the disk is full"
    assert [summary.title for summary in Summary.objects.all()] == [WALK.title]
    assert [article.doi for article in Article.objects.all()] == ["10.5555/walk.2019"]
