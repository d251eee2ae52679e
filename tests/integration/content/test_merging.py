"""Two topics made one: nothing that carried the first is without the second, in public, in drafts, in history."""

from __future__ import annotations

import datetime
from typing import Any

import pytest
from django.contrib.auth import get_user_model
from django.db.models import ProtectedError
from django.test import Client
from django.utils import timezone
from hypothesis import given, settings
from hypothesis import strategies as st

from apercu.content import changes, following, merging, publishing
from apercu.content.matching import TermIndex
from apercu.content.models import Article, FormerAddress, Person, ResearchType, Summary, Topic
from tests.builders import make_article, make_digest, make_person, make_summary, make_topic, make_type

pytestmark = pytest.mark.django_db


def names(record: Any) -> list[str]:
    return sorted(topic.name_en for topic in record.topics.all())


def fresh(summary: Summary) -> Any:
    return Summary.objects.get(pk=summary.pk)


@pytest.fixture
def rapport() -> Topic:
    return make_topic(name="Rapport", slug="rapport", name_fr="Le rapport", aliases=["bond", "alliance"])


@pytest.fixture
def alliance() -> Topic:
    return make_topic(name="Alliance", slug="alliance", aliases=["working alliance"])


def test_public_drafted_scheduled_and_old_versions_all_get_it(rapport: Topic, alliance: Topic) -> None:
    public = make_summary(topics=[rapport])
    both = make_summary(topics=[rapport, alliance])
    draft = make_summary(topics=[rapport], publish=False)
    changed = make_summary(topics=[alliance])
    changed.topics = [rapport]
    changed.title = "Only the draft carries it"
    changed.save_revision(clean=False)
    scheduled = make_summary(topics=[rapport], publish=False)
    scheduled.go_live_at = timezone.now() + datetime.timedelta(days=1)
    scheduled.save_revision(clean=False).publish()
    merging.merge_terms(gone=rapport, into=alliance, by=None)
    assert not Topic.objects.filter(slug="rapport").exists()
    for summary in (public, both, draft, changed, scheduled):
        assert names(fresh(summary)) == ["Alliance"]
        for revision in summary.revisions.all():
            assert names(revision.as_object()) == ["Alliance"]
    assert not fresh(public).has_unpublished_changes
    assert fresh(changed).title != "Only the draft carries it"
    assert fresh(changed).has_unpublished_changes
    fresh(scheduled).scheduled_revision.as_object()


def test_it_is_one_change_of_the_topic_that_stays(rapport: Topic, alliance: Topic) -> None:
    editor = get_user_model().objects.create_superuser("editor", password="pw")
    for _number in range(3):
        make_summary(topics=[rapport])
    before = changes.edition()
    merging.merge_terms(gone=rapport, into=alliance, by=editor)
    (change,) = changes.since(before)
    assert (change.object_type, change.object_id, change.by) == ("topic", str(alliance.pk), editor)
    assert change.label == "Rapport → Alliance"


def test_every_way_of_writing_the_one_is_another_word_for_the_other(rapport: Topic, alliance: Topic) -> None:
    merging.merge_terms(gone=rapport, into=alliance, by=None)
    alliance.refresh_from_db()
    assert alliance.aliases == ["working alliance", "Rapport", "Le rapport", "bond"]
    found = TermIndex.load(Topic)
    assert found.find("le rapport") == alliance == found.find("Bond")


def test_every_address_leads_to_the_one_that_stays(client: Client, rapport: Topic, alliance: Topic) -> None:
    make_summary(topics=[rapport], digest=make_digest())
    rapport.slug = "therapeutic-rapport"
    rapport.save()
    merging.merge_terms(gone=rapport, into=alliance, by=None)
    for old in ("rapport", "therapeutic-rapport"):
        for ending in ("", "feed.atom", "feed.json", "citations.ris", "citations.bib", "citations.json"):
            answer = client.get(f"/topics/{old}/{ending}")
            assert (answer.status_code, answer["Location"]) == (308, f"/topics/alliance/{ending}"), ending
        assert client.get(f"/fr/topics/{old}/")["Location"] == "/fr/topics/alliance/"
        answer = client.get(f"/summaries/?topic={old}")
        assert (answer.status_code, answer["Location"]) == (308, "/summaries/?topic=alliance")
        found = client.get(f"/api/v1/summaries?topic={old}", follow=True)
        assert found.status_code == 200
        assert len(found.json()["items"]) == 1


def test_a_topic_merged_twice_still_redirects(client: Client, rapport: Topic, alliance: Topic) -> None:
    bond = make_topic(name="The bond", slug="the-bond")
    merging.merge_terms(gone=bond, into=rapport, by=None)
    merging.merge_terms(gone=rapport, into=alliance, by=None)
    assert client.get("/topics/the-bond/")["Location"] == "/topics/alliance/"
    assert set(FormerAddress.objects.values_list("object_id", flat=True)) == {str(alliance.pk)}


