"""Each page costs a fixed number of queries, however much there is to show."""

from __future__ import annotations

import datetime
from typing import Any

import pytest
from django.test import Client
from django.utils.html import strip_tags

from apercu.content import following
from apercu.content.models import Digest
from tests.builders import make_article, make_digest, make_person, make_summary, make_topic, make_type

pytestmark = pytest.mark.django_db

# On the first visit after something public changed, and on every later one.
QUERIES = {
    "/": (16, 8),
    "/digests/": (6, 2),
    "/digests/2021/": (8, 4),
    "/digests/2021/06/": (15, 11),
    "/summaries/": (15, 9),
    "/summaries/?topic=empathy&type=survey&year=2021": (15, 9),
    "/summaries/?q=what+was+found": (15, 9),
    "/summaries/a-summary/": (19, 13),
    "/topics/": (8, 2),
    "/topics/empathy/": (13, 7),
    "/types/": (8, 2),
    "/types/survey/": (13, 7),
}


def test_the_number_of_queries_stays_while_the_archive_grows(
    client: Client, django_assert_num_queries: Any
) -> None:
    def visit_all() -> None:
        for path, (first, again) in QUERIES.items():
            make_topic(name="Empathy").save()  # a new edition
            following.catch_up(names=["search"])  # as the index's own thread does a moment later
            for number in (first, again):
                with django_assert_num_queries(number):
                    assert client.get(path).status_code == 200

    digest = make_digest(month=datetime.date(2021, 6, 1))
    _add("A summary", digest=digest)
    _add("Another", digest=digest)
    visit_all()
    for month in range(1, 9):
        other = make_digest(month=datetime.date(2021 - month // 4, 1 + month % 4, 1))
        make_topic()
        make_type()
        _add(f"One of month {month}", digest=other)
        _add(f"One more of June {month}", digest=digest)
    visit_all()


def test_what_is_kept_is_never_older_than_the_edition(client: Client) -> None:
    topic = make_topic(name="Empathy")
    make_summary(title="First", topics=[topic])
    assert "1 summary" in _words(client, "/topics/")
    make_summary(title="Second", topics=[topic])
    assert "2 summaries" in _words(client, "/topics/")
    topic.name_en = "Fellow feeling"
    topic.save()
    for path in ("/", "/topics/", "/summaries/"):
        assert "Fellow feeling" in _words(client, path)


def _words(client: Client, path: str) -> str:
    return strip_tags(client.get(path).content.decode())


def _add(title: str, *, digest: Digest) -> None:
    """A public summary with several of everything."""
    make_summary(
        title=title,
        digest=digest,
        topics=[make_topic(name=name) for name in ("Empathy", "Training")],
        types=[make_type(name=name) for name in ("Survey", "Trial")],
        articles=[make_article(), make_article()],
        authors=[make_person(name=name) for name in ("Alice", "Bob")],
    )
