"""The index follows the records: what is published is found at once, what is not public never."""

from __future__ import annotations

import datetime
from typing import Any

import pytest
from django.db.models import QuerySet

from apercu.content import drafting, following, publishing
from apercu.content.models import Article, Change, Digest, Summary, Topic
from apercu.search import related, suggesting
from apercu.search.live import live
from tests.builders import make_article, make_digest, make_summary, make_topic
from tests.integration.search.finding import found, results

pytestmark = pytest.mark.django_db


def test_what_is_published_is_found_and_what_is_withdrawn_is_gone() -> None:
    summary = make_summary(title="A walk before the session", publish=False)
    assert found("walk") == []
    publishing.publish(record=summary, by=None)
    assert found("walk") == ["A walk before the session"]
    publishing.unpublish(record=summary, by=None)
    assert found("walk") == []
    assert results("walk").facets.topics == {}


def test_a_new_text_replaces_the_old_one() -> None:
    summary = make_summary(title="A walk", gist="About walking.")
    drafting.revise_summary(summary=summary, text={"title": "A swim", "gist": "About swimming."}, by=None)
    assert found("walk") == ["A walk"]
    publishing.publish(record=Summary.objects.get(), by=None)
    assert found("walk") == []
    assert found("swim") == ["A swim"]


def test_what_is_deleted_is_gone() -> None:
    make_summary(title="A walk").delete()
    assert found("walk") == []


def test_a_topic_renamed_is_found_by_its_new_name() -> None:
    topic = make_topic(name="Walking")
    make_summary(title="Number one", topics=[topic])
    assert found("walking") == ["Number one"]
    topic.name_en = "Swimming"
    topic.save()
    assert found("walking") == []
    assert found("swimming") == ["Number one"]


def test_an_article_put_right_is_found_by_what_it_says_now() -> None:
    article = make_article(title="On walking", authors=[{"family": "Okafor"}])
    make_summary(title="Number one", articles=[article])
    assert found("author:okafor") == ["Number one"]
    article.authors = [{"family": "Lindqvist"}]
    article.save()
    assert found("author:okafor") == []
    assert found("author:lindqvist") == ["Number one"]


def test_a_month_withdrawn_or_moved_changes_the_year() -> None:
    digest = make_digest(month=datetime.date(2019, 3, 1))
    make_summary(title="Number one", digest=digest)
    assert found("year:2019") == ["Number one"]
    Digest.objects.filter(pk=digest.pk).update(month=datetime.date(2018, 3, 1))
    assert found("year:2019") == []
    assert found("year:2018") == ["Number one"]
    publishing.unpublish(record=Digest.objects.get(), by=None)
    assert found("year:2018") == []


def test_a_write_to_many_rows_that_names_none_is_followed_too() -> None:
    make_summary(title="Number one", articles=[make_article(title="On walking")])
    assert found("walking") == ["Number one"]
    Article.objects.update(title="On swimming")
    assert found("walking") == []
    assert found("swimming") == ["Number one"]


def test_many_changes_at_once_are_left_to_the_thread(monkeypatch: pytest.MonkeyPatch) -> None:
    make_summary(title="Before")
    assert found("before") == ["Before"]
    monkeypatch.setattr("apercu.search.live.BACKLOG", 3)
    for number in range(3):
        make_summary(title=f"After {number}")
    assert found("after") == []
    following.catch_up(names=[live.name])
    assert len(found("after")) == 3


def test_another_history_of_the_same_length_is_noticed() -> None:
    """A backup restored: the log has the same numbers, but other changes behind them."""
    summary = make_summary(title="In this history")
    assert found("history") == ["In this history"]
    QuerySet(Summary).filter(pk=summary.pk).update(live=False)  # past the log: as if it were another one
    Change.objects.update(at=datetime.datetime(2001, 1, 1, tzinfo=datetime.UTC))
    assert found("history") == []


class TestNothingThatIsNotPublic:
    """Drafts, withdrawn and scheduled summaries are in no answer, count, suggestion or neighbourhood."""

    @pytest.fixture
    def hidden(self) -> list[Summary]:
        same: dict[str, Any] = {
            "gist": "The secret of walking with clients.",
            "topics": [make_topic(name="Walking")],
            "articles": [make_article(authors=[{"given": "Sylvia", "family": "Secretova"}])],
        }
        draft = make_summary(title="Secret draft", publish=False, **same)
        withdrawn = make_summary(title="Secret withdrawn", **same)
        publishing.unpublish(record=withdrawn, by=None)
        scheduled = make_summary(title="Secret scheduled", publish=False, **same)
        scheduled.go_live_at = datetime.datetime(2090, 1, 1, tzinfo=datetime.UTC)
        scheduled.save_revision().publish()
        make_summary(title="In the open", gist="Walking with clients, told to all.", topics=same["topics"])
        return [draft, withdrawn, scheduled]

    def test_in_results_and_counts(self, hidden: list[Summary]) -> None:
        asked = results("walking")
        assert (asked.total, len(asked.found)) == (1, 1)
        assert asked.facets.topics == {Topic.objects.get(name_en="Walking").pk: 1}
        for text in ("secret", "secretova", "author:secretova", "secr*", '"secret of walking"'):
            asked = results(text)
            assert {one.key for one in (*asked.found, *asked.close)}.isdisjoint(one.pk for one in hidden), (
                text
            )
            assert asked.total == 0, text

    def test_in_corrections_and_suggestions(self, hidden: list[Summary]) -> None:
        assert results("secretovo").understood.corrected == ()
        found = suggesting.suggest("secr")
        assert (found.titles, found.authors) == ((), ())

    def test_in_what_is_related(self, hidden: list[Summary]) -> None:
        here = Summary.objects.get(title="In the open")
        keys = related.related(here.pk, topics=[topic.pk for topic in here.topics.all()], most=10)
        assert not set(keys) & {one.pk for one in hidden}


def test_a_page_that_only_names_related_ones_does_not_wait_for_a_thread_that_makes_the_index(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    here = make_summary(title="Walking before the session", gist="A walk before the session helps.")
    assert found("walk") == ["Walking before the session"]
    monkeypatch.setattr(live, "is_watched", True)
    near = make_summary(title="A walk before each session", gist="Walking before a session helps.")
    assert related.related(here.pk, topics=[], most=5) == []
    while live.step():  # what the thread does
        pass
    assert related.related(here.pk, topics=[], most=5) == [near.pk]
