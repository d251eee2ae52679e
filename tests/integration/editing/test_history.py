"""The history of a record: differences a person can read, and a way back through the gate."""

from __future__ import annotations

import re
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from apercu.content.models import Summary, SummaryAuthor
from tests.builders import make_article, make_digest, make_person, make_summary, make_topic
from tests.desk_forms import filled

pytestmark = pytest.mark.django_db


def address(view: str, *arguments: Any) -> str:
    return reverse(f"wagtailsnippets_content_summary:{view}", args=arguments)


def revised(**changes: Any) -> tuple[Summary, Any, Any]:
    """A published summary and a newer draft: the record, the first revision, the second."""
    summary = make_summary(
        title="Walking together", topics=[make_topic(name="Alliance")], authors=[make_person(name="Ann Roe")]
    )
    first = summary.latest_revision
    draft = Summary.objects.get()
    for name, value in changes.items():
        setattr(draft, name, value)
    return summary, first, draft.save_revision(clean=False)


def differences(desk: Client, summary: Summary, one: Any, other: Any) -> str:
    return desk.get(address("revisions_compare", summary.pk, one.pk, other.pk)).content.decode()


def test_words_that_changed_are_marked_in_place(desk: Client) -> None:
    page = differences(
        desk, *revised(title="Walking slowly together", body="<p>They looked, and found nothing.</p>")
    )
    assert re.search(r'Walking <span class="addition">slowly ?</span> ?together', page)
    assert "&lt;p&gt;" not in page


def test_topics_authors_articles_and_the_month_are_named_not_numbered(desk: Client) -> None:
    article = make_article(title="A second study")
    summary, first, _second = revised(
        topics=[make_topic(name="Alliance"), make_topic(name="Empathy")], digest=make_digest(publish=False)
    )
    draft = Summary.objects.get().get_latest_revision_as_object()
    draft.summary_authors = [SummaryAuthor(person=make_person(name="Bea Loe"), sort_order=0)]
    row = draft.summary_articles.get()
    row.article = article
    draft.summary_articles = [row]
    page = differences(desk, summary, first, draft.save_revision(clean=False))
    for words in ("Empathy", "Bea Loe", "Ann Roe", "A second study", "June 2021"):
        assert words in page


def test_an_earlier_version_comes_back_through_the_form(desk: Client) -> None:
    summary, first, _second = revised(title="Worse")
    desk.post(
        address("edit", summary.pk),
        filled(desk.get(address("edit", summary.pk)).context["form"]) | {"action-publish": "1"},
    )
    assert Summary.objects.get().title == "Worse"
    where = address("revisions_revert", summary.pk, first.pk)
    shown = desk.get(where)
    assert "You are viewing a previous version" in shown.content.decode()
    desk.post(where, filled(shown.context["form"]) | {"action-publish": "1"})
    back = Summary.objects.get()
    assert (back.title, [topic.name_en for topic in back.topics.all()]) == ("Walking together", ["Alliance"])
    assert [row.person.name for row in back.summary_authors.all()] == ["Ann Roe"]
    assert back.summary_articles.count() == 1


def test_an_earlier_version_that_is_half_written_comes_back_as_a_draft(desk: Client) -> None:
    summary = make_summary(title="A walk", publish=False)
    first = summary.latest_revision
    first.content["gist"] = ""
    first.content["topics"] = []
    first.save()
    Summary.objects.get().save_revision(clean=False)
    where = address("revisions_revert", summary.pk, first.pk)
    desk.post(where, filled(desk.get(where).context["form"]))
    assert Summary.objects.get().get_latest_revision_as_object().gist == ""


def test_an_earlier_version_without_a_title_does_not_break_the_desk(desk: Client) -> None:
    summary = make_summary(title="A walk", publish=False)
    first = summary.latest_revision
    first.content["title"] = ""
    first.save()
    Summary.objects.get().save_revision(clean=False)
    where = address("revisions_revert", summary.pk, first.pk)
    answer = desk.post(where, filled(desk.get(where).context["form"]))
    assert answer.status_code in {200, 302}


def test_the_history_lists_who_did_what(desk: Client) -> None:
    summary = make_summary(title="A walk", publish=False)
    data = filled(desk.get(address("edit", summary.pk)).context["form"])
    desk.post(address("edit", summary.pk), data | {"action-publish": "1"})
    page = desk.get(address("history", summary.pk)).content.decode()
    assert "Published" in page
    assert "editor" in page
