"""One thing done to many from a list: the list first, then a word about each; one refusal stops no other."""

from __future__ import annotations

import datetime
from typing import Any
from urllib.parse import urlencode

import pytest
from django.test import Client
from django.utils import timezone
from django.utils.html import strip_tags

from apercu.content import changes
from apercu.content.models import Article, Digest, Summary, Topic
from tests.builders import make_article, make_digest, make_summary, make_topic, make_type
from tests.integration.editing.roles import desk_of, make_roles
from tests.integration.editing.test_desk import address

pytestmark = pytest.mark.django_db


def where(action: str, records: Any, *, model: str = "summary", **more: Any) -> str:
    asked = [("id", record if isinstance(record, str) else record.pk) for record in records]
    return f"/desk/bulk/content/{model}/{action}/?{urlencode([*asked, *more.items()], doseq=True)}"


def said(answer: Any) -> str:
    return " ".join(strip_tags(answer.content.decode().replace("<", " <")).split())


def names(summary: Summary) -> set[str]:
    return {topic.name_en for topic in Summary.objects.get(pk=summary.pk).topics.all()}


def test_topics_are_put_on_many_after_the_list_was_seen(desk: Client) -> None:
    one, two = make_summary(title="The first"), make_summary(title="The second", publish=False)
    make_summary(title="Not chosen")
    empathy, alliance = make_topic(name="Empathy"), make_topic(name="Alliance")
    address_of_it = where("topics", [one, two], next=address("summary", "list"))
    asked = said(desk.get(address_of_it))
    assert "2 chosen" in asked
    assert "The first" in asked
    assert "Not chosen" not in asked
    assert names(one) == {"Alliance"}
    report = said(desk.post(address_of_it, {"add": [empathy.pk]}))
    assert "2 done" in report
    assert names(one) == names(two) == {"Alliance", "Empathy"}
    assert "2 were so already" in said(desk.post(address_of_it, {"add": [empathy.pk]}))
    desk.post(address_of_it, {"take": [alliance.pk]})
    assert names(one) == names(two) == {"Empathy"}


def test_one_that_refuses_stops_no_other_and_says_why(desk: Client) -> None:
    stays = make_summary(title="Would have no topic left")
    loses = make_summary(title="Has another", topics=[make_topic(name="Alliance"), make_topic(name="Shame")])
    dated = make_summary(title="Has a date", publish=False)
    dated.go_live_at = timezone.now() + datetime.timedelta(days=1)
    dated.save_revision(clean=False).publish()
    alliance = Topic.objects.get(name_en="Alliance")
    report = said(desk.post(where("topics", [stays, loses, dated]), {"take": [alliance.pk]}))
    assert "2 could not be done" in report
    assert "Would have no topic left Choose at least one topic." in report
    assert "Has a date It is scheduled to become public" in report
    assert "1 done Has another" in report
    assert (names(stays), names(loses)) == ({"Alliance"}, {"Shame"})


def test_a_choice_that_says_nothing_or_two_things_is_asked_again(desk: Client) -> None:
    summary, topic = make_summary(), make_topic(name="Shame")
    assert "Choose at least one topic." in said(desk.post(where("topics", [summary]), {}))
    both = {"add": [topic.pk], "take": [topic.pk]}
    assert "not both: Shame" in said(desk.post(where("topics", [summary]), both))
    assert names(summary) == {"Alliance"}


def test_research_types_and_months_are_set(desk: Client) -> None:
    summaries = [make_summary(), make_summary()]
    survey = make_type(name="Survey")
    june = make_digest(month=datetime.date(2021, 6, 1))
    desk.post(where("types", summaries), {"types": [survey.pk]})
    desk.post(where("month", summaries), {"digest": june.pk})
    for place, summary in enumerate(Summary.objects.order_by("pk"), start=1):
        assert [kind.name_en for kind in summary.types.all()] == ["Survey"]
        assert (summary.digest, summary.position) == (june, place)
    desk.post(where("month", summaries), {"digest": ""})
    assert not Summary.objects.exclude(digest=None).exists()


def test_all_of_a_narrowed_list_is_not_all_of_the_archive(desk: Client) -> None:
    shame, empathy = make_topic(name="Shame"), make_topic(name="Empathy")
    for number in range(3):
        make_summary(title=f"Zebra {number}", topics=[shame])
    other = make_summary(title="Zebra of another topic")
    another = make_summary(title="Something else", topics=[shame])
    narrowed = where("topics", ["all"], topics=shame.pk, q="zebra", state="public")
    assert "3 chosen" in said(desk.get(narrowed))
    desk.post(narrowed, {"add": [empathy.pk]})
    assert names(other) == {"Alliance"}
    assert names(another) == {"Shame"}
    assert Summary.objects.filter(topics=empathy).count() == 3
    desk.post(where("delete", ["all"], topics=shame.pk, q="zebra"))
    assert set(Summary.objects.values_list("title", flat=True)) == {other.title, another.title}


