"""Two publications at once on PostgreSQL: whoever commits last, index, kept pages and feeds see both."""

from __future__ import annotations

import sys
import threading
from collections.abc import Iterator

import pytest
from django.db import connection, transaction

from apercu.content import publishing
from apercu.content.models import Change, Summary
from apercu.content.models.change import lock_edition as LOCK
from apercu.pagecache.serving import KeptPages
from apercu.search.live import live
from tests import databases
from tests.asking import ask
from tests.builders import make_summary
from tests.kept import kept_pages
from tests.sites import wait_until

pytestmark = [
    pytest.mark.django_db(transaction=True, serialized_rollback=True),
    pytest.mark.skipif(not databases.IS_POSTGRESQL, reason="SQLite lets nobody else write meanwhile"),
]
PATIENCE = 30.0  # seconds
FEED = "/feeds/summaries.atom"


@pytest.fixture
def pages() -> Iterator[KeptPages]:
    with kept_pages() as made:
        yield made


@pytest.fixture
def drafts() -> tuple[Summary, Summary]:
    earlier = make_summary(title="Earlier", slug="earlier", publish=False)
    later = make_summary(title="Later", slug="later", publish=False)
    return earlier, later


class Overlapping:
    """A publication in a thread, its transaction held open until told; another may begin and end meanwhile."""

    def __init__(self, record: Summary, *, publish_first: bool) -> None:
        self.began, self.may_end = threading.Event(), threading.Event()
        self.thread = threading.Thread(target=self._publish, args=(record, publish_first))
        self.thread.start()
        assert self.began.wait(PATIENCE)

    def _publish(self, record: Summary, publish_first: bool) -> None:
        try:
            with transaction.atomic():
                if publish_first:
                    publishing.publish(record=record, by=None)
                else:
                    Summary._base_manager.filter(pk=record.pk).count()  # the transaction is under way
                self.began.set()
                assert self.may_end.wait(PATIENCE)
                if not publish_first:
                    publishing.publish(record=record, by=None)
        finally:
            self.began.set()
            connection.close()

    def end(self) -> None:
        self.may_end.set()
        self.thread.join(PATIENCE)
        assert not self.thread.is_alive()


def follow() -> None:
    while live.step():
        pass


def see(pages: KeptPages) -> None:
    for path in (FEED, "/summaries/"):
        ask(pages, path)
        ask(pages, path)


def all_see_both(pages: KeptPages) -> None:
    follow()
    pages.versions.changed()  # what the next look, half a second later, does in every process
    for path in (FEED, "/summaries/"):
        text = ask(pages, path).text
        assert "Earlier" in text, path
        assert "Later" in text, path
    for word in ("earlier", "later"):
        assert '"total":1' in ask(pages, f"/api/v1/search?q={word}").text.replace(" ", "")
    assert live.mark() == Change.objects.latest("id").pk


def published_in_order() -> list[str]:
    rows = Change.objects.filter(object_type="summary", kind="published").order_by("id")
    return list(rows.values_list("label", flat=True))


def test_the_earlier_begun_that_publishes_and_commits_last_is_seen(
    pages: KeptPages, drafts: tuple[Summary, Summary]
) -> None:
    earlier, later = drafts
    see(pages)
    first = Overlapping(earlier, publish_first=False)
    second = Overlapping(later, publish_first=False)
    second.end()
    follow()
    assert published_in_order() == ["Later"]
    first.end()
    all_see_both(pages)
    assert published_in_order() == ["Later", "Earlier"]


def test_nobody_overtakes_who_has_a_row_in_the_log_already(
    pages: KeptPages, drafts: tuple[Summary, Summary]
) -> None:
    """Its number is the lower one, so its row must be there before any higher is."""
    earlier, later = drafts
    see(pages)
    first = Overlapping(earlier, publish_first=True)  # has its number and is not committed
    second = threading.Thread(target=_publish_alone, args=(later,))
    second.start()
    assert wait_until(_somebody_waits_for_a_lock)
    follow()
    see(pages)
    assert published_in_order() == []
    assert second.is_alive()
    first.end()
    second.join(PATIENCE)
    assert not second.is_alive()
    all_see_both(pages)
    assert published_in_order() == ["Earlier", "Later"]


def test_without_the_lock_a_follower_would_miss_it(
    drafts: tuple[Summary, Summary], monkeypatch: pytest.MonkeyPatch
) -> None:
    """What the two tests above would not notice if nothing could go wrong."""
    earlier, later = drafts
    for module in list(sys.modules.values()):
        if getattr(module, "lock_edition", None) is LOCK:
            monkeypatch.setattr(module, "lock_edition", lambda: None)
    first = Overlapping(earlier, publish_first=True)
    _publish_alone(later)
    follow()
    first.end()
    follow()
    assert published_in_order() == ["Earlier", "Later"]
    snapshot = live.snapshot()
    assert snapshot is not None
    assert len(snapshot.view) == 1


def _publish_alone(record: Summary) -> None:
    try:
        publishing.publish(record=record, by=None)
    finally:
        if threading.current_thread() is not threading.main_thread():
            connection.close()


def _somebody_waits_for_a_lock() -> bool:
    with connection.cursor() as cursor:
        cursor.execute("SELECT count(*) FROM pg_stat_activity WHERE wait_event_type = 'Lock'")
        return bool(cursor.fetchone()[0])
