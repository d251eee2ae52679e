"""Topics, types and months set from outside: readers and drafts each get them, and nothing else goes public."""

from __future__ import annotations

import datetime
from typing import Any

import pytest
from django.contrib.auth import get_user_model
from django.utils import timezone
from wagtail.models import ModelLogEntry

from apercu.content import arranging, changes, publishing, rules
from apercu.content.models import Change, Summary
from tests.builders import make_digest, make_summary, make_topic, make_type

pytestmark = pytest.mark.django_db


@pytest.fixture
def editor() -> Any:
    return get_user_model().objects.create_superuser("editor", password="pw")


def fresh(summary: Summary) -> Any:
    return Summary.objects.get(pk=summary.pk)


def draft_of(summary: Summary) -> Any:
    return fresh(summary).latest_revision.as_object()


def names(record: Any) -> set[str]:
    return {topic.name_en for topic in record.topics.all()}


def with_changes_not_public(**fields: Any) -> Any:
    """A public summary whose title somebody changed in a draft."""
    summary = make_summary(title="As readers see it", **fields)
    draft = fresh(summary)
    draft.title = "As the draft has it"
    draft.save_revision(clean=False)
    return fresh(summary)


def test_a_topic_reaches_readers_and_the_draft_and_publishes_nothing_else(editor: Any) -> None:
    summary, empathy = with_changes_not_public(), make_topic(name="Empathy")
    before = changes.edition()
    assert arranging.set_topics(summary=summary, add=[empathy], by=editor)
    assert names(fresh(summary)) == {"Alliance", "Empathy"} == names(draft_of(summary))
    assert fresh(summary).title == "As readers see it"
    assert draft_of(summary).title == "As the draft has it"
    assert fresh(summary).has_unpublished_changes
    written = list(changes.since(before))
    assert [(change.object_type, change.kind, change.by) for change in written] == [
        ("summary", "changed", editor)
    ]
    publishing.publish(record=fresh(summary), by=editor)
    assert (fresh(summary).title, names(fresh(summary))) == ("As the draft has it", {"Alliance", "Empathy"})


def test_a_public_summary_without_changes_stays_without_changes(editor: Any) -> None:
    summary = make_summary(title="Read by many")
    arranging.set_topics(summary=summary, add=[make_topic(name="Empathy")], by=editor)
    after = fresh(summary)
    assert not after.has_unpublished_changes
    assert after.live_revision_id == after.latest_revision_id
    assert names(after.latest_revision.as_object()) == {"Alliance", "Empathy"}
    assert after.last_published_at == summary.last_published_at


def test_a_draft_gets_it_and_no_edition_moves(editor: Any) -> None:
    summary, empathy = make_summary(title="Not yet", publish=False), make_topic(name="Empathy")
    before = changes.edition()
    arranging.set_topics(summary=summary, add=[empathy], by=editor)
    assert names(fresh(summary)) == {"Alliance", "Empathy"} == names(draft_of(summary))
    assert changes.edition() == before


def test_a_draft_that_carries_it_alone_keeps_its_own_topics(editor: Any) -> None:
    summary = with_changes_not_public()
    draft = draft_of(summary)
    draft.topics = [make_topic(name="Shame"), make_topic(name="Empathy")]
    draft.save_revision(clean=False)
    arranging.set_topics(summary=summary, add=[make_topic(name="Empathy")], by=editor)
    assert names(fresh(summary)) == {"Alliance", "Empathy"}
    assert names(draft_of(summary)) == {"Shame", "Empathy"}
    assert draft_of(summary).title == "As the draft has it"


def test_what_was_withdrawn_keeps_its_latest_draft(editor: Any) -> None:
    summary = with_changes_not_public()
    publishing.unpublish(record=summary, by=editor)
    arranging.set_topics(summary=fresh(summary), add=[make_topic(name="Empathy")], by=editor)
    assert draft_of(summary).title == "As the draft has it"
    assert names(draft_of(summary)) == {"Alliance", "Empathy"}


def test_the_last_topic_of_a_public_summary_cannot_be_taken_off(editor: Any) -> None:
    summary = make_summary()
    before = Change.objects.count()
    with pytest.raises(rules.Unpublishable) as refusal:
        arranging.set_topics(summary=summary, take=[make_topic(name="Alliance")], by=editor)
    assert [problem.code for problem in refusal.value.problems] == ["topic-missing"]
    assert names(fresh(summary)) == {"Alliance"}
    assert Change.objects.count() == before


def test_what_it_lacked_before_does_not_stand_in_the_way(editor: Any) -> None:
    summary = make_summary()
    article = summary.summary_articles.get().article
    article.year = article.issued = None
    type(article)._base_manager.filter(pk=article.pk).update(year=None)
    assert arranging.set_topics(summary=summary, add=[make_topic(name="Empathy")], by=editor)


def test_nothing_to_do_writes_nothing(editor: Any) -> None:
    summary = make_summary()
    revisions, before = summary.revisions.count(), changes.edition()
    assert not arranging.set_topics(summary=summary, add=[make_topic(name="Alliance")], by=editor)
    assert not arranging.set_types(summary=summary, types=[make_type(name="Meta-analysis")], by=editor)
    assert not arranging.set_digest(summary=summary, digest=None, by=editor)
    assert (summary.revisions.count(), changes.edition()) == (revisions, before)


def test_research_types_are_these_and_no_others(editor: Any) -> None:
    summary = make_summary()
    arranging.set_types(summary=summary, types=[make_type(name="Survey")], by=editor)
    assert [kind.name_en for kind in fresh(summary).types.all()] == ["Survey"]


def test_a_summary_moved_to_a_month_stands_last_there(editor: Any) -> None:
    digest = make_digest(month=datetime.date(2021, 6, 1))
    make_summary(digest=digest, position=4)
    summary = make_summary()
    arranging.set_digest(summary=summary, digest=digest, by=editor)
    assert (fresh(summary).digest, fresh(summary).position) == (digest, 5)


def test_what_has_a_date_or_a_lock_is_left_alone(editor: Any) -> None:
    scheduled = make_summary(publish=False)
    scheduled.go_live_at = timezone.now() + datetime.timedelta(days=1)
    scheduled.save_revision(clean=False).publish(user=editor)
    locked = make_summary(publish=False)
    locked.locked, locked.locked_by = True, get_user_model().objects.create_user("another")
    locked.save()
    for summary, why in ((scheduled, "scheduled"), (locked, "locked")):
        with pytest.raises(arranging.Locked, match=why):
            arranging.set_topics(summary=summary, add=[make_topic(name="Empathy")], by=editor)


def test_history_says_who_did_it(editor: Any) -> None:
    summary = make_summary()
    arranging.set_topics(summary=summary, add=[make_topic(name="Empathy")], by=editor)
    entry = ModelLogEntry.objects.filter(object_id=str(summary.pk), action="wagtail.edit").latest("timestamp")
    assert entry.user == editor
