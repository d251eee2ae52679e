"""The API's lists: narrowed as the site narrows them, and read to the end part by part."""

from __future__ import annotations

import datetime
from itertools import product
from typing import Any

import pytest
from django.test import Client
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from apercu.content.models import Digest, Summary
from tests.builders import make_article, make_digest, make_person, make_summary, make_topic, make_type
from tests.integration.reading.test_api import HOST, get, titles

pytestmark = pytest.mark.django_db


def month(number: int, year: int = 2021) -> Digest:
    first = datetime.date(year, number, 1)
    return Digest.objects.filter(month=first).first() or make_digest(month=first)


@pytest.fixture
def archive() -> None:
    """Four summaries: two of June, one of May and one of the year before, in French."""
    empathy, training = make_topic(name="Empathy"), make_topic(name="Training")
    survey, trial = make_type(name="Survey"), make_type(name="Trial")
    make_summary(title="June 2", digest=month(6), position=2, topics=[empathy], types=[survey])
    make_summary(title="June 1", digest=month(6), position=1, topics=[training], types=[survey])
    make_summary(title="May", digest=month(5), topics=[empathy, training], types=[trial])
    make_summary(
        title="Mai",
        digest=month(5, 2020),
        language="fr",
        topics=[empathy],
        types=[trial],
        articles=[make_article(doi="10.5555/mai")],
    )


NARROWED: dict[str, list[str]] = {
    "": ["June 1", "June 2", "May", "Mai"],
    "?topic=empathy": ["June 2", "May", "Mai"],
    "?topic=empathy&topic=training": ["June 1", "June 2", "May", "Mai"],
    "?topic=empathy&type=survey": ["June 2"],
    "?year=2020": ["Mai"],
    "?year=2020&year=2021&type=trial": ["May", "Mai"],
    "?month=2021-06": ["June 1", "June 2"],
    "?language=fr": ["Mai"],
    "?doi=10.5555/MAI": ["Mai"],
    "?doi=https://doi.org/10.5555/mai": ["Mai"],
    "?doi=no%20such%00thing": [],
    "?topic=astrology": [],
    "?topic=astrology&topic=training": ["June 1", "May"],
    "?topic=&doi=": ["June 1", "June 2", "May", "Mai"],
    "?topic=%00": ["June 1", "June 2", "May", "Mai"],
    "?year=1999": [],
    "?month=2019-01": [],
    "?updated_since=9999-12-31": [],
    "?updated_since=0001-01-01T00:00:00%2B14:00": ["June 1", "June 2", "May", "Mai"],
}


@pytest.mark.usefixtures("archive")
def test_a_list_is_narrowed_as_the_site_does_it(client: Client) -> None:
    assert {query: titles(client, query) for query in NARROWED} == NARROWED


def test_a_topic_that_was_renamed_is_found_by_both_names(client: Client) -> None:
    topic = make_topic(name="Empathy")
    make_summary(title="One", topics=[topic])
    topic.slug = "fellow-feeling"
    topic.save()
    assert titles(client, "?topic=empathy") == titles(client, "?topic=fellow-feeling") == ["One"]


def test_a_program_asks_what_changed_since_it_last_asked(client: Client) -> None:
    make_summary(title="Old")
    changed = make_summary(title="New")
    Summary.objects.filter(title="Old").update(
        last_published_at=datetime.datetime(2024, 5, 2, 7, tzinfo=datetime.UTC)
    )
    assert titles(client, "?updated_since=2024-05-02T08:00:00Z") == ["New"]
    assert set(titles(client, "?updated_since=2024-05-02T09:00:00%2B02:00")) == {"New", "Old"}
    assert set(titles(client, "?updated_since=2024-05-02")) == {"New", "Old"}
    assert titles(client, f"?updated_since={changed.last_published_at:%Y-%m-%dT%H:%M:%S.%fZ}") == ["New"]