def test_those_that_may_be_are_published_and_the_others_say_what_they_lack(desk: Client) -> None:
    ready = make_summary(title="Ready", publish=False)
    thin = make_summary(title="Thin", gist="", topics=[], publish=False)
    public = make_summary(title="Public already")
    before = changes.edition()
    report = said(desk.post(where("publish", [thin, ready, public])))
    assert (
        "Thin Write the gist: one sentence a reader gets in five seconds. Choose at least one topic."
        in report
    )
    assert "1 done Ready" in report
    assert "1 was so already Public already" in report
    assert set(Summary.objects.filter(live=True)) == {ready, public}
    assert changes.edition() == before + 1
    assert "1 done" in said(desk.post(where("unpublish", [ready, thin])))
    assert set(Summary.objects.filter(live=True)) == {public}


def test_a_public_summary_with_a_draft_is_published_as_the_draft_is(desk: Client) -> None:
    summary = make_summary(title="Before")
    summary.title = "After"
    summary.save_revision(clean=False)
    desk.post(where("publish", [summary]))
    assert Summary.objects.get().title == "After"


def test_drafts_are_handed_to_review_once() -> None:
    make_roles()
    desk = desk_of("author")
    draft, public = make_summary(title="New", publish=False), make_summary(title="Public")
    report = said(desk.post(where("submit", [draft, public])))
    assert "1 done New" in report
    assert "There is nothing to review" in report
    assert draft.current_workflow_state.requested_by.username == "author@example.org"
    assert "It is in review already." in said(desk.post(where("submit", [draft])))


def test_without_a_review_it_says_so(desk: Client) -> None:
    draft = make_summary(publish=False)
    from wagtail.models import WorkflowContentType

    WorkflowContentType.objects.all().delete()
    assert "No review is set up for it" in said(desk.post(where("submit", [draft])))


def test_months_can_be_published_and_deleted_too(desk: Client) -> None:
    ready = make_digest(month=datetime.date(2021, 6, 1), publish=False)
    empty = make_digest(month=datetime.date(2021, 7, 1), teaser="", legacy=False, publish=False)
    make_summary(digest=ready)
    report = said(desk.post(where("publish", [ready, empty], model="digest")))
    assert "1 done June 2021" in report
    assert "July 2021 Write the teaser" in report
    report = said(desk.post(where("delete", [ready, empty], model="digest")))
    assert "June 2021 It is in use: What a study found" in report
    assert [digest.month.month for digest in Digest.objects.all()] == [6]


def test_what_is_in_use_is_not_deleted(desk: Client) -> None:
    summary = make_summary(title="About an article")
    used, unused = Article.objects.get(), make_article()
    topic, free = Topic.objects.get(), make_topic(name="Free")
    assert "It is in use: About an article" in said(
        desk.post(where("delete", [used, unused], model="article"))
    )
    assert "It is in use: About an article." in said(desk.post(where("delete", [topic, free], model="topic")))
    assert list(Article.objects.all()) == [used]
    assert list(Topic.objects.all()) == [topic]
    assert names(summary) == {"Alliance"}


def test_what_is_gone_or_was_never_there_is_left_out(desk: Client) -> None:
    summary = make_summary(publish=False)
    assert "None of them is here any more" in said(desk.get(where("publish", ["999999", "x", "-1"])))
    assert "1 done" in said(desk.post(where("publish", [summary, "999999"])))


def test_too_many_at_once_are_not_begun(desk: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    from apercu.editing.bulk import acting

    monkeypatch.setattr(acting, "MOST", 2)
    summaries = [make_summary(publish=False) for _number in range(3)]
    assert "at most 2" in said(desk.get(where("publish", summaries)))
    assert "at most 2" in said(desk.post(where("publish", summaries)))
    assert not Summary.objects.filter(live=True).exists()


@pytest.mark.parametrize(
    ("role", "action", "allowed"),
    [
        ("author", "topics", True),
        ("author", "submit", True),
        ("author", "publish", False),
        ("author", "unpublish", False),
        ("author", "delete", False),
        ("reviewer", "topics", True),
        ("reviewer", "publish", False),
        ("editor-in-chief", "publish", True),
        ("editor-in-chief", "delete", True),
        ("operator", "topics", False),
        ("operator", "publish", False),
        ("operator", "delete", False),
    ],
)
def test_each_role_does_what_it_may_and_no_more(role: str, action: str, allowed: bool) -> None:
    make_roles()
    summary = make_summary(title="Whose?", publish=False)
    desk, topic = desk_of(role), make_topic(name="Empathy")
    before = (Summary.objects.count(), summary.revisions.count(), changes.edition())
    report = desk.post(where(action, [summary]), {"add": [topic.pk]})
    after = (Summary.objects.count(), summary.revisions.count(), changes.edition())
    started = bool(Summary.objects.filter(pk=summary.pk).exists() and summary.current_workflow_state)
    assert (after != before or started) is allowed
    assert ("1 done" in said(report)) is allowed
    if not allowed:
        assert "You may not do this to it." in said(report)


def test_nobody_without_a_login_does_anything(client: Client) -> None:
    summary = make_summary(publish=False)
    for action in ("topics", "types", "month", "submit", "publish", "unpublish", "delete"):
        assert client.post(where(action, [summary])).status_code == 302
    assert not Summary.objects.get().live
