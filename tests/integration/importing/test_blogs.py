"""Exports and feeds of a blog become summaries: a complete account, old addresses, images, nothing private public."""

from __future__ import annotations

import io
from collections import Counter
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from PIL import Image as Drawing
from wagtail.images import get_image_model

from apercu.content import changes
from apercu.content.models import Digest, OldAddress, Summary
from apercu.importing.models import Item
from apercu.importing.reporting import Report
from tests.integration.importing.test_meeting_again import everything
from tests.samples import blogs

Import = Callable[..., Report]
POSTS = 150
PRIVATE = [n for n in range(1, POSTS + 1) if blogs.state(n) in ("draft", "private", "pending", "future")]


def outcomes(report: Report) -> Counter[str]:
    return Counter(str(item.outcome) for file in report.files for item in file.items)


def one(text: str, **changes: str) -> str:
    """An export with a single post."""
    whole = (
        blogs.HEAD
        + blogs.post(1).replace("<![CDATA[" + blogs.content(1) + "]]>", f"<![CDATA[{text}]]>")
        + blogs.FOOT
    )
    for old, new in changes.items():
        whole = whole.replace(f"[{old}]", f"[{new}]")
    return whole


def test_an_export_of_150_posts_comes_in_whole_and_again_changes_nothing(
    tmp_path: Path, import_: Import
) -> None:
    path = blogs.write_export(tmp_path / "export.xml", POSTS)
    expected = blogs.expected(POSTS)
    report = import_(path, publish=True)
    assert outcomes(report) == {
        "created": expected["entry"],
        "left_out": expected.total() - expected["entry"],
    }
    left_out = Counter(c.code for i in report.files[0].items if i.outcome == "left_out" for c in i.caveats)
    assert left_out == {code: count for code, count in expected.items() if code != "entry"}
    assert Item.objects.count() == expected.total()
    assert {s.title for s in Summary.objects.filter(live=False)} == {blogs.title(n) for n in PRIVATE}
    assert not Summary.objects.filter(live=False).exclude(digest=None).exists()
    assert Digest.objects.filter(live=False).count() == 0
    signed = Summary.objects.get(title=blogs.title(5))
    assert [row.person.name for row in signed.summary_authors.all()] == ["Bo Guest"]
    assert f"{signed.digest.month:%Y-%m}" == "2010-06" if signed.digest else False
    assert signed.slug == "report-5"
    rows, edition = everything(), changes.edition()
    again = import_(path, publish=True)
    assert outcomes(again)["unchanged"] == expected["entry"]
    assert everything() == rows
    assert changes.edition() == edition


def test_a_dry_run_says_the_same_and_changes_nothing(tmp_path: Path, import_: Import) -> None:
    path = blogs.write_export(tmp_path / "export.xml", 10)
    rows = everything()
    would = import_(path, dry_run=True, publish=True)
    assert everything() == rows
    assert outcomes(would) == outcomes(import_(path, publish=True))


def test_the_feed_of_a_blog_that_was_exported_doubles_nothing(tmp_path: Path, import_: Import) -> None:
    import_(blogs.write_export(tmp_path / "export.xml", 9))
    report = import_(blogs.write_feed(tmp_path / "feed.xml", 11))
    assert outcomes(report) == {
        "created": 1,
        "unchanged": 9,
    }  # the tenth is a draft there, the eleventh is new
    assert Summary.objects.count() == 10
    assert (
        Summary.objects.get(title=blogs.title(6)).gist == "Report 6 in one sentence."
    )  # which feeds leave out
    rows = everything()
    assert outcomes(import_(blogs.write_feed(tmp_path / "feed.xml", 11))) == {"unchanged": 10}
    assert outcomes(import_(blogs.write_export(tmp_path / "export.xml", 9)))["unchanged"] == 9
    assert everything() == rows


def test_what_was_private_and_is_published_there_since_gets_its_month_and_goes_public(
    tmp_path: Path, import_: Import, write: Callable[..., Path]
) -> None:
    draft = one(blogs.content(1), publish="draft")
    path = write(draft, "export.xml")
    import_(path, publish=True)
    assert not Summary.objects.get().live
    assert not Digest.objects.exists()
    write(one(blogs.content(1)), "export.xml")
    import_(path, publish=True)
    summary = Summary.objects.get()
    assert summary.live
    assert summary.digest is not None
    assert f"{summary.digest.month:%Y-%m}" == "2010-02"


def test_publishing_the_month_by_hand_publishes_no_private_text(
    import_: Import, write: Callable[..., Path]
) -> None:
    from apercu.content import publishing

    two = blogs.HEAD + blogs.post(1) + blogs.post(13).replace("[publish]", "[private]") + blogs.FOOT
    import_(write(two, "export.xml"))
    for digest in Digest.objects.all():
        publishing.publish(record=digest, by=None)
    assert [summary.title for summary in Summary.objects.filter(live=True)] == [blogs.title(1)]


def test_labels_are_topics_or_types_or_reported(import_: Import, write: Callable[..., Path]) -> None:
    labels = "".join(
        f"<category domain='post_tag'><![CDATA[{name}]]></category>" for name in ("Survey", "Gardening")
    )
    text = one(blogs.content(1)).replace("<category domain=", f"{labels}<category domain=", 1)
    report = import_(write(text, "export.xml"))
    item = report.files[0].items[0]
    assert (item.topics, item.types) == (["Empathy"], ["Survey"])
    assert [c.detail for c in item.caveats if c.code == "unknown-label"] == ["Gardening"]


