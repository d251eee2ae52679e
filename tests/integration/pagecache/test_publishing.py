"""What editors do is seen at the next request; what is not for everybody is never kept."""

from __future__ import annotations

import datetime
import gzip
from collections.abc import Iterator
from typing import Any

import pytest
from django.contrib.auth import get_user_model
from django.core.handlers.wsgi import WSGIHandler
from django.db import connection, transaction
from django.db.models.signals import post_save
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import translation
from wagtail.models import PageViewRestriction

from apercu.config.front import AT_ONCE, TOLD, with_kept_pages
from apercu.content import following, publishing
from apercu.content.models import Change, InformationPage, SiteSettings, Summary
from apercu.pagecache.serving import KeptPages
from tests.asking import ask
from tests.builders import make_digest, make_page, make_summary, make_topic
from tests.kept import kept_pages

pytestmark = pytest.mark.django_db(transaction=True, serialized_rollback=True)


@pytest.fixture
def pages() -> Iterator[KeptPages]:
    with kept_pages() as made:
        yield made


@pytest.fixture
def summary() -> Summary:
    return make_summary(
        title="A summary",
        slug="a-summary",
        digest=make_digest(month=datetime.date(2021, 6, 1)),
        topics=[make_topic(name="Empathy")],
    )


def republish(summary: Summary) -> None:
    summary.save_revision()
    publishing.publish(record=summary, by=None)


def asks(pages: KeptPages, path: str) -> tuple[int, str]:
    got = ask(pages, path, Accept_Encoding="gzip")
    return got.status, got.text


def test_a_new_text_is_seen_at_the_next_request_wherever_it_stands(
    pages: KeptPages, summary: Summary
) -> None:
    places = (
        "/",
        "/summaries/a-summary/",
        "/fr/summaries/",
        "/digests/2021/06/",
        "/topics/empathy/",
        "/feeds/summaries.atom",
    )
    for path in places:
        assert "A summary" in asks(pages, path)[1], path
        assert asks(pages, path) == asks(pages, path)
    summary.title = "Another title"
    republish(summary)
    for path in places:
        assert "Another title" in asks(pages, path)[1], path


def kept_text(pages: KeptPages, path: str) -> str:
    """What is kept at an address, as it lies there: nobody asks for it."""
    (slot,) = (slot for slot in pages.pages if getattr(slot.key, "path", "") == path)
    assert slot.kept is not None
    assert slot.kept.compressed is not None
    return gzip.decompress(slot.kept.compressed).decode()


