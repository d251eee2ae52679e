"""Bringing a blog to the desk: who may, what is refused, try out, import, stop, go on, look back."""

from __future__ import annotations

import datetime
from pathlib import Path
from typing import Any

import pytest
from django.contrib.auth import get_user_model
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.utils import timezone

from apercu.content import changes
from apercu.content.models import Digest, OldAddress, Summary
from apercu.editing.bringing import launching
from apercu.importing import uploads
from apercu.importing.models import Batch, Item, Stage, Upload
from apercu.ops import taxonomy
from tests.builders import LayDown
from tests.integration.editing.accounts import account
from tests.samples import blogs

pytestmark = pytest.mark.django_db

INDEX, NEW = "/desk/bringing/", "/desk/bringing/new/"
POSTS = 12


@pytest.fixture(scope="module", autouse=True)
def topics_and_types(laid_down: LayDown) -> None:
    laid_down(taxonomy.load)


@pytest.fixture(autouse=True)
def site(tmp_path: Path, settings: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    """A data folder of its own, and work that is done before the request is answered."""
    settings.DATA = tmp_path / "data"
    settings.DATA.mkdir()
    monkeypatch.setattr(launching, "start", lambda pk: uploads.work(pk=pk, clock=timezone.now))


@pytest.fixture
def editor() -> Client:
    return account(
        "editor", "add_batch", "add_summary", "publish_summary", "change_summary", "publish_digest"
    )


@pytest.fixture
def export(tmp_path: Path) -> bytes:
    return blogs.write_export(tmp_path / "export.xml", POSTS).read_bytes()


def bring(client: Client, content: bytes, name: str = "blog.xml", **data: Any) -> Upload:
    response = client.post(NEW, {"file": SimpleUploadedFile(name, content), **data})
    assert response.status_code == 302, response.content.decode()
    return Upload.objects.get(pk=int(response.headers["Location"].rstrip("/").rpartition("/")[2]))


def page(client: Client, upload: Upload) -> str:
    return client.get(f"{INDEX}{upload.pk}/").content.decode()


def stored() -> list[str]:
    from django.conf import settings

    return sorted(path.name for path in (settings.DATA / "imports").iterdir())


def test_a_file_is_tried_out_and_nothing_is_changed(editor: Client, export: bytes) -> None:
    before = changes.edition()
    upload = bring(editor, export)
    assert upload.stage == Stage.REHEARSED
    assert changes.edition() == before
    assert not Summary.objects.exists()
    assert not OldAddress.objects.exists()
    html = page(editor, upload)
    assert "What would happen" in html
    assert "A comment: this site has none." in html
    totals = upload.rehearsal.totals if upload.rehearsal else {}
    expected = blogs.expected(POSTS)
    assert totals["created"] == expected["entry"]
    assert totals["left_out"] == sum(expected.values()) - expected["entry"]
    assert totals["warnings"]["left-out-comment"] == expected["left-out-comment"]


def test_import_makes_of_it_what_the_rehearsal_said_and_removes_the_file(
    editor: Client, export: bytes
) -> None:
    upload = bring(editor, export, publish="on")
    assert stored() == [upload.stored_as]
    editor.post(f"{INDEX}{upload.pk}/", {"import": "1"})
    upload.refresh_from_db()
    assert (upload.stage, upload.stored_as) == (Stage.IMPORTED, "")
    assert stored() == []
    assert upload.batch is not None
    assert upload.rehearsal is not None
    said, did = upload.rehearsal.totals, upload.batch.totals
    assert {key: did[key] for key in ("created", "left_out", "items", "failed")} == {
        key: said[key] for key in ("created", "left_out", "items", "failed")
    }
    assert Summary.objects.count() == did["created"]
    assert Summary.objects.filter(live=True).count() == sum(
        blogs.state(number) == "publish" for number in range(1, POSTS + 1)
    )
    assert {s.latest_revision.user.get_username() for s in Summary.objects.all()} == {"editor"}
    again = bring(editor, export, publish="on")
    html = page(editor, again)
    assert "unchanged" in html
    assert again.rehearsal is not None
    assert again.rehearsal.totals["created"] == 0
    assert again.rehearsal.totals["unchanged"] == did["created"]


def test_the_report_lists_every_item_and_can_be_narrowed(editor: Client, export: bytes) -> None:
    upload = bring(editor, export)
    assert upload.rehearsal is not None
    address = f"{INDEX}reports/{upload.rehearsal.pk}/"
    html = editor.get(address).content.decode()
    assert "Only tried out: nothing was changed." in html
    assert all(
        blogs.title(number) in html for number in range(1, POSTS + 1) if blogs.state(number) != "trash"
    )
    left_out = editor.get(address, {"outcome": "left_out"}).content.decode()
    assert "left-out" not in left_out.split("<table")[-1]
    assert "An uploaded file; images that posts show are told with the post." in left_out
    assert editor.get(address, {"outcome": "nonsense"}).status_code == 404


@pytest.mark.parametrize(
    ("content", "said"),
    [
        (b"%PDF-1.7 nothing for us", "This is not a text"),
        (b"\x89PNG\r\n\x1a\n0000", "This is not a text"),
        (b"only some words", "It could not be told what this file is"),
        (b"   \n", "The file is empty"),
        (b'<?xml version="1.0"?><rss><channel><title>cut', "broken"),
        (
            b'<!DOCTYPE r [<!ENTITY a "b">]><rss><channel><item><title>&a;</title></item></channel></rss>',
            "entities of its own",
        ),
    ],
)
def test_what_is_nothing_we_know_is_refused_with_a_sentence_and_not_kept(
    editor: Client, content: bytes, said: str
) -> None:
    response = editor.post(NEW, {"file": SimpleUploadedFile("blog.xml", content)})
    assert response.status_code == 200
    assert said in response.content.decode()
    assert not Upload.objects.exists()
    assert stored() == []


def test_a_file_too_large_is_refused(editor: Client, export: bytes, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(uploads, "LARGEST", 1000)
    response = editor.post(NEW, {"file": SimpleUploadedFile("blog.xml", export)})
    assert "The file is larger than" in response.content.decode()
    monkeypatch.undo()


def test_the_file_is_readable_by_the_server_alone(editor: Client, export: bytes, settings: Any) -> None:
    upload = bring(editor, export)
    path = uploads.path_of(upload)
    assert path.is_relative_to(settings.DATA / "imports")
    assert path.stat().st_mode & 0o077 == 0
    assert path.parent.stat().st_mode & 0o077 == 0
    assert not str(path).startswith(str(settings.MEDIA_ROOT))


def test_a_file_nobody_wants_is_removed(editor: Client, export: bytes) -> None:
    upload = bring(editor, export)
    editor.post(f"{INDEX}{upload.pk}/", {"discard": "1"})
    assert not Upload.objects.exists()
    assert stored() == []
    assert Batch.objects.count() == 1  # what the rehearsal said stays readable


def test_a_file_nobody_decides_about_is_removed_after_a_week(editor: Client, export: bytes) -> None:
    upload = bring(editor, export)
    uploads.discard_forgotten(at=timezone.now() + datetime.timedelta(days=6))
    assert stored() == [upload.stored_as]
    uploads.discard_forgotten(at=timezone.now() + datetime.timedelta(days=8))
    assert stored() == []


class Killed(BaseException):
    """What a process that is killed looks like from inside: nothing handles it."""


def test_an_import_that_is_broken_off_says_where_and_goes_on_from_there(
    editor: Client, export: bytes
) -> None:
    upload = bring(editor, export, publish="on")
    total = blogs.expected(POSTS).total()
    uploads.decide_to_import(upload=upload, by=None)
    with pytest.MonkeyPatch.context() as patched:
        beats: list[int] = []
        beat = uploads._beat

        def dying(beaten: Upload, **how: Any) -> None:
            if beats:
                raise Killed
            beats.append(1)
            beat(beaten, **how)

        patched.setattr(uploads, "_beat", dying)
        with pytest.raises(Killed):
            uploads.work(pk=upload.pk, clock=timezone.now)
    upload.refresh_from_db()
    assert (upload.stage, upload.done) == (Stage.IMPORTING, 25)
    assert Item.objects.filter(batch=upload.batch).count() == 25
    assert "items" in page(editor, upload)
    assert "Stopped" not in page(editor, upload)  # its lease still runs: somebody may be at it
    Upload.objects.update(leased_until=timezone.now() - datetime.timedelta(seconds=1))
    html = page(editor, upload)
    assert "Stopped at item 25" in html
    editor.post(f"{INDEX}{upload.pk}/", {"resume": "1"})
    upload.refresh_from_db()
    assert (upload.stage, upload.done) == (Stage.IMPORTED, total)
    assert Item.objects.filter(batch=upload.batch).count() == total
    assert upload.batch is not None
    assert upload.batch.totals["items"] == total
    assert Summary.objects.count() == blogs.expected(POSTS)["entry"]


def test_two_who_work_on_one_file_do_not_do_it_twice(editor: Client, export: bytes) -> None:
    upload = bring(editor, export)
    uploads.decide_to_import(upload=upload, by=None)
    assert uploads._claimed(upload.pk, timezone.now()) is not None
    uploads.work(pk=upload.pk, clock=timezone.now)
    assert not Summary.objects.exists()
    assert uploads.decide_to_import(upload=upload, by=None) is False


def test_one_whose_lease_ran_out_writes_nothing_more(editor: Client, export: bytes) -> None:
    upload = bring(editor, export)
    uploads.decide_to_import(upload=upload, by=None)
    slow = uploads._claimed(upload.pk, timezone.now() - datetime.timedelta(minutes=5))
    assert slow is not None
    assert uploads._claimed(upload.pk, timezone.now()) is not None
    with pytest.raises(uploads.LeaseLost):
        uploads._run(slow, timezone.now)
    assert not Summary.objects.exists()


def test_while_it_is_at_work_the_page_asks_again_and_nobody_removes_the_file(
    editor: Client, export: bytes, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(launching, "start", lambda pk: uploads._claimed(pk, timezone.now()))
    upload = bring(editor, export)
    response = editor.get(f"{INDEX}{upload.pk}/")
    assert response.headers["Refresh"] == "3"
    assert "<progress" in response.content.decode()
    editor.post(f"{INDEX}{upload.pk}/", {"discard": "1"})
    assert Upload.objects.filter(pk=upload.pk).exists()


def test_what_goes_wrong_is_said_and_nothing_is_left_behind(editor: Client, export: bytes) -> None:
    from apercu.content.models import Topic

    topic = Topic.objects.get(name_en="Empathy")
    upload = bring(editor, export, topics=[topic.pk])
    Topic.objects.filter(pk=topic.pk).update(name_en="Something else", aliases=[], slug="else")
    editor.post(f"{INDEX}{upload.pk}/", {"import": "1"})
    upload.refresh_from_db()
    assert upload.stage == Stage.FAILED
    assert "There is no topic called “Empathy”" in page(editor, upload)
    assert stored() == []


def test_the_options_reach_the_import(editor: Client, export: bytes) -> None:
    from apercu.content.models import ResearchType, Topic

    topic, kind = Topic.objects.get(name_en="Training"), ResearchType.objects.get(name_en="Survey")
    upload = bring(
        editor, export, topics=[topic.pk], types=[kind.pk], language="fr", author_lines="Ana Roy\n\n"
    )
    editor.post(f"{INDEX}{upload.pk}/", {"import": "1"})
    summary = Summary.objects.get(title=blogs.title(1))
    assert {one.name_en for one in summary.topics.all()} == {"Empathy", "Training"}
    assert [one.name_en for one in summary.types.all()] == ["Survey"]
    assert summary.language == "fr"
    assert not summary.live


@pytest.mark.parametrize(
    "permissions",
    [(), ("add_batch", "add_summary"), ("add_batch", "publish_summary"), ("add_summary", "publish_summary")],
)
def test_who_may_not_add_and_publish_summaries_sees_none_of_it(
    editor: Client, export: bytes, permissions: tuple[str, ...]
) -> None:
    upload = bring(editor, export)
    assert upload.rehearsal is not None
    other = account("other", *permissions)
    for path in (INDEX, NEW, f"{INDEX}{upload.pk}/", f"{INDEX}reports/{upload.rehearsal.pk}/"):
        assert other.get(path).headers["Location"] == "/desk/"
    for path, data in (
        (NEW, {"file": SimpleUploadedFile("b.xml", export)}),
        (f"{INDEX}{upload.pk}/", {"import": "1"}),
    ):
        assert other.post(path, data).headers["Location"] == "/desk/"
    assert Upload.objects.count() == 1
    assert not Summary.objects.exists()
    assert "Bring in a blog" not in other.get("/desk/").content.decode()


def test_a_visitor_is_asked_to_log_in(client: Client) -> None:
    for path in (INDEX, NEW, f"{INDEX}1/", f"{INDEX}reports/1/"):
        assert client.get(path).headers["Location"].startswith("/desk/login/")


def test_a_click_is_a_form_of_the_desk(editor: Client, export: bytes) -> None:
    upload = bring(editor, export)
    strict = Client(enforce_csrf_checks=True)
    strict.force_login(get_user_model().objects.get(username="editor"))
    assert strict.post(f"{INDEX}{upload.pk}/", {"import": "1"}).status_code == 403


def test_what_a_blog_says_is_inert_on_the_desk(editor: Client) -> None:
    wicked = '<script>alert(1)</script>"><img src=x onerror=alert(1)>'
    xml = (
        blogs.HEAD
        + f"<item><title><![CDATA[T {wicked}]]></title><wp:post_type>page</wp:post_type><link>{blogs.BLOG}/</link></item>"
        + f"<item><title>{'&lt;b onclick=x&gt;&amp;lt;script&amp;gt;alert(2)'}</title><wp:post_type>post</wp:post_type>"
        "<wp:status>publish</wp:status><category><![CDATA[<script>alert(3)</script>]]></category><category><![CDATA[&lt;script&gt;alert(4)]]></category></item>"
        + blogs.FOOT
    )
    upload = bring(editor, xml.encode(), name='<script>alert("name")</script>.xml')
    assert upload.rehearsal is not None
    for path in (INDEX, f"{INDEX}{upload.pk}/", f"{INDEX}reports/{upload.rehearsal.pk}/"):
        html = editor.get(path).content.decode()
        assert "<script>alert" not in html
        assert "<img src=x" not in html


def test_who_may_not_publish_months_imports_summaries_all_the_same(export: bytes) -> None:
    author = account("author", "add_batch", "add_summary", "publish_summary")
    upload = bring(author, export, publish="on")
    author.post(f"{INDEX}{upload.pk}/", {"import": "1"})
    assert Summary.objects.filter(live=True).exists()
    assert not Digest.objects.filter(live=True).exists()
    assert "The month lacks something, or you may not publish months." in page(author, upload)


def test_the_list_of_imports_names_files_and_what_they_came_to(editor: Client, export: bytes) -> None:
    upload = bring(editor, export, name="my-blog.xml")
    html = editor.get(INDEX).content.decode()
    assert "On the way" in html
    assert "Only tried out:" in html
    editor.post(f"{INDEX}{upload.pk}/", {"import": "1"})
    html = editor.get(INDEX).content.decode()
    assert "On the way" not in html
    assert html.count("my-blog.xml") >= 2
    assert f"{blogs.expected(POSTS)['entry']} created" in html


def test_a_trial_knows_an_entry_it_met_slices_ago_and_holds_no_lock_in_between(editor: Client) -> None:
    again = blogs.post(1).replace("?p=1<", "?p=999<")
    between = "".join(blogs.attachment(number) for number in range(30))
    upload = bring(editor, (blogs.HEAD + blogs.post(1) + between + again + blogs.FOOT).encode())
    assert upload.rehearsal is not None
    told = [
        (i.outcome, [w["code"] for w in i.warnings])
        for i in upload.rehearsal.items.all()
        if i.outcome != "left_out"
    ]
    assert told == [("created", []), ("unchanged", ["same-entry-above"])]
    assert not Summary.objects.exists()
    editor.post(f"{INDEX}{upload.pk}/", {"import": "1"})
    assert Summary.objects.count() == 1


def test_the_screens_speak_french(editor: Client, export: bytes) -> None:
    from wagtail.users.models import UserProfile

    user = get_user_model().objects.get(username="editor")
    UserProfile.objects.update_or_create(user=user, defaults={"preferred_language": "fr"})
    upload = bring(editor, export)
    html = page(editor, upload)
    assert "Ce qui se passerait" in html
    assert "Un commentaire\xa0: ce site n’en a pas." in html
    assert "Importer un blogue" in editor.get(INDEX).content.decode()
