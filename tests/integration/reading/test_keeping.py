"""What pages share is kept for one edition, and each request is answered from one."""

from __future__ import annotations

import datetime
import threading
from typing import Any

import pytest
from django.db.models import F
from django.db.models.functions import TruncDate
from django.test import Client

from apercu.content import changes, publishing
from apercu.content.models import Summary
from apercu.content.queries import public_summaries
from apercu.reading import keeping, whole
from apercu.reading.asking import Asked
from apercu.reading.months import months
from tests.builders import make_digest, make_summary, make_topic, make_type

pytestmark = pytest.mark.django_db


def test_a_request_asks_for_the_edition_once(django_assert_num_queries: Any) -> None:
    with keeping.one_edition(), django_assert_num_queries(1):
        first = keeping.edition()
        with keeping.one_edition():  # nested: the outer one holds
            assert keeping.edition() == first
        assert keeping.edition() == first
    with django_assert_num_queries(2):  # outside of a request each asks for itself
        assert keeping.edition() == keeping.edition()


def test_what_is_published_during_a_request_is_seen_by_the_next() -> None:
    make_topic(name="Empathy")
    with keeping.one_edition():
        before = keeping.edition()
        make_topic(name="Alliance")
        assert keeping.edition() == before
    with keeping.one_edition():
        assert keeping.edition() == changes.stamp() != before


def test_another_thread_is_not_bound_to_this_request(monkeypatch: pytest.MonkeyPatch) -> None:
    stamps = iter([(1, "a"), (2, "b")])
    monkeypatch.setattr(changes, "stamp", lambda: next(stamps))
    seen: list[changes.Stamp] = []
    with keeping.one_edition():
        assert keeping.edition() == (1, "a")
        other = threading.Thread(target=lambda: seen.append(keeping.edition()))
        other.start()
        other.join()
        assert keeping.edition() == (1, "a")
    assert seen == [(2, "b")]


def test_a_form_that_is_sent_is_not_bound_to_the_edition_it_began_in(
    client: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    bound: list[bool] = []
    real = changes.stamp

    def stamp() -> changes.Stamp:
        bound.append(keeping._asked.get() is not None)
        return real()

    monkeypatch.setattr(changes, "stamp", stamp)
    summary = make_summary()
    address = f"/summaries/{summary.slug}/report/"
    client.get(address)
    assert all(bound)
    assert bound
    bound.clear()
    client.post(address, {})
    assert bound
    assert not any(bound)


def test_of_many_keys_only_so_many_are_kept_and_none_of_an_earlier_edition() -> None:
    built: list[int] = []

    @keeping.of_each(most=2)
    def squared(number: int) -> int:
        built.append(number)
        return number * number

    assert [squared(number) for number in (1, 2, 1, 3, 1)] == [1, 4, 1, 9, 1]
    assert built == [1, 2, 3, 1]  # 1 made place for 3
    make_topic(name="Empathy").save()
    assert squared(3) == 9
    assert built == [1, 2, 3, 1, 3]


def test_the_kept_orders_are_those_of_the_records() -> None:
    """Summaries in months, in a month that is not public, and in none; some of one day, some of another."""
    empathy, survey = make_topic(name="Empathy"), make_type(name="Survey")
    june = make_digest(month=datetime.date(2021, 6, 1))
    may = make_digest(month=datetime.date(2020, 5, 1))
    hidden = make_digest(month=datetime.date(2021, 7, 1), publish=False)
    for number, digest in enumerate([june, may, None, hidden, june, may, june, None]):
        carried = {"topics": [empathy]} if number % 2 else {"types": [survey]}
        one = make_summary(title=f"Number {number}", digest=digest, position=number % 3, **carried)
        day = datetime.datetime(2022, 1, 1 + number // 3, 9, tzinfo=datetime.UTC)
        Summary.objects.filter(pk=one.pk).update(first_published_at=day)
    for topic, kind in ((empathy, survey),):
        ordered = list(public_summaries())
        assert list(whole.whole().keys) == [one.pk for one in ordered]
        of_topic = public_summaries().filter(topics=topic)
        assert list(whole.with_topic(topic)) == [one.pk for one in of_topic]
        assert list(whole.of_type(kind)) == [one.pk for one in public_summaries().filter(types=kind)]
    by_day = public_summaries().order_by(
        TruncDate("first_published_at").desc(), F("dated").desc(nulls_last=True), "position", "pk"
    )
    assert list(whole.newest()) == [one.pk for one in by_day]
    for year in (2020, 2021, 2022, 1999):
        asked = Asked(years=(str(year),))
        expected = [one.pk for one in public_summaries().filter(dated__year=year)]
        assert list(whole.narrowed(asked)) == expected
    asked = Asked(topics=("empathy",), years=("2020", "2021"))
    expected_both = public_summaries().filter(topics=empathy, dated__year__in=(2020, 2021))
    assert list(whole.narrowed(asked)) == [one.pk for one in expected_both]
    assert list(whole.narrowed(Asked(topics=("no-such-topic",)))) == []


def test_what_is_withdrawn_leaves_the_orders_and_the_months() -> None:
    june = make_digest(month=datetime.date(2021, 6, 1))
    make_digest(month=datetime.date(2021, 8, 1))
    first, second = make_summary(title="First", digest=june), make_summary(title="Second", digest=june)
    assert list(whole.whole().keys) == [first.pk, second.pk]
    assert [one.count for one in months().every] == [0, 2]
    publishing.unpublish(record=first, by=None)
    assert list(whole.whole().keys) == list(whole.newest()) == [second.pk]
    assert [one.count for one in months().every] == [0, 1]


def test_every_month_knows_the_months_around_it() -> None:
    for month in (3, 6, 9):
        make_digest(month=datetime.date(2021, month, 1))

    def around(month: int) -> list[int | None]:
        return [one.month.month if one else None for one in months().around(datetime.date(2021, month, 1))]

    assert around(6) == [3, 9]
    assert around(3) == [None, 6]
    assert around(9) == [6, None]
    assert around(7) == [6, 9]  # a draft's month, which is not public