def test_who_publishes_makes_its_own_page_anew_in_every_language_it_is_read_in(
    pages: KeptPages, summary: Summary, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("apercu.config.front.PATIENCE", 60)
    paths = ("/summaries/a-summary/", "/fr/summaries/a-summary/", "/topics/empathy/")
    for path in paths:
        asks(pages, path)
    summary.title = "Another title"
    with translation.override("fr"):  # of the desk
        republish(summary)
    english, french, topic = (kept_text(pages, path) for path in paths)
    assert "Another title" in english
    assert '<html lang="en"' in english
    assert "Another title" in french
    assert '<html lang="fr"' in french
    assert "Another title" not in topic  # made when somebody asks for it
    assert "Another title" in asks(pages, "/topics/empathy/")[1]


def test_of_many_published_at_once_each_page_is_made_when_it_is_asked_for(pages: KeptPages) -> None:
    many = [
        make_summary(title=f"Summary {number}", slug=f"summary-{number}") for number in range(AT_ONCE + 1)
    ]
    for one in many:
        asks(pages, f"/summaries/{one.slug}/")
    with transaction.atomic():
        for one in many:
            one.title = "Another title"
            republish(one)
    assert "Another title" not in kept_text(pages, "/summaries/summary-0/")
    assert "Another title" in asks(pages, "/summaries/summary-0/")[1]


def test_a_page_that_cannot_be_made_keeps_nobody_from_publishing(
    pages: KeptPages, summary: Summary, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    asks(pages, "/summaries/a-summary/")

    def fails(*_told: Any, **_named: Any) -> None:
        raise RuntimeError("no templates today")

    with monkeypatch.context() as broken:
        broken.setattr(pages, "renew", fails)
        summary.title = "Another title"
        republish(summary)
    assert "could not be rendered at once" in caplog.text
    assert "Another title" in asks(pages, "/summaries/a-summary/")[1]


def test_what_is_withdrawn_is_gone_at_the_next_request(pages: KeptPages, summary: Summary) -> None:
    assert asks(pages, "/summaries/a-summary/")[0] == 200
    summary.unpublish()
    assert asks(pages, "/summaries/a-summary/")[0] == 404
    republish(summary)
    assert asks(pages, "/summaries/a-summary/")[0] == 200


def test_what_a_transaction_takes_back_was_never_seen(pages: KeptPages, summary: Summary) -> None:
    asks(pages, "/summaries/a-summary/")
    with transaction.atomic():
        summary.title = "Never said"
        republish(summary)
        transaction.set_rollback(True)
    assert "A summary" in asks(pages, "/summaries/a-summary/")[1]


def test_a_citation_is_seen_once_its_follower_has_made_it(pages: KeptPages, summary: Summary) -> None:
    path = f"/summaries/{summary.slug}/citation.txt?style=vancouver"
    before = asks(pages, path)[1]
    asks(pages, path)
    following.catch_up_shared()
    pages.versions.changed()  # PostgreSQL is asked every half second how far followers have come
    after = asks(pages, path)[1]
    assert after != before
    assert asks(pages, path)[1] == after


def test_what_the_site_says_of_itself_is_seen_at_once(pages: KeptPages, summary: Summary) -> None:
    asks(pages, "/")
    site = SiteSettings.objects.first() or SiteSettings()
    site.name = "Another name"
    site.save()
    assert "Another name" in asks(pages, "/")[1]


def test_an_editor_who_reads_the_site_leaves_nothing_in_it(pages: KeptPages, summary: Summary) -> None:
    client = Client()
    client.force_login(get_user_model().objects.create_superuser("alice", "alice@example.org", "x"))
    cookies = "; ".join(f"{name}={morsel.value}" for name, morsel in client.cookies.items())
    for path in ("/", "/summaries/a-summary/"):
        as_editor = ask(pages, path, Cookie=cookies)
        assert as_editor == ask(pages, path)
        assert "set-cookie" not in as_editor.headers
        assert "alice" not in as_editor.text


def test_a_draft_shown_on_the_desk_is_not_kept(pages: KeptPages, summary: Summary) -> None:
    client = Client()
    client.force_login(get_user_model().objects.create_superuser("alice", "alice@example.org", "x"))
    cookies = "; ".join(f"{name}={morsel.value}" for name, morsel in client.cookies.items())
    summary.title = "A draft nobody may see"
    summary.save_revision()
    shown = ask(pages, f"/desk/snippets/content/summary/history/{summary.pk}/", Cookie=cookies)
    revision = summary.latest_revision
    assert revision is not None
    preview = f"/desk/snippets/content/summary/history/{summary.pk}/revisions/{revision.pk}/view/"
    assert "A draft nobody may see" in ask(pages, preview, Cookie=cookies).text
    assert shown.status == 200
    assert len(pages.pages) == len(pages.unusual) == 0
    assert ask(pages, preview).status == 302
    assert "A draft" not in asks(pages, "/summaries/a-summary/")[1]


def test_a_page_behind_a_password_is_not_kept(pages: KeptPages) -> None:
    page = make_page(title="For some", slug="for-some")
    assert asks(pages, "/for-some/")[0] == 200
    assert len(pages.pages) == 1
    PageViewRestriction.objects.create(page=page, restriction_type="login")
    assert asks(pages, "/for-some/")[0] != 200
    assert len(pages.pages) == 0
    assert InformationPage.objects.count()


def test_a_report_of_an_error_reaches_the_site_and_its_form_is_nobody_elses(
    pages: KeptPages, summary: Summary
) -> None:
    form = "/summaries/a-summary/report/"
    assert asks(pages, form)[0] == 200
    sent = ask(pages, form, method="POST", body=b"wrong=", Sec_Fetch_Site="same-origin")
    assert sent.status == 422
    assert asks(pages, form)[1] != sent.text
    assert len(pages.pages) == 0


def test_no_page_looks_at_the_clock(
    pages: KeptPages, summary: Summary, monkeypatch: pytest.MonkeyPatch
) -> None:
    """What is kept must not depend on when it was made."""

    def clock() -> datetime.datetime:
        raise AssertionError("a public page asked for the time")

    monkeypatch.setattr("django.utils.timezone.now", clock)
    for path in ("/", "/summaries/", "/summaries/?q=empathy", "/summaries/a-summary/", "/digests/2021/", "/topics/",
                 "/summaries/a-summary.md", "/feeds/digests.atom", "/changes.atom", "/sitemap.xml", "/llms.txt",
                 "/api/v1/summaries", "/api/v1/search?q=empathy", "/fr/summaries/a-summary/report/"):  # fmt: skip
        assert asks(pages, path)[0] == 200, path


def test_kept_pages_ask_the_database_nothing(pages: KeptPages, summary: Summary) -> None:
    for _ in range(2):  # once more when the search index has come as far
        asks(pages, "/summaries/a-summary/")
    with CaptureQueriesContext(connection) as queries:
        for _ in range(5):
            asks(pages, "/summaries/a-summary/")
    assert len(queries) == 0


def test_without_room_the_site_runs_as_it_did(settings: Any) -> None:
    application = WSGIHandler()
    settings.CACHE_MB = 0
    assert with_kept_pages(application) is application


def test_a_publication_with_many_changes_asks_which_version_is_present_once(
    pages: KeptPages, summary: Summary, monkeypatch: pytest.MonkeyPatch
) -> None:
    asked: list[int] = []
    before = Change.objects.count()
    post_save.disconnect(sender=Change, dispatch_uid=TOLD)
    monkeypatch.setattr(type(pages.versions), "changed", lambda _self: asked.append(1))
    told = with_kept_pages(WSGIHandler())
    assert isinstance(told, KeptPages)
    with transaction.atomic():
        republish(summary)
        make_topic(name="Another").save()
        republish(summary)
    told.versions.close()
    assert Change.objects.count() > before + 2
    assert asked == [1]
