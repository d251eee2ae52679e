"""Each page costs a fixed number of queries, however much there is to show."""

from __future__ import annotations

import datetime

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils.html import strip_tags

from apercu.content import following
from apercu.content.models import Digest
from apercu.mailing.composing import content
from tests.builders import (
    make_article,
    make_digest,
    make_page,
    make_person,
    make_summary,
    make_topic,
    make_type,
)
from tests.composed import NOON, start

pytestmark = pytest.mark.django_db

FEW, MANY = 4, 19
NOWHERE = "/nowhere/"

# On the first visit after something public changed, and on every later one.
QUERIES: dict[str, tuple[int, int]] = {
    "/": (17, 6),
    "/fr/": (17, 6),
    "/digests/": (7, 1),
    "/digests/2021/": (8, 2),
    "/digests/2021/06/": (17, 9),
    "/mail/2021-06/": (10, 5),
    "/summaries/": (13, 6),
    "/summaries/?topic=empathy&type=survey&year=2021": (13, 6),
    "/summaries/?q=what+was+found": (13, 6),
    "/summaries/?sort=oldest": (13, 6),
    "/summaries/a-summary/": (19, 12),
    "/fr/summaries/a-summary/": (19, 12),
    "/summaries/a-summary/report/": (7, 2),
    "/subscribe/": (6, 1),
    "/subscribe/sent/": (8, 3),
    "/topics/": (8, 1),
    "/topics/empathy/": (13, 4),
    "/types/": (8, 1),
    "/types/survey/": (13, 4),
    "/about/": (13, 8),
    "/nowhere/": (9, 4),
    "/feeds/summaries.atom": (18, 9),
    "/feeds/summaries.json": (18, 9),
    "/feeds/digests.atom": (18, 10),
    "/feeds/digests.json": (18, 10),
    "/topics/empathy/feed.atom": (19, 9),
    "/types/survey/feed.json": (19, 9),
    "/summaries/feed.atom?topic=empathy": (19, 9),
    "/summaries/feed.atom?q=found": (19, 10),
    "/changes.atom": (12, 7),
    "/summaries/a-summary.json": (15, 8),
    "/summaries/a-summary.md": (11, 11),
    "/summaries/a-summary/citation.ris": (10, 8),
    "/summaries/a-summary/citation.bib": (10, 8),
    "/summaries/a-summary/citation.txt": (11, 9),
    "/digests/2021/06/citations.ris": (4, 4),
    "/topics/empathy/citations.bib": (5, 3),
    "/types/survey/citations.json": (5, 3),
    "/summaries/citations.ris?topic=empathy": (7, 3),
    "/summaries/citations.ris?q=found": (6, 4),
    "/api/v1/summaries": (17, 9),
    "/api/v1/summaries?limit=2": (17, 9),
    "/api/v1/summaries?topic=empathy&year=2021": (18, 9),
    "/api/v1/summaries?language=en&month=2021-06": (18, 10),
    "/api/v1/summaries/a-summary": (16, 9),
    "/api/v1/digests": (4, 3),
    "/api/v1/digests/2021/06": (18, 10),
    "/api/v1/articles": (5, 5),
    "/api/v1/topics": (4, 2),
    "/api/v1/types": (4, 2),
    "/api/v1/search?q=found": (9, 7),
    "/api/v1/suggest?q=emp": (5, 3),
    "/api/v1/openapi.json": (7, 2),
    "/api/v1/docs": (6, 1),
    "/sitemap.xml": (9, 2),
    "/robots.txt": (0, 0),
    "/llms.txt": (16, 5),
}


def test_the_number_of_queries_stays_while_the_archive_grows(client: Client) -> None:
    digest = make_digest(month=datetime.date(2021, 6, 1))
    _add("Before", digest=make_digest(month=datetime.date(2020, 12, 1)))
    make_page(slug="about")
    client.get("/about/")  # Wagtail keeps where a site begins itself, and longer than an edition
    for number in range(FEW):
        _add(f"A summary of a few {number}", digest=digest)
    _add("A summary", digest=digest)
    start(content.begin(digest=digest, by=None, at=NOON))
    assert _visit_all(client) == QUERIES
    for number in range(FEW, MANY):
        month = make_digest(month=datetime.date(2021 - number % 3, 1 + number % 5, 1))
        make_topic()
        make_type()
        _add(f"One of another month {number}", digest=month)
        if number % 2:
            _add(f"One more of June {number}", digest=digest)
    assert _visit_all(client) == QUERIES


def _visit_all(client: Client) -> dict[str, tuple[int, int]]:
    """How many queries every kind of public address costs, in an edition of its own and once more in that."""
    return {path: _visits(client, path) for path in QUERIES}


def _visits(client: Client, path: str) -> tuple[int, int]:
    make_topic(name="Empathy").save()  # a new edition
    following.catch_up(names=["search"])  # as the index's own thread does a moment later
    return _visit(client, path), _visit(client, path)


def _visit(client: Client, path: str) -> int:
    with CaptureQueriesContext(connection) as asked:
        assert client.get(path).status_code == (404 if path == NOWHERE else 200), path
    return len(asked)


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
