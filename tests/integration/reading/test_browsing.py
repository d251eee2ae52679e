"""The browse page: choices, honest counts, pages."""

from __future__ import annotations

import datetime
import re
from collections.abc import Iterable
from itertools import product

import pytest
from django.test import Client
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from apercu.content.models import Summary
from apercu.reading.asking import Asked
from apercu.reading.viewdata.browse import browse_page
from tests.builders import make_digest, make_summary, make_topic, make_type

pytestmark = pytest.mark.django_db

TOPICS = ("empathy", "training", "placebo", "nothing-on-it")
TYPES = ("survey", "trial", "unused")
YEARS = ("2019", "2020", "2021")


def read(client: Client, path: str) -> str:
    response = client.get(path)
    assert response.status_code == 200, path
    return str(response.content.decode())


def titles(page: str) -> list[str]:
    return re.findall(r'class="line-title"><a href="[^"]*">([^<]*)<', page)


@pytest.fixture
def archive() -> None:
    """Seven summaries with every kind of overlap, in three years."""
    topics = {slug: make_topic(name=slug.title(), slug=slug) for slug in TOPICS}
    types = {slug: make_type(name=slug.title(), slug=slug) for slug in TYPES}
    digests = {year: make_digest(month=datetime.date(int(year), 3, 1)) for year in YEARS}
    rows: list[tuple[Iterable[str], Iterable[str], str]] = [
        (["empathy"], ["survey"], "2019"),
        (["empathy", "training"], ["survey", "trial"], "2020"),
        (["training"], ["trial"], "2020"),
        (["placebo"], ["trial"], "2021"),
        (["empathy", "placebo"], ["survey"], "2021"),
        ([], ["trial"], "2021"),
        (["training"], [], "2021"),
    ]
    for named, kinds, year in rows:
        make_summary(
            topics=[topics[slug] for slug in named],
            types=[types[slug] for slug in kinds],
            digest=digests[year],
            legacy=True,
        )


def matches(record: Summary, asked: Asked) -> bool:
    """The rule said plainly: "or" inside a facet, "and" between facets."""
    topics = {term.slug for term in record.topics.all()}
    types = {term.slug for term in record.types.all()}
    year = str(record.digest.month.year) if record.digest else ""
    return (
        (not asked.topics or bool(topics & set(asked.topics)))
        and (not asked.types or bool(types & set(asked.types)))
        and (not asked.years or year in asked.years)
    )


def test_every_count_is_what_brute_force_counts(archive: None) -> None:
    records = list(Summary.objects.prefetch_related("topics", "types").select_related("digest"))

    @settings(max_examples=80, deadline=None, suppress_health_check=[HealthCheck.too_slow])
    @given(
        topics=st.sets(st.sampled_from([*TOPICS, "unknown"]), max_size=3),
        types=st.sets(st.sampled_from([*TYPES, "unknown"]), max_size=2),
        years=st.sets(st.sampled_from([*YEARS, "1066", "never"]), max_size=2),
    )
    def check(topics: set[str], types: set[str], years: set[str]) -> None:
        asked = Asked().choosing("topic", topics).choosing("type", types).choosing("year", years)
        page = browse_page(asked)
        assert page.total == sum(matches(record, asked) for record in records)
        for facet in page.facets:
            for choice in facet.choices:
                alone = asked.choosing(facet.name, [choice.value])
                assert choice.count == sum(matches(record, alone) for record in records)
                assert choice.is_chosen == (choice.value in asked.values(facet.name))

    check()


@pytest.mark.usefixtures("archive")
def test_the_order_of_the_choices_does_not_change_the_page(client: Client) -> None:
    one = read(client, "/summaries/?year=2020&topic=training&topic=empathy")
    other = read(client, "/summaries/?topic=empathy&topic=training&year=2020")
    assert one == other
    assert 'href="http://localhost:8000/summaries/?topic=empathy&amp;topic=training&amp;year=2020"' in one


@pytest.mark.usefixtures("archive")
def test_a_choice_can_be_taken_away_alone_or_with_all_others(client: Client) -> None:
    page = read(client, "/summaries/?topic=empathy&type=survey")
    assert 'href="/summaries/?type=survey"' in page
    assert 'href="/summaries/?topic=empathy"' in page
    assert '<a href="/summaries/">Clear all</a>' in page
    assert "3 summaries" in page


@pytest.mark.usefixtures("archive")
def test_a_choice_that_would_leave_nothing_cannot_be_ticked_unless_it_is(client: Client) -> None:
    page = browse_page(Asked(topics=("nothing-on-it",)))
    topic = page.facets[0]
    assert [choice.value for choice in topic.idle] == []
    plain = browse_page(Asked())
    assert [choice.value for choice in plain.facets[0].idle] == ["nothing-on-it"]
    html = read(client, "/summaries/")
    assert re.search(r'value="nothing-on-it" disabled', html)
    assert not re.search(
        r'value="nothing-on-it"[^>]*disabled', read(client, "/summaries/?topic=nothing-on-it")
    )


@pytest.mark.usefixtures("archive")
def test_a_topic_that_does_not_exist_is_said_and_leaves_nothing(client: Client) -> None:
    page = read(client, "/summaries/?topic=astrology&year=1066&type=%3Cb%3E")
    assert "No topic is called “astrology”." in page
    assert "No research type is called “&lt;b&gt;”." in page
    assert "There are no summaries from “1066”." in page
    assert "0 summaries" in page
    assert "No summary fits all of these choices" in page


@pytest.mark.usefixtures("archive")
def test_beside_a_known_topic_an_unknown_one_adds_nothing(client: Client) -> None:
    assert "3 summaries" in read(client, "/summaries/?topic=empathy&topic=astrology")


def test_twenty_a_page_and_the_rest_on_the_next(client: Client) -> None:
    topic = make_topic(name="Empathy")
    for number in range(23):
        make_summary(title=f"Number {number}", topics=[topic])
    first, second = read(client, "/summaries/"), read(client, "/summaries/?page=2")
    assert (len(titles(first)), len(titles(second))) == (20, 3)
    assert not set(titles(first)) & set(titles(second))
    assert 'rel="next" href="/summaries/?page=2"' in first
    assert 'rel="prev" href="/summaries/"' in second
    assert 'href="http://localhost:8000/summaries/?page=2"' in second
    assert len(titles(read(client, "/topics/empathy/?page=2"))) == 3


def test_newest_months_stand_first_and_each_keeps_its_own_order(client: Client) -> None:
    june = make_digest(month=datetime.date(2021, 6, 1))
    may = make_digest(month=datetime.date(2021, 5, 1))
    for title, digest, position in [
        ("Fourth", may, 2),
        ("Second", june, 2),
        ("Third", may, 1),
        ("First", june, 1),
    ]:
        make_summary(title=title, digest=digest, position=position)
    assert titles(read(client, "/summaries/")) == ["First", "Second", "Third", "Fourth"]


def test_every_path_of_choices_is_a_page(client: Client, archive: None) -> None:
    for topic, kind, year in product(["", *TOPICS[:2]], ["", TYPES[0]], ["", YEARS[1]]):
        read(client, f"/summaries/?topic={topic}&type={kind}&year={year}")
