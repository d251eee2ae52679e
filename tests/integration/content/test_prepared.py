"""A prepared query answers as the query set it was built from, whatever it is asked for."""

from __future__ import annotations

from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from typing import Any

import pytest
from django.db import close_old_connections, connection
from django.db.models import F, QuerySet
from django.test.utils import CaptureQueriesContext
from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.extra.django import TestCase

from apercu.content.models import Article, Language, Person, Summary
from apercu.content.prepared import MOST, prepared
from tests.builders import make_digest, make_person, make_summary


def _summaries(slugs: Sequence[str], language: str) -> QuerySet[Summary]:
    some: QuerySet[Summary] = Summary.objects.public().filter(slug__in=slugs, language=language)
    return some.select_related("digest").only("title", "slug", "digest__month").order_by("pk")


def _articles(summaries: Sequence[int]) -> QuerySet[Article]:
    return (
        Article.objects.filter(summary_articles__summary__in=summaries)
        .annotate(of=F("summary_articles__summary_id"))
        .order_by("of", "pk")
    )


def _people(first: int, last: int) -> QuerySet[Any, tuple[int, str]]:
    return Person.objects.filter(pk__gte=first, pk__lte=last).order_by("pk").values_list("pk", "name")


class PreparedQueries(TestCase):
    """Asked for anything, in any order and number, beside the same query set built for the occasion."""

    def setUp(self) -> None:
        digest = make_digest()
        self.people = [make_person(name=f"Person {number}") for number in range(7)]
        self.summaries = [
            make_summary(title=f"Of {number}", digest=digest, authors=[self.people[number]])
            for number in range(7)
        ]
        self.of_slugs = prepared(_summaries)
        self.of_summaries = prepared(_articles)
        self.between = prepared(_people)

    @given(data=st.data())
    @settings(deadline=None, max_examples=60)
    def test_rows_are_those_of_the_query_set(self, data: st.DataObject) -> None:
        slugs = [one.slug for one in self.summaries] + ["nothing-has-this", 'it\'s 100% "quoted"']
        keys = [one.pk for one in self.summaries] + [0, -1, 2_000_000_001, 2**40]
        people = [one.pk for one in self.people]
        some_slugs = data.draw(st.lists(st.sampled_from(slugs), max_size=12))
        language = data.draw(st.sampled_from([*Language, "en", "nothing"]))
        some_keys = data.draw(st.lists(st.sampled_from(keys), max_size=12))
        first, last = data.draw(st.sampled_from(people)), data.draw(st.sampled_from(people))

        found = self.of_slugs(some_slugs, language)
        expected = list(_summaries(some_slugs, language))
        assert found == expected
        for one, other in zip(found, expected, strict=True):
            assert one.get_deferred_fields() == other.get_deferred_fields()
            assert (one.title, one.digest and one.digest.month) == (
                other.title,
                other.digest and other.digest.month,
            )
        articles, as_built = self.of_summaries(some_keys), list(_articles(some_keys))
        assert [_columns(one) for one in articles] == [_columns(one) for one in as_built]
        assert self.between(first, last) == list(_people(first, last))


def _columns(article: Any) -> dict[str, Any]:
    return {name: value for name, value in vars(article).items() if name != "_state"}


@pytest.mark.django_db
def test_of_an_empty_list_nothing_is_asked() -> None:
    with CaptureQueriesContext(connection) as queries:
        assert prepared(_articles)([]) == []
    assert not queries.captured_queries


@pytest.mark.django_db
def test_a_list_of_any_length_is_one_query() -> None:
    summary = make_summary(title="The one there is")
    ask = prepared(_articles)
    for many in (1, 2, 3, 8, 9, MOST, MOST + 1):
        with CaptureQueriesContext(connection) as queries:
            assert {article.of for article in ask([summary.pk] * many)} == {summary.pk}
        assert len(queries) == 1


@pytest.mark.django_db
def test_few_forms_are_kept_however_many_lengths_there_are() -> None:
    built: list[int] = []

    @prepared
    def people(keys: list[int]) -> QuerySet[Person]:
        built.append(len(keys))
        return Person.objects.filter(pk__in=keys)

    for many in range(1, 65):
        people(list(range(many)))
    assert built == [1, 2, 4, 8, 16, 32, 64]


@pytest.mark.django_db
def test_a_value_that_does_not_reach_the_query_as_it_is_is_refused() -> None:
    @prepared
    def people(name: str) -> QuerySet[Person]:
        return Person.objects.filter(name=name.upper())

    @prepared
    def everybody(_name: str) -> QuerySet[Person]:
        return Person.objects.all()

    for wrong in (people, everybody):
        with pytest.raises(ValueError, match="cannot be prepared: not each of its values reaches the query"):
            wrong("Alice Martin")


@pytest.mark.django_db(transaction=True, serialized_rollback=True)
def test_threads_ask_through_connections_of_their_own() -> None:
    keys = [make_person(name=f"Person {number}").pk for number in range(8)]
    ask = prepared(_people)
    assert len(ask(keys[0], keys[-1])) == len(keys)

    def one(key: int) -> list[tuple[int, str]]:
        try:
            return ask(key, key)
        finally:
            close_old_connections()
            connection.close()

    with ThreadPoolExecutor(4) as threads:
        found = list(threads.map(one, keys * 5))
    assert [[key for key, _name in rows] for rows in found] == [[key] for key in keys * 5]