@pytest.mark.usefixtures("archive")
def test_digests_and_articles_are_narrowed_too(client: Client) -> None:
    assert [one["month"] for one in get(client, "/api/v1/digests")["items"]] == [
        "2021-06",
        "2021-05",
        "2020-05",
    ]
    assert [one["count"] for one in get(client, "/api/v1/digests?year=2021")["items"]] == [2, 1]
    (article,) = get(client, "/api/v1/articles?doi=10.5555/mai")["items"]
    assert article["doi"] == "10.5555/mai"
    assert get(client, "/api/v1/articles?year=1999")["items"] == []
    assert len(get(client, "/api/v1/articles?year=2020")["items"]) == 4


def parts(client: Client, address: str) -> list[dict[str, Any]]:
    """Every part of a list, each also named by the Link header of the one before."""
    found = []
    while address:
        answer = client.get(address.removeprefix(HOST))
        found.append(answer.json())
        address = found[-1]["next"]
        assert answer.headers.get("Link") == (f'<{address}>; rel="next"' if address else None)
    return found


def test_the_filters_stay_while_a_list_is_read_on(client: Client) -> None:
    topic = make_topic(name="Empathy & more")
    for _number in range(3):
        make_summary(topics=[topic])
        make_summary()
    read = parts(client, f"/api/v1/summaries?topic={topic.slug}&limit=1")
    assert [len(part["items"]) for part in read] == [1, 1, 1]


PLACES = st.lists(st.tuples(st.sampled_from([None, 5, 6]), st.integers(0, 2)), max_size=5)


@settings(
    max_examples=20,  # each publishes up to ten summaries
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)
@given(before=PLACES, meanwhile=PLACES, limit=st.integers(1, 4), stop=st.integers(1, 3))
def test_reading_to_the_end_gives_each_record_once_and_in_order(
    client: Client,
    before: list[tuple[int | None, int]],
    meanwhile: list[tuple[int | None, int]],
    limit: int,
    stop: int,
) -> None:
    """Also when others are published meanwhile: none of the old ones is missed or given twice."""
    Summary.objects.all().delete()

    def publish(places: list[tuple[int | None, int]]) -> None:
        for number, position in places:
            make_summary(digest=month(number) if number else None, position=position)

    publish(before)
    there = [item["slug"] for item in get(client, "/api/v1/summaries?limit=100")["items"]]
    assert len(there) == len(before)
    read: list[str] = []
    address, count = f"/api/v1/summaries?limit={limit}", 0
    while address:
        part = get(client, address)
        assert len(part["items"]) <= limit
        read += [item["slug"] for item in part["items"]]
        address, count = part["next"], count + 1
        if count == stop:
            publish(meanwhile)
    assert [slug for slug in read if slug in there] == there
    now = [item["slug"] for item in get(client, "/api/v1/summaries?limit=100")["items"]]
    assert len(set(read)) == len(read)
    assert read == [slug for slug in now if slug in read]


def test_digests_and_articles_are_read_to_the_end(client: Client) -> None:
    for number in range(1, 6):
        make_summary(digest=month(number))
    for path, limit in product(["/api/v1/digests", "/api/v1/articles"], [1, 2, 3, 100]):
        whole = get(client, path)["items"]
        read = parts(client, f"{path}?limit={limit}")
        assert [item for part in read for item in part["items"]] == whole, (path, limit)
        assert len(read) == -(-5 // limit), (path, limit)


def test_twenty_come_at_a_time_unless_told_otherwise(client: Client) -> None:
    for _number in range(21):
        make_summary()
    first, second = parts(client, "/api/v1/summaries")
    assert (len(first["items"]), len(second["items"])) == (20, 1)


# What a list costs, however long it is: the edition, the followers' marks, the licence and the records.
QUERIES = {"summaries": 11, "digests": 3, "articles": 5, "topics": 3, "types": 3, "digests/2021/06": 12}


def test_the_number_of_queries_does_not_grow(client: Client, django_assert_max_num_queries: Any) -> None:
    for size in (1, 20):
        while Summary.objects.count() < size:
            make_summary(
                digest=month(6),
                topics=[make_topic(name="A"), make_topic(name="B")],
                articles=[make_article(), make_article()],
                authors=[make_person(name="Alice"), make_person(name="Bob")],
            )
        for path, most in QUERIES.items():
            get(client, f"/api/v1/{path}")  # what pages share is kept from here on
            with django_assert_max_num_queries(most, info=path):
                get(client, f"/api/v1/{path}")
