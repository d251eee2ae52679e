"""The lists: each filter leaves what it says, search works with it, and no list asks once a row."""

from __future__ import annotations

import datetime
import re
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from apercu.content.models import Digest, Summary
from apercu.content.submitting import submit
from tests.builders import make_article, make_digest, make_person, make_summary, make_topic, make_type
from tests.integration.editing.roles import make_roles, member
from tests.integration.editing.test_desk import RECORDS, address

pytestmark = pytest.mark.django_db


def shown(desk: Client, record: str = "summary", **asked: Any) -> set[str]:
    """The titles a list shows."""
    page = desk.get(address(record, "list"), asked).content.decode()
    cells = re.findall(r'id="snippet_\d+_title"[^>]*>(.*?)</(?:div|td|h3)>', page, re.DOTALL)
    return {re.sub(r"<[^>]+>", "", cell).strip() for cell in cells}


@pytest.fixture
def archive() -> dict[str, Summary]:
    """One summary in each state."""
    make_roles()
    author = member("author")
    made = {
        "draft": make_summary(title="A draft", publish=False),
        "review": make_summary(title="In review", publish=False),
        "returned": make_summary(title="Sent back", publish=False),
        "scheduled": make_summary(title="With a date", publish=False),
        "public": make_summary(title="Public"),
        "changed": make_summary(title="Changed since"),
    }
    for name in ("review", "returned"):
        submit(record=made[name], by=author)
    made["returned"].current_workflow_state.current_task_state.reject(user=author)
    made["scheduled"].go_live_at = timezone.now() + datetime.timedelta(days=1)
    made["scheduled"].save_revision(clean=False).publish()
    made["changed"].save_revision(clean=False)
    return made


BY_STATE = {
    "draft": {"A draft"},
    "review": {"In review"},
    "returned": {"Sent back"},
    "scheduled": {"With a date"},
    "public": {"Public", "Changed since"},
    "changed": {"Changed since"},
}


def test_summaries_by_state_and_every_state_is_said(desk: Client, archive: dict[str, Summary]) -> None:
    assert {state: shown(desk, state=state) for state in BY_STATE} == BY_STATE
    page = desk.get(address("summary", "list")).content.decode()
    for words in ("Draft", "In review", "Sent back", "Scheduled, ", "Public, changed since"):
        assert words in page


def test_summaries_by_month_topic_type_author_and_language(desk: Client) -> None:
    june = make_digest(month=datetime.date(2021, 6, 1))
    empathy, shame = make_topic(name="Empathy"), make_topic(name="Shame")
    survey, bob = make_type(name="Survey"), make_person(name="Bob")
    make_summary(title="One", digest=june, topics=[empathy, shame])
    make_summary(title="Two", types=[survey], language="fr")
    make_summary(title="Three", authors=[bob], topics=[shame])
    assert shown(desk, digest=june.pk) == {"One"}
    assert shown(desk, topics=[empathy.pk, shame.pk]) == {"One", "Three"}
    assert shown(desk, types=survey.pk) == {"Two"}
    assert shown(desk, author=bob.pk) == {"Three"}
    assert shown(desk, language="fr") == {"Two"}
    assert shown(desk, topics=shame.pk, author=bob.pk) == {"Three"}


def test_summaries_by_what_they_lack(desk: Client) -> None:
    make_summary(title="Whole")
    make_summary(title="No gist", gist="", publish=False)
    make_summary(title="Old, no topic", legacy=True, topics=[])
    make_summary(title="Old but whole", legacy=True)
    make_summary(title="Article without a year", articles=[make_article(year=None)], publish=False)
    assert shown(desk, lacks="anything") == {"No gist", "Old, no topic", "Article without a year"}
    assert shown(desk, lacks="old-rules") == {"Old, no topic"}
    assert shown(desk, lacks="gist-missing") == {"No gist"}
    assert shown(desk, lacks="article-incomplete") == {"Article without a year"}
    assert "something of its article" in desk.get(address("summary", "list")).content.decode()


