"""/changes.atom: what was published, updated, corrected and withdrawn, one entry a record and day."""

from __future__ import annotations

import datetime
from collections.abc import Iterator
from typing import Any

import feedparser
import pytest
from django.test import Client

from apercu.content import publishing
from apercu.content.models import Article, Change, Correction, Summary, Topic
from tests.builders import make_digest, make_summary, make_topic

pytestmark = pytest.mark.django_db

_DAYS = datetime.datetime(2026, 3, 1, 12, tzinfo=datetime.UTC)


def news(client: Client, path: str = "/changes.atom") -> list[Any]:
    feed = feedparser.parse(client.get(path).content)
    assert not feed.bozo
    return list(feed.entries)


def titles(client: Client) -> list[str]:
    return [one.title for one in news(client)]


@pytest.fixture
def days() -> Iterator[Any]:
    """`next(days)` puts every change so far that has no day of its own yet on a later one."""

    def count() -> Iterator[None]:
        last = 0
        for number in range(100):
            day = _DAYS + datetime.timedelta(days=number)
            for offset, pk in enumerate(Change.objects.filter(pk__gt=last).values_list("pk", flat=True)):
                Change.objects.filter(pk=pk).update(at=day + datetime.timedelta(seconds=offset))
                last = max(last, pk)
            yield None

    return count()


def test_publishing_changing_and_withdrawing_are_each_told(client: Client, days: Any) -> None:
    one = make_summary(title="First words", slug="first-words")
    next(days)
    assert titles(client) == ["Published: First words"]
    one.title = "Better words"
    one.save_revision().publish()
    next(days)
    assert titles(client) == ["Updated: Better words", "Published: Better words"]
    publishing.unpublish(record=Summary.objects.get(), by=None)
    next(days)
    assert titles(client)[0] == "Withdrawn: Better words"
    assert not news(client)[0].get("links")
    publishing.publish(record=Summary.objects.get(), by=None)
    next(days)
    assert titles(client)[0] == "Published: Better words"
    assert news(client)[0].link == "http://localhost:8000/summaries/first-words/"


def test_a_correction_is_told_in_its_own_words(client: Client, days: Any) -> None:
    one = make_summary(title="How many")
    next(days)
    day = datetime.date(2026, 3, 2)
    one.corrections = [Correction(date=day, text="It said 12 <people>; there were 21.")]
    one.save_revision().publish()
    next(days)
    told = news(client)[0]
    assert told.title == "Corrected: How many"
    assert "It said 12 &lt;people&gt;; there were 21." in told.content[0].value


def test_what_is_gone_keeps_its_name(client: Client, days: Any) -> None:
    one = make_summary(title="Soon gone")
    june = make_digest(month=datetime.date(2021, 6, 1))
    next(days)
    one.delete()
    june.delete()
    next(days)
    assert titles(client)[:2] == ["Withdrawn: Digest of June 2021", "Withdrawn: Soon gone"]


def test_a_draft_is_nobodys_business_even_when_it_is_deleted(client: Client, days: Any) -> None:
    secret = make_summary(title="Secret", publish=False)
    next(days)
    secret.delete()
    assert titles(client) == []


def test_a_draft_renamed_after_its_withdrawal_is_told_by_its_public_name(client: Client) -> None:
    one = make_summary(title="As it was read")
    publishing.unpublish(record=one, by=None)
    draft = Summary.objects.get()
    draft.title = "Between ourselves"
    draft.save()
    draft.delete()
    assert titles(client) == ["Withdrawn: As it was read"]


def test_deleting_what_was_withdrawn_is_no_news(client: Client, days: Any) -> None:
    one = make_summary(title="Gone twice")
    next(days)
    publishing.unpublish(record=one, by=None)
    next(days)
    before = titles(client)
    Summary.objects.get().delete()
    next(days)
    assert titles(client) == before


def test_several_saves_on_one_day_are_one_entry_with_one_name(client: Client, days: Any) -> None:
    one = make_summary(title="Often saved")
    next(days)
    morning, evening = (_DAYS + datetime.timedelta(days=1, hours=hours) for hours in (-4, 6))
    for _time in range(3):
        one.save_revision().publish()
    Change.objects.filter(kind="changed").update(at=morning)
    once, _published = news(client)
    one.save_revision().publish()
    Change.objects.filter(pk=Change.objects.latest("pk").pk).update(at=evening)
    again, published = news(client)
    assert (again.title, published.title) == ("Updated: Often saved", "Published: Often saved")
    assert again.id == once.id
    assert (once.updated, again.updated) == ("2026-03-02T08:00:00Z", "2026-03-02T18:00:00Z")


def test_published_and_corrected_on_one_day_is_published(client: Client) -> None:
    one = make_summary(title="Same day")
    one.save_revision().publish()
    assert titles(client) == ["Published: Same day"]
    publishing.unpublish(record=Summary.objects.get(), by=None)
    assert titles(client) == ["Withdrawn: Same day"]


def test_articles_topics_and_writes_to_many_rows_are_not_listed(client: Client) -> None:
    make_summary(title="Alone", topics=[make_topic(name="Endings")])
    before = titles(client)
    Topic.objects.get().save()
    Article.objects.get().save()
    Summary.objects.update(position=2)
    assert titles(client) == before


def test_a_summary_and_a_digest_with_one_number_are_told_apart(client: Client, days: Any) -> None:
    june = make_digest(month=datetime.date(2021, 6, 1))
    one = make_summary(title="A summary", pk=june.pk)
    next(days)
    publishing.unpublish(record=one, by=None)
    next(days)
    assert titles(client) == [
        "Withdrawn: A summary",
        "Published: A summary",
        "Published: Digest of June 2021",
    ]
    assert len({entry.id for entry in news(client)}) == 3


def test_a_withdrawal_is_told_by_the_name_readers_knew_not_by_a_draft_of_another(
    client: Client, days: Any
) -> None:
    for title in ("Read by all", "Read by many"):
        make_summary(title=title)
    next(days)
    for one in Summary.objects.order_by("pk"):
        draft = Summary.objects.get(pk=one.pk)
        draft.title = "Between ourselves"
        draft.save_revision()
    taken_back, deleted = (one.get_latest_revision_as_object() for one in Summary.objects.order_by("pk"))
    assert taken_back.title == "Between ourselves"
    taken_back.unpublish()
    deleted.delete()
    assert titles(client)[:2] == ["Withdrawn: Read by many", "Withdrawn: Read by all"]