def test_search_follows(client: Client, rapport: Topic, alliance: Topic) -> None:
    make_summary(title="What happens between two people", topics=[rapport], digest=make_digest())
    following.catch_up()
    merging.merge_terms(gone=rapport, into=alliance, by=None)
    following.catch_up()
    for asked in ("q=rapport", "q=bond", "topic=alliance", "q=topic:rapport"):
        assert "What happens between two people" in client.get(f"/summaries/?{asked}").content.decode(), asked


def test_research_types_merge_too(client: Client) -> None:
    trial, other = make_type(name="Trial", slug="trial"), make_type(name="RCT", slug="rct")
    summary = make_summary(types=[other])
    merging.merge_terms(gone=other, into=trial, by=None)
    assert [kind.name_en for kind in fresh(summary).types.all()] == ["Trial"]
    assert fresh(summary).latest_revision.content["types"] == [trial.pk]
    assert client.get("/types/rct/")["Location"] == "/types/trial/"


def test_people_merge_and_nobody_signs_twice() -> None:
    long, short = make_person(name="Alice Martin"), make_person(name="A. Martin", about="Of Ottawa")
    short.user = get_user_model().objects.create_user("alice")
    short.save()
    alone = make_summary(authors=[short])
    together = make_summary(authors=[short, make_person(name="Bob"), long])
    merging.merge_people(gone=short, into=long, by=None)
    long.refresh_from_db()
    assert not Person.objects.filter(name="A. Martin").exists()
    assert (long.about, str(long.user)) == ("Of Ottawa", "alice")
    for summary, signed in ((alone, ["Alice Martin"]), (together, ["Bob", "Alice Martin"])):
        for record in (fresh(summary), fresh(summary).latest_revision.as_object()):
            assert [row.person.name for row in record.summary_authors.all()] == signed


def test_nothing_merges_into_itself_or_into_what_is_gone(rapport: Topic, alliance: Topic) -> None:
    with pytest.raises(merging.NotMergeable):
        merging.merge_terms(gone=rapport, into=rapport, by=None)
    with pytest.raises(merging.NotMergeable):
        merging.merge_terms(gone=rapport, into=make_type(name="Survey"), by=None)
    merging.merge_terms(gone=rapport, into=alliance, by=None)
    before = changes.edition()
    with pytest.raises(merging.NotMergeable, match="not here any more"):
        merging.merge_terms(gone=rapport, into=alliance, by=None)
    assert changes.edition() == before


def test_the_numbers_before_a_merge_count_drafts_apart(rapport: Topic) -> None:
    make_summary(topics=[rapport])
    make_summary(topics=[rapport], publish=False)
    reach = merging.reach_of_term(rapport)
    assert (reach.summaries, reach.public, reach.drafts) == (2, 1, 1)
    person = make_person()
    assert merging.reach_of_person(person).summaries == 2


def only_in_a_draft(**changed: Any) -> Any:
    """A public summary of which only a draft has these."""
    summary = make_summary(title="Public")
    for name, value in changed.items():
        setattr(summary, name, value)
    summary.save_revision(clean=False)
    return fresh(summary)


def test_what_only_a_draft_names_cannot_be_deleted(rapport: Topic) -> None:
    from apercu.content.models import SummaryArticle, SummaryAuthor

    article, person = make_article(), make_person(name="Bob")
    digest = make_digest(publish=False)
    summary = only_in_a_draft(
        topics=[rapport],
        digest=digest,
        summary_articles=[SummaryArticle(article=article)],
        summary_authors=[SummaryAuthor(person=person)],
    )
    for record in (rapport, article, person, digest):
        with pytest.raises(ProtectedError):
            record.delete()
    publishing.publish(record=summary, by=None)
    assert names(fresh(summary)) == ["Rapport"]
    unused = (make_article(), make_person(name="Nobody"), make_topic(name="Unused"))
    for record in unused:
        record.delete()
    assert Article.objects.filter(pk=unused[0].pk).count() == 0


@settings(max_examples=15, deadline=None)
@given(
    carried=st.lists(st.sets(st.integers(0, 3)), min_size=1, max_size=5),
    steps=st.lists(st.tuples(st.integers(0, 3), st.integers(0, 3)), max_size=3),
)
def test_merging_loses_and_invents_nothing(carried: list[set[int]], steps: list[tuple[int, int]]) -> None:
    """However topics are merged, each summary carries what its topics became, in its row and in its draft."""
    ResearchType.objects.all().delete()
    topics = [make_topic() for _number in range(4)]
    summaries = [make_summary(topics=[topics[one] for one in some], publish=False) for some in carried]
    became = list(range(4))
    for gone, into in steps:
        gone, into = became[gone], became[into]
        if gone == into:
            continue
        merging.merge_terms(gone=topics[gone], into=topics[into], by=None)
        became = [into if one == gone else one for one in became]
    for some, summary in zip(carried, summaries, strict=True):
        expected = sorted({topics[became[one]].pk for one in some})
        assert sorted(fresh(summary).topics.values_list("pk", flat=True)) == expected
        assert sorted(fresh(summary).latest_revision.content["topics"]) == expected
