"""Alerts: a new summary is told to those who chose its topic, once, and not before an editor could withdraw it."""

from __future__ import annotations

import datetime
from collections import Counter, defaultdict
from collections.abc import Callable, Sequence
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from apercu.content import changes
from apercu.content.models import Change, Digest, FollowerMark, SiteSettings, Summary, Topic
from apercu.importing.models import Batch, Item, Outcome
from apercu.mailing.alerts import leaving, noticing
from apercu.mailing.composing import content
from apercu.mailing.models import Alert, AlertItem, Delivery, Mailing, MailSettings, MailState, Subscriber
from tests.builders import make_digest, make_summary, make_topic

pytestmark = pytest.mark.django_db

NOW = datetime.datetime.now(datetime.UTC)
HOUR, DAY = datetime.timedelta(hours=1), datetime.timedelta(days=1)


@pytest.fixture(autouse=True)
def _alerts_are_on() -> None:
    SiteSettings.objects.create(postal_address="1 Long Road, Ottawa")
    MailSettings.objects.create(sender="digest@example.org", alerts=True)
    follow()


def follow() -> None:
    """Bring alerts up to date; the first time they begin with what is there."""
    FollowerMark.objects.get_or_create(name="alerts", defaults={"mark": changes.edition()})
    noticing.catch_up()


def make_reader(email: str = "anna@example.org", *, topics: Sequence[Topic] = (), **given: Any) -> Subscriber:
    chosen = {
        "email": email,
        "email_key": email,
        "state": Subscriber.State.ACTIVE,
        "often": Subscriber.Often.ALERTS,
        "created_at": NOW - 90 * DAY,
        "confirmed_at": NOW - 90 * DAY,
        "all_topics": not topics,
        **given,
    }
    reader = Subscriber.objects.create(**chosen)
    reader.topics.set(topics)
    return reader


def this_month() -> Digest:
    first = NOW.date().replace(day=1)
    return Digest.objects.filter(month=first).first() or make_digest(month=first)


def publish(**given: Any) -> Summary:
    summary = make_summary(**{"digest": this_month(), **given})
    follow()
    return summary


def leave(at: datetime.datetime) -> list[tuple[str, str]]:
    """Who is told of what, by what leaves at this time."""
    mailing = leaving.leave(at=at)
    if mailing is None:
        return []
    titles = {str(one.pk): one.title for one in Summary.objects.all()}
    copies = mailing.deliveries.select_related("subscriber").order_by("pk")
    return [(str(copy.subscriber), titles[part]) for copy in copies for part in copy.parts.split(",")]


def test_a_new_summary_is_told_two_hours_later_to_those_who_chose_its_topic() -> None:
    empathy = make_topic(name="Empathy")
    make_reader("anna@example.org", topics=[empathy])
    make_reader("ben@example.org", topics=[make_topic(name="Sleep")])
    make_reader("monthly@example.org", often=Subscriber.Often.DIGEST)
    make_reader("gone@example.org", state=Subscriber.State.LEFT)
    make_reader("bounced@example.org", blocked=Subscriber.Blocked.BOUNCED)
    publish(title="Empathy grows", topics=[empathy])
    assert leave(NOW + 1.9 * HOUR) == []
    assert leave(NOW + 2.1 * HOUR) == [("anna@example.org", "Empathy grows")]
    mailing = Mailing.objects.get()
    assert (mailing.kind, mailing.state) == ("alerts", "sending")
    assert [one.key for one in content.of_mailing(mailing).summaries] == [Summary.objects.get().pk]


def test_nobody_is_told_twice_however_often_it_is_asked() -> None:
    make_reader()
    publish()
    assert len(leave(NOW + 3 * HOUR)) == 1
    assert leave(NOW + 3 * HOUR) == leave(NOW + 8 * DAY) == []


def test_who_withdraws_a_summary_in_time_stops_its_alert_for_ever() -> None:
    make_reader()
    summary = publish()
    summary.unpublish()
    follow()
    summary.latest_revision.publish()
    follow()
    assert leave(NOW + 3 * HOUR) == []
    assert Alert.objects.get().state == Alert.State.CANCELLED


def test_correcting_or_publishing_again_tells_nobody() -> None:
    MailSettings.objects.update(alerts=False)
    make_reader()
    summary = publish()
    MailSettings.objects.update(alerts=True)
    summary.title = "Corrected"
    summary.save_revision().publish()
    summary.refresh_from_db()
    summary.unpublish()
    summary.save_revision().publish()
    follow()
    assert not Alert.objects.exists()


def test_what_is_old_imported_or_from_before_the_rules_is_no_news() -> None:
    make_reader()
    publish(title="Old", digest=make_digest(month=(NOW - 70 * DAY).date().replace(day=1)))
    publish(title="Legacy", legacy=True)
    batch = Batch.objects.create(started_at=NOW)
    imported = publish(title="Imported")
    Item.objects.create(batch=batch, path="a.md", summary=imported, outcome=Outcome.CREATED)
    met = publish(title="Met again by an import")
    Item.objects.create(batch=batch, path="b.md", summary=met, outcome=Outcome.UNCHANGED)
    assert leave(NOW + 3 * HOUR) == [("anna@example.org", "Met again by an import")]


