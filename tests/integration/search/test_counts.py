"""Counts are those of brute force over the records, whatever is typed and chosen."""

from __future__ import annotations

import datetime
import re
from collections.abc import Callable

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from apercu.content.models import Summary
from apercu.search.facets import Filters
from tests.builders import make_digest, make_summary, make_topic, make_type
from tests.integration.search.finding import results

pytestmark = pytest.mark.django_db

WORDS = ("apple", "pear", "plum", "fig", "quince")  # no synonyms, no endings: brute force can tell them
TOPICS, TYPES, YEARS = range(4), range(3), (2019, 2020, 2021)
Choices = dict[str, set[int]]


@pytest.fixture
def archive() -> list[Summary]:
    """Twenty-four summaries with every kind of overlap."""
    topics = [make_topic(name=f"Alpha {number}") for number in TOPICS]
    types = [make_type(name=f"Beta {number}") for number in TYPES]
    digests = [make_digest(month=datetime.date(year, 3, 1)) for year in YEARS]
    for number in range(24):
        make_summary(
            title=f"Number {number}",
            body=f"<p>{' '.join(word for place, word in enumerate(WORDS) if (number + 1) * (place + 3) % 4)}.</p>",
            topics=[topic for place, topic in enumerate(topics) if (number >> place) & 1],
            types=[types[number % 3]] if number % 5 else [],
            digest=digests[number * 7 % 3] if number % 7 else None,
            legacy=True,
        )
    return list(Summary.objects.prefetch_related("topics", "types").select_related("digest"))


def year(record: Summary) -> int:
    first = record.first_published_at
    assert first
    return int(record.digest.month.year if record.digest else first.year)


def test_every_count_is_what_brute_force_counts(archive: list[Summary]) -> None:
    has_words: Callable[[Summary, list[str]], bool] = lambda record, asked: all(  # noqa: E731
        re.search(rf"\b{word}\b", record.body) for word in asked
    )
    topics = {topic.pk for record in archive for topic in record.topics.all()}
    types = {kind.pk for record in archive for kind in record.types.all()}
    years = {year(record) for record in archive}

    def fits(record: Summary, asked: list[str], left_out: list[str], chosen: Choices, lifted: str) -> bool:
        carried = {
            "topics": {topic.pk for topic in record.topics.all()},
            "types": {kind.pk for kind in record.types.all()},
            "years": {year(record)},
        }
        return (
            has_words(record, asked)
            and not any(has_words(record, [word]) for word in left_out)
            and all(
                facet == lifted or not values or carried[facet] & values for facet, values in chosen.items()
            )
        )

    @settings(max_examples=120, deadline=None, suppress_health_check=[HealthCheck.too_slow])
    @given(
        asked=st.lists(st.sampled_from(WORDS), max_size=2, unique=True),
        left_out=st.lists(st.sampled_from(WORDS), max_size=1),
        chosen=st.fixed_dictionaries(
            {
                "topics": st.sets(st.sampled_from(sorted(topics)), max_size=2),
                "types": st.sets(st.sampled_from(sorted(types)), max_size=2),
                "years": st.sets(st.sampled_from(sorted(years)), max_size=2),
            }
        ),
    )
    def check(asked: list[str], left_out: list[str], chosen: Choices) -> None:
        text = " ".join([*asked, *(f"-{word}" for word in left_out if word not in asked)])
        left_out = [word for word in left_out if word not in asked]
        filters = Filters(**{facet: tuple(values) or None for facet, values in chosen.items()})
        found = results(text, filters=filters, limit=100)
        total = sum(fits(record, asked, left_out, chosen, "") for record in archive)
        if total == 0 and len(asked) > 1:
            return  # fewer words will do: another question
        assert found.total == total == len(found.found)
        for facet, counted in (
            ("topics", found.facets.topics),
            ("types", found.facets.types),
            ("years", found.facets.years),
        ):
            left = [record for record in archive if fits(record, asked, left_out, chosen, facet)]
            assert counted == _carried(left, facet)

    check()


def _carried(records: list[Summary], facet: str) -> dict[int, int]:
    counted: dict[int, int] = {}
    for record in records:
        values = {
            "topics": [topic.pk for topic in record.topics.all()],
            "types": [kind.pk for kind in record.types.all()],
            "years": [year(record)],
        }[facet]
        for value in values:
            counted[value] = counted.get(value, 0) + 1
    return counted
