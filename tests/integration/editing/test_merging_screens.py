"""Merging on the desk: what would happen is said in numbers first, and deleting what is in use offers it."""

from __future__ import annotations

import pytest
from django.test import Client
from django.utils.html import strip_tags

from apercu.content.models import Person, Summary, Topic
from tests.builders import make_article, make_person, make_summary, make_topic
from tests.integration.editing.roles import desk_of, make_roles
from tests.integration.editing.test_desk import address

pytestmark = pytest.mark.django_db


def said(page: bytes) -> str:
    return " ".join(strip_tags(page.decode()).split())


def test_a_topic_is_merged_after_its_numbers_were_read(desk: Client) -> None:
    rapport, alliance = make_topic(name="Rapport"), make_topic(name="Alliance")
    make_summary(topics=[rapport])
    make_summary(topics=[rapport], publish=False)
    where = address("topic", "merge", rapport.pk)
    assert where in desk.get(address("topic", "list")).content.decode()
    first = said(desk.get(where).content)
    assert "2 summaries have it (1 of them is public)." in first
    assert "1 draft or scheduled version has it." in first
    second = said(desk.get(where, {"into": alliance.pk}).content)
    assert "“Rapport” becomes part of “Alliance”" in second
    assert "There is no button to take this back" in second
    assert Topic.objects.count() == 2
    done = desk.post(where, {"into": alliance.pk}, follow=True)
    assert "“Rapport” is now part of “Alliance”." in said(done.content)
    assert list(Topic.objects.all()) == [alliance]
    assert Summary.objects.filter(topics=alliance).count() == 2


def test_deleting_a_topic_in_use_is_refused_and_the_merge_offered(desk: Client) -> None:
    topic = make_topic(name="Alliance")
    make_summary(topics=[topic])
    where = address("topic", "delete", topic.pk)
    for answer in (desk.get(where), desk.post(where)):
        page = answer.content.decode()
        assert "“Alliance” cannot be deleted: it is in use" in said(answer.content)
        assert address("topic", "merge", topic.pk) in page
    assert Topic.objects.exists()
    unused = make_topic(name="Unused")
    desk.post(address("topic", "delete", unused.pk))
    assert list(Topic.objects.all()) == [topic]


def test_a_topic_only_a_draft_carries_is_in_use(desk: Client) -> None:
    shame = make_topic(name="Shame")
    summary = make_summary()
    summary.topics = [shame]
    summary.save_revision(clean=False)
    desk.post(address("topic", "delete", shame.pk))
    assert Topic.objects.filter(pk=shame.pk).exists()


def test_people_are_merged_on_their_own_list(desk: Client) -> None:
    long, short = make_person(name="Alice Martin"), make_person(name="A. Martin")
    make_summary(authors=[short])
    desk.post(address("person", "merge", short.pk), {"into": long.pk})
    assert [row.person for row in Summary.objects.get().summary_authors.all()] == [long]
    assert list(Person.objects.all()) == [long]


def test_an_article_only_a_draft_is_about_stays_and_says_why(desk: Client) -> None:
    from apercu.content.models import SummaryArticle

    article, summary = make_article(title="Only in a draft"), make_summary(title="The draft")
    summary.summary_articles = [SummaryArticle(article=article)]
    summary.save_revision(clean=False)
    answer = desk.post(address("article", "delete", article.pk), follow=True)
    assert "it is in use: The draft." in said(answer.content)
    assert summary.latest_revision.as_object().summary_articles.count() == 1


def test_a_name_is_only_ever_text(desk: Client) -> None:
    bad = make_topic(name="<script>alert(1)</script>", slug="bad")
    other = make_topic(name="<img src=x onerror=alert(2)>", slug="other")
    make_summary(title="<b>bold</b>", topics=[bad])
    where = address("topic", "merge", bad.pk)
    pages = [
        desk.get(where),
        desk.get(where, {"into": other.pk}),
        desk.get(address("topic", "delete", bad.pk)),
    ]
    pages += [desk.get("/desk/"), desk.get(address("topic", "list")), desk.get(address("summary", "list"))]
    pages.append(desk.post(where, {"into": other.pk}, follow=True))
    for page in pages:
        text = page.content.decode()
        assert "<script>alert(1)" not in text
        assert "<img src=x" not in text
        assert "<b>bold" not in text


def test_choosing_nothing_or_itself_or_nonsense_merges_nothing(desk: Client) -> None:
    topic = make_topic(name="Alliance")
    where = address("topic", "merge", topic.pk)
    for into in ("", str(topic.pk), "999999", "x"):
        assert desk.post(where, {"into": into}).status_code == 200
        assert desk.get(where, {"into": into}).status_code == 200
    assert Topic.objects.count() == 1
    assert desk.get(address("topic", "merge", 999999)).status_code == 404


@pytest.mark.parametrize("role", ["author", "reviewer", "operator"])
def test_only_who_may_delete_may_merge(role: str) -> None:
    make_roles()
    rapport, alliance = make_topic(name="Rapport"), make_topic(name="Alliance")
    where = address("topic", "merge", rapport.pk)
    desk = desk_of(role)
    assert desk.get(where).status_code == 302
    assert desk.post(where, {"into": alliance.pk}).status_code == 302
    assert Topic.objects.count() == 2
    assert where not in desk.get(address("topic", "list")).content.decode()
    desk_of("editor-in-chief").post(where, {"into": alliance.pk})
    assert Topic.objects.count() == 1