def test_search_and_filters_work_together(desk: Client) -> None:
    shame = make_topic(name="Shame")
    make_summary(title="Zebrafish and shame", topics=[shame])
    make_summary(title="Zebrafish alone")
    assert shown(desk, q="zebraf") == {"Zebrafish and shame", "Zebrafish alone"}
    assert shown(desk, q="zebraf", topics=shame.pk) == {"Zebrafish and shame"}
    assert shown(desk, q="zebraf", topics=shame.pk, ordering="-title") == {"Zebrafish and shame"}
    for odd in ('"', '"zebra', "zebra*", "(", "NOT", "' OR 1", "-"):
        assert desk.get(address("summary", "list"), {"q": odd}).status_code == 200


def test_a_wrong_filter_shows_everything_and_breaks_nothing(desk: Client) -> None:
    make_summary(title="Still here")
    for asked in ({"state": "nonsense"}, {"digest": "999"}, {"topics": "x"}, {"lacks": "'"}, {"author": ""}):
        assert desk.get(address("summary", "list"), asked).status_code == 200


def test_months_by_state_year_and_what_they_lack(desk: Client) -> None:
    june, may = make_digest(month=datetime.date(2021, 6, 1)), make_digest(month=datetime.date(2020, 5, 1))
    make_digest(month=datetime.date(2021, 7, 1), teaser="", publish=False)
    make_summary(digest=june)
    make_summary(digest=may, publish=False)
    assert shown(desk, "digest", state="draft") == {"July 2021"}
    assert shown(desk, "digest", year=2021) == {"July 2021", "June 2021"}
    assert shown(desk, "digest", lacks="teaser") == {"July 2021"}
    assert shown(desk, "digest", lacks="summary") == {"July 2021", "May 2020"}


def test_articles_without_a_doi_or_a_summary(desk: Client) -> None:
    make_summary(articles=[make_article(title="Has both")])
    make_summary(articles=[make_article(title="No DOI", doi=None)])
    make_article(title="No summary", authors=[])
    assert shown(desk, "article", lacks="doi") == {"No DOI"}
    assert shown(desk, "article", lacks="summary") == {"No summary"}
    assert shown(desk, "article", lacks="particulars") == {"No summary"}
    assert shown(desk, "article", q="both") == {"Has both"}


def test_topics_nothing_carries(desk: Client) -> None:
    make_summary(topics=[make_topic(name="Public one", name_fr="Un")])
    make_topic(name="Unused")
    changed = make_summary(topics=[make_topic(name="Public one")])
    changed.topics = [make_topic(name="Only in a draft")]
    changed.save_revision(clean=False)
    assert shown(desk, "topic", use="unused") == {"Unused"}
    assert shown(desk, "topic", use="used") == {"Public one", "Only in a draft"}
    assert shown(desk, "topic", lacks="french") == {"Unused", "Only in a draft"}


def fill(count: int) -> None:
    for number in range(count):
        digest = make_digest(
            month=datetime.date(2000 + Digest.objects.count(), 1, 1), publish=bool(number % 2)
        )
        topics = [make_topic(), make_topic()]
        make_summary(digest=digest, topics=topics, authors=[make_person(name=f"P{Summary.objects.count()}")])
        submit(record=make_summary(digest=digest, gist="", publish=False), by=member_once())


def member_once() -> Any:
    from django.contrib.auth import get_user_model

    return get_user_model().objects.filter(username="author@example.org").first() or member("author")


def test_a_longer_list_asks_no_more_queries(desk: Client) -> None:
    """Every list, plain, searched and exported both ways."""
    make_roles()
    counts: list[dict[tuple[str, str], int]] = []
    for more in (2, 4):
        fill(more)
        for record in RECORDS:
            read(desk, record, {})  # what a process looks up once
        counts.append({(r, str(asked)): queries_of(desk, r, asked) for r in RECORDS for asked in ASKED})
    assert counts[0] == counts[1]
    assert max(counts[1].values()) < 40


ASKED: list[dict[str, str]] = [{}, {"q": "a"}, {"export": "csv"}, {"export": "xlsx"}]


def queries_of(desk: Client, record: str, asked: dict[str, str]) -> int:
    with CaptureQueriesContext(connection) as queries:
        read(desk, record, asked)
    return len(queries)


def read(desk: Client, record: str, asked: dict[str, str]) -> None:
    answer = desk.get(address(record, "list"), asked)
    assert answer.status_code == 200
    b"".join(answer) if answer.streaming else answer.content