def test_old_addresses_are_kept_once_and_move_the_edition(
    import_: Import, write: Callable[..., Path]
) -> None:
    path = write(one(blogs.content(1)), "export.xml")
    before = changes.edition()
    import_(path)
    assert {row.path for row in OldAddress.objects.all()} == {"/2010/02/report-1", "/?p=1"}
    assert changes.edition() > before
    now = changes.edition()
    import_(path)
    assert (OldAddress.objects.count(), changes.edition()) == (2, now)


def test_an_address_that_leads_elsewhere_already_is_reported(
    import_: Import, write: Callable[..., Path]
) -> None:
    other = blogs.post(2).replace(blogs.address(2), blogs.address(1))
    report = import_(write(blogs.HEAD + blogs.post(1) + other + blogs.FOOT, "export.xml"))
    details = [c.detail for item in report.files[0].items for c in item.caveats if c.code == "address-taken"]
    assert details == [blogs.address(1)]
    assert OldAddress.objects.get(path="/2010/02/report-1").summary.title == blogs.title(1)


def drawn(colour: str, form: str = "PNG") -> bytes:
    file = io.BytesIO()
    Drawing.new("RGB", (8, 8), colour).save(file, form)
    return file.getvalue()


@pytest.fixture
def media(tmp_path: Path, settings: Any) -> Path:
    settings.MEDIA_ROOT = tmp_path / "media"
    return tmp_path / "media"


def with_images(*sources: str) -> str:
    return one(blogs.content(1) + "".join(f'\n\n<img src="{source}" alt="A chart" />' for source in sources))


def test_images_are_kept_where_their_files_are_and_named_where_not(
    import_: Import, write: Callable[..., Path], media: Path
) -> None:
    at = f"{blogs.BLOG}/wp-content/uploads/2012/06"
    write(drawn("red"), "uploads/2012/06/chart.png")
    write(b"<svg onload='alert(1)'/>", "uploads/2012/06/drawing.svg")
    write(b"\x89PNG but no image", "uploads/2012/06/broken.png")
    write(drawn("blue"), "secret.png")
    sources = [
        f"{at}/chart-300x200.png",
        f"{at}/drawing.svg",
        f"{at}/broken.png",
        f"{at}/gone.png",
        f"{at}/../../../../secret.png",
    ]
    path = write(with_images(*sources), "export.xml")

    def told(report: Report) -> list[str]:
        return [c.code for c in report.files[0].items[0].caveats if c.code.startswith("image")]

    expected = ["image-kept", "image-unreadable", "image-unreadable", "image-left-out", "image-left-out"]
    assert told(import_(path, dry_run=True)) == expected
    assert not media.exists()
    assert told(import_(path)) == expected
    (kept,) = get_image_model().objects.all()
    assert (kept.title, kept.collection.name, kept.width) == ("A chart", "Imported", 8)
    import_(path)
    assert get_image_model().objects.count() == 1
    assert len([p for p in media.rglob("*") if p.is_file()]) == 1


def test_an_image_whose_run_was_killed_before_its_row_was_written_is_not_doubled(
    import_: Import, write: Callable[..., Path], media: Path
) -> None:
    write(drawn("red"), "uploads/2012/06/chart.png")
    path = write(with_images(f"{blogs.BLOG}/wp-content/uploads/2012/06/chart.png"), "export.xml")
    import_(path)
    get_image_model().objects.all().delete()  # the row is gone, the file stands
    files = sorted(media.rglob("*.png"))
    Summary.objects.all().delete()
    import_(path)
    assert sorted(media.rglob("*.png")) == files
    assert get_image_model().objects.count() == 1


def test_without_the_folder_every_image_is_named(import_: Import, write: Callable[..., Path]) -> None:
    report = import_(write(with_images(f"{blogs.BLOG}/a.png"), "export.xml"))
    details = [c.detail for c in report.files[0].items[0].caveats if c.code == "image-left-out"]
    assert details == [f"{blogs.BLOG}/a.png “A chart”"]


def test_a_broken_export_gives_what_stands_before_the_break(tmp_path: Path, import_: Import) -> None:
    whole = blogs.write_export(tmp_path / "whole.xml", 6).read_text("utf-8")
    cut = whole.index(blogs.title(5)) + 400
    path = tmp_path / "cut.xml"
    path.write_text(whole[:cut], "utf-8")
    report = import_(path)
    assert outcomes(report)["created"] == 4
    (broken,) = [c for c in report.files[0].caveats if c.code == "xml-broken"]
    assert broken.detail.startswith(f"line {whole[:cut].count(chr(10)) + 1}:")
    last = report.files[0].items[-1]
    assert (last.title, [c.code for c in last.caveats]) == (blogs.title(5), ["left-out-broken"])
    whole_now = outcomes(import_(tmp_path / "whole.xml"))
    assert (whole_now["created"], whole_now["unchanged"]) == (2, 4)


def test_a_hostile_file_is_a_row_of_the_report(import_: Import, write: Callable[..., Path]) -> None:
    bomb = "<!DOCTYPE rss [<!ENTITY a 'ha'><!ENTITY b '&a;&a;&a;'>]><rss><channel><item><title>&b;</title></item></channel></rss>"
    report = import_(write(bomb, "bomb.xml"))
    assert report.files[0].error is not None
    assert report.files[0].error.code == "xml-entities"
    assert [(item.outcome, item.warnings[0]["code"]) for item in Item.objects.all()] == [
        ("failed", "xml-entities")
    ]