def test_last_months_summary_is_news_still() -> None:
    make_reader()
    last_month = (NOW.date().replace(day=1) - DAY).replace(day=1)
    publish(title="Late", digest=make_digest(month=last_month))
    assert leave(NOW + 3 * HOUR) == [("anna@example.org", "Late")]


def test_who_wants_one_a_week_gets_the_rest_a_week_later_in_one_mail() -> None:
    make_reader(weekly_cap=1)
    publish(title="First")
    assert len(leave(NOW + 3 * HOUR)) == 1
    publish(title="Second")
    publish(title="Third")
    assert leave(NOW + 2 * DAY) == []
    week = NOW + 7 * DAY + 3 * HOUR
    assert leave(week) == [("anna@example.org", "Second"), ("anna@example.org", "Third")]


def test_what_somebody_had_in_a_digest_is_not_told_again() -> None:
    reader = make_reader()
    summary = publish()
    digest = Mailing.objects.create(name="2026-11", created_at=NOW, digest=this_month(), state="sent")
    Delivery.objects.create(
        mailing=digest, subscriber=reader, language="en", parts=str(summary.pk), state="sent", next_at=NOW
    )
    assert leave(NOW + 3 * HOUR) == []


@pytest.mark.parametrize(
    "obstacle",
    [
        pytest.param(lambda: MailSettings.objects.update(alerts=False), id="no order"),
        pytest.param(lambda: MailSettings.objects.update(sender=""), id="no sender"),
        pytest.param(lambda: SiteSettings.objects.update(postal_address=""), id="no postal address"),
        pytest.param(
            lambda: MailState.objects.create(held_since=NOW, held_for="restored"), id="all mail is held"
        ),
    ],
)
def test_nothing_leaves(obstacle: Callable[[], object]) -> None:
    make_reader()
    publish()
    obstacle()
    assert leave(NOW + 3 * HOUR) == []


def test_switching_alerts_on_tells_nobody_of_what_lies_behind() -> None:
    MailSettings.objects.update(alerts=False)
    make_reader()
    publish()
    MailSettings.objects.update(alerts=True)
    follow()
    assert leave(NOW + 3 * HOUR) == []


def test_a_site_whose_alerts_begin_today_tells_nobody_of_its_archive() -> None:
    FollowerMark.objects.filter(name="alerts").delete()
    make_reader()
    make_summary(digest=this_month())
    noticing.catch_up()
    assert not Alert.objects.exists()


# A history: after some hours a summary of one of three topics is published, withdrawn, brought back.
STEPS = st.lists(
    st.tuples(
        st.integers(0, 60), st.sampled_from(["publish", "withdraw", "again", "nothing"]), st.integers(0, 2)
    ),
    max_size=14,
)
PEOPLE = st.lists(
    st.tuples(st.frozensets(st.integers(0, 2), max_size=2), st.integers(1, 3)), min_size=1, max_size=3
)


@settings(
    max_examples=15,  # each publishes up to fourteen summaries
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)
@given(steps=STEPS, people=PEOPLE)
def test_no_history_tells_anybody_an_unchosen_topic_a_repeat_or_more_than_they_wanted(
    steps: list[tuple[int, str, int]], people: list[tuple[frozenset[int], int]]
) -> None:
    for model in (AlertItem, Delivery, Mailing, Alert, Subscriber):
        model._default_manager.all().delete()
    Summary.objects.all().delete()
    follow()
    topics = [make_topic(name=f"Topic of history {number}") for number in range(3)]
    for number, (chosen, cap) in enumerate(people):
        make_reader(f"p{number}@example.org", topics=[topics[one] for one in sorted(chosen)], weekly_cap=cap)
    at, last = NOW, None
    for hours, step, topic in steps:
        at += hours * HOUR
        last = take(step, last, topics[topic], at=at)
        leaving.leave(at=at)
    leaving.leave(at=at + 3 * HOUR)
    see_that_nobody_heard_too_much()


def take(step: str, last: Summary | None, topic: Topic, *, at: datetime.datetime) -> Summary | None:
    """One step of a history at its hour."""
    before = changes.edition()
    if step == "publish":
        last = make_summary(topics=[topic])
    elif step == "withdraw" and last is not None and last.live:
        last.unpublish()
    elif step == "again" and last is not None and not last.live:
        last.latest_revision.publish()
    Change.objects.filter(pk__gt=before).update(at=at)
    if last is not None:
        last.refresh_from_db()
    follow()
    return last


def see_that_nobody_heard_too_much() -> None:
    heard: dict[Subscriber, list[datetime.datetime]] = defaultdict(list)
    told: Counter[tuple[Subscriber, str]] = Counter()
    for copy in Delivery.objects.select_related("subscriber", "mailing"):
        reader, when = copy.subscriber, copy.mailing.started_at
        assert reader is not None
        assert when is not None
        heard[reader].append(when)
        chosen = set(reader.topics.values_list("pk", flat=True))
        for key in copy.parts.split(","):
            told[reader, key] += 1
            topics = set(Summary.objects.get(pk=key).topics.values_list("pk", flat=True))
            assert reader.all_topics or chosen & topics
    assert set(told.values()) <= {1}
    for reader, times in heard.items():
        for one in times:
            assert sum(one <= other < one + 7 * DAY for other in times) <= reader.weekly_cap
            assert sum(one <= other < one + DAY for other in times) == 1
