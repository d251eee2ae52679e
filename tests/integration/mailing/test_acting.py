"""What a person does with a mailing, in its time and out of it; who gets it."""

from __future__ import annotations

import datetime
import threading
from typing import Any

import pytest
from django.contrib.auth import get_user_model
from django.db import connection
from wagtail.models import ModelLogEntry

from apercu.mailing import standing
from apercu.mailing.models import Delivery, Mailing, MailSettings, MailState, Subscriber
from apercu.mailing.sending import acting, claiming, holding, noting, pausing, recipients, scheduled
from apercu.mailing.sending.starting import CannotBeSent, NotItsTurn
from tests.builders import make_digest, make_summary, make_topic, make_type
from tests.integration.mailing import sending_sites as sites
from tests.integration.mailing.sending_sites import AT

pytestmark = pytest.mark.django_db

HOUR = datetime.timedelta(hours=1)
State = Mailing.State


@pytest.fixture
def ada() -> Any:
    """Who may send."""
    return get_user_model().objects.create_user("ada")


@pytest.fixture
def mailing() -> Mailing:
    """A draft, and five who would get it."""
    sites.a_sender()
    sites.subscribers(5)
    return sites.a_mailing()


def state_of(mailing: Mailing) -> str:
    return str(Mailing.objects.values_list("state", flat=True).get(pk=mailing.pk))


def acts() -> list[str]:
    return list(ModelLogEntry.objects.order_by("pk").values_list("action", flat=True))


def send(mailing: Mailing, by: Any = None) -> int:
    return acting.send(mailing=mailing, by=by, at=AT, freeze=sites.freeze)


# --- sending


def test_publishing_a_digest_sends_nothing() -> None:
    sites.a_sender()
    sites.subscribers(3)
    make_summary(digest=make_digest())
    assert (Mailing.objects.count(), Delivery.objects.count()) == (0, 0)


def test_send_writes_everybody_down_and_says_how_many(mailing: Mailing, ada: Any) -> None:
    assert send(mailing, by=ada) == 5
    assert sites.states(mailing) == {Delivery.State.QUEUED: 5}
    mailing.refresh_from_db()
    assert (mailing.state, mailing.started_at, mailing.sent_by) == (State.SENDING, AT, ada)
    assert mailing.content["summaries"] == sites.summaries()["summaries"]
    (entry,) = ModelLogEntry.objects.all()
    assert (entry.action, entry.user, entry.data["recipients"]) == (noting.SENT, ada, 5)


def test_the_second_of_two_clicks_changes_nothing(mailing: Mailing) -> None:
    send(mailing)
    with pytest.raises(NotItsTurn, match="being sent already"):
        send(mailing)
    assert mailing.deliveries.count() == 5
    assert acts() == [noting.SENT]


@pytest.mark.django_db(transaction=True, serialized_rollback=True)
def test_of_two_clicks_in_the_same_moment_one_sends() -> None:
    sites.a_sender()
    sites.subscribers(300)
    mailing, said = sites.a_mailing(), []
    both = threading.Barrier(2)

    def click() -> None:
        both.wait()
        try:
            said.append(str(send(Mailing.objects.get(pk=mailing.pk))))
        except NotItsTurn:
            said.append("not its turn")
        finally:
            connection.close()

    clicks = [threading.Thread(target=click) for _ in range(2)]
    for one in clicks:
        one.start()
    for one in clicks:
        one.join()
    assert sorted(said) == ["300", "not its turn"]
    assert mailing.deliveries.count() == 300


def test_without_anybody_to_get_it_nothing_is_sent(mailing: Mailing) -> None:
    Subscriber.objects.update(state=Subscriber.State.LEFT)
    with pytest.raises(CannotBeSent, match="Nobody would get"):
        send(mailing)
    assert state_of(mailing) == State.DRAFT


def test_only_who_is_subscribed_reachable_and_wants_digests_gets_one(mailing: Mailing) -> None:
    Subscriber.objects.all().delete()
    sites.a_subscriber("yes@example.org")
    sites.a_subscriber("pending@example.org", state=Subscriber.State.PENDING)
    sites.a_subscriber("left@example.org", state=Subscriber.State.LEFT)
    sites.a_subscriber("bounced@example.org", blocked=Subscriber.Blocked.BOUNCED)
    sites.a_subscriber("alerts@example.org", often=Subscriber.Often.ALERTS)
    MailSettings.objects.update(alerts=True)
    assert send(mailing) == 1
    assert sites.copy_of(mailing, "yes@example.org").language == "en"


def test_while_alerts_are_off_who_asked_for_them_gets_the_digest(mailing: Mailing) -> None:
    Subscriber.objects.all().delete()
    sites.a_subscriber("alerts@example.org", often=Subscriber.Often.ALERTS)
    MailSettings.objects.update(alerts=False)
    assert send(mailing) == 1


def test_everybody_gets_the_summaries_they_chose_and_who_chose_others_none() -> None:
    sites.a_sender()
    care, aging = make_topic(name="Care"), make_topic(name="Aging")
    survey = make_type(name="Survey")
    content = {
        "summaries": [
            {"key": 11, "topics": [care.pk], "types": [survey.pk]},
            {"key": 12, "topics": [aging.pk], "types": []},
            {"key": 13, "topics": [], "types": [survey.pk]},
        ]
    }
    sites.a_subscriber("all@example.org", language="fr")
    chose = sites.a_subscriber("care@example.org", all_topics=False)
    chose.topics.set([care])
    both = sites.a_subscriber("both@example.org", all_topics=False, all_types=False)
    both.topics.set([care, aging])
    both.types.set([survey])
    sites.a_subscriber("nothing@example.org", all_topics=False)
    mailing = sites.a_mailing()

    counted = recipients.count(mailing=mailing, content=content)
    assert (dict(counted.by_language), counted.total, counted.chose_others) == ({"fr": 1, "en": 2}, 3, 1)
    assert acting.send(mailing=mailing, by=None, at=AT, freeze=lambda _mailing: content) == 3
    parts = dict(mailing.deliveries.values_list("subscriber__email", "parts"))
    assert parts == {"all@example.org": "11,12,13", "care@example.org": "11", "both@example.org": "11"}


# --- at an hour


def test_a_scheduled_mailing_begins_at_its_hour_with_who_is_there_then(mailing: Mailing, ada: Any) -> None:
    acting.schedule(mailing=mailing, send_at=AT + HOUR, by=ada, at=AT, freeze=sites.freeze)
    scheduled.start_due(at=AT + HOUR - datetime.timedelta(seconds=1), freeze=sites.freeze)
    assert (state_of(mailing), mailing.deliveries.count()) == (State.SCHEDULED, 0)
    sites.a_subscriber("late@example.org")
    scheduled.start_due(at=AT + HOUR, freeze=sites.freeze)
    scheduled.start_due(at=AT + HOUR, freeze=sites.freeze)
    assert (state_of(mailing), mailing.deliveries.count()) == (State.SENDING, 6)
    assert ModelLogEntry.objects.get(action=noting.SENT).user == ada


def test_one_that_cannot_be_sent_at_its_hour_is_a_draft_again_and_says_why(mailing: Mailing) -> None:
    acting.schedule(mailing=mailing, send_at=AT + HOUR, by=None, at=AT, freeze=sites.freeze)

    def not_any_more(_mailing: Mailing) -> dict[str, Any]:
        raise CannotBeSent("The digest is not public.", "There is no postal address.")

    scheduled.start_due(at=AT + HOUR, freeze=not_any_more)
    mailing.refresh_from_db()
    assert (mailing.state, mailing.send_at, mailing.deliveries.count()) == (State.DRAFT, None, 0)
    assert pausing.sentence_of(mailing) == (
        "It could not be sent at its hour. Said was: “The digest is not public. There is no postal address.”"
    )


def test_an_hour_that_is_over_and_a_mailing_that_is_not_ready_are_refused_at_once(mailing: Mailing) -> None:
    with pytest.raises(CannotBeSent, match="That hour is over"):
        acting.schedule(mailing=mailing, send_at=AT, by=None, at=AT, freeze=sites.freeze)

    def never(_mailing: Mailing) -> dict[str, Any]:
        raise CannotBeSent("There is no subject.")

    with pytest.raises(CannotBeSent, match="no subject"):
        acting.schedule(mailing=mailing, send_at=AT + HOUR, by=None, at=AT, freeze=never)
    assert state_of(mailing) == State.DRAFT


def test_taken_off_the_schedule_it_is_a_draft(mailing: Mailing) -> None:
    acting.schedule(mailing=mailing, send_at=AT + HOUR, by=None, at=AT, freeze=sites.freeze)
    acting.unschedule(mailing=mailing, by=None, at=AT)
    scheduled.start_due(at=AT + HOUR, freeze=sites.freeze)
    assert state_of(mailing) == State.DRAFT
    assert acts() == [noting.SCHEDULED, noting.UNSCHEDULED]


# --- stopping


def test_paused_and_resumed_it_goes_on_where_it_was(mailing: Mailing) -> None:
    send(mailing)
    acting.pause(mailing=mailing, by=None, at=AT)
    assert pausing.sentence_of(mailing) == "Somebody paused it."
    acting.resume(mailing=mailing, by=None, at=AT)
    assert (state_of(mailing), pausing.sentence_of(mailing)) == (State.SENDING, "")
    assert acts() == [noting.SENT, noting.PAUSED, noting.RESUMED]


@pytest.mark.parametrize("act", [acting.pause, acting.resume, acting.unschedule, acting.cancel])
def test_what_does_not_fit_its_state_is_refused_with_a_sentence(mailing: Mailing, act: Any) -> None:
    with pytest.raises(NotItsTurn, match="being written"):
        act(mailing=mailing, by=None, at=AT)
    assert (state_of(mailing), acts()) == (State.DRAFT, [])


def test_after_a_cancelled_mailing_another_reaches_only_who_did_not_get_the_first() -> None:
    sites.a_sender()
    sites.subscribers(6)
    digest = make_digest()
    first = sites.a_mailing(digest=digest)
    send(first)
    had, may_have, *_waiting = claiming.reserve(mailing=first.pk, worker="a", at=AT, lease=HOUR, size=4)
    for row in (had, may_have):
        assert claiming.claim(row, worker="a", at=AT, lease=HOUR, token_hash=row.email)
    claiming.sent(delivery=had.delivery, worker="a", at=AT)
    assert acting.cancel(mailing=first, by=None, at=AT) == 4

    second = sites.a_mailing(digest=digest)
    with pytest.raises(CannotBeSent, match="still leaving"):
        send(second)
    claiming.recover(at=AT + 2 * HOUR)
    assert send(second) == 4
    reached = set(second.deliveries.values_list("subscriber__email", flat=True))
    assert not reached & {had.email, may_have.email}


# --- deciding about copies


def put(mailing: Mailing, state: str) -> Delivery:
    """A copy of a mailing that is over, in this state."""
    send(mailing)
    mailing.deliveries.update(state=Delivery.State.SENT)
    Mailing.objects.filter(pk=mailing.pk).update(state=State.SENT, finished_at=AT)
    copy = mailing.deliveries.order_by("pk").first()
    assert copy is not None
    Delivery.objects.filter(pk=copy.pk).update(state=state, attempts=3, reason="421 bye")
    return Delivery.objects.get(pk=copy.pk)


def test_an_unclear_copy_that_is_sent_again_waits_and_its_mailing_goes_on(mailing: Mailing) -> None:
    copy = put(mailing, Delivery.State.UNCLEAR)
    assert acting.to_decide(mailing) == 1
    acting.send_again(delivery=copy, by=None, at=AT)
    copy.refresh_from_db()
    assert (copy.state, state_of(mailing), acting.to_decide(mailing)) == ("queued", State.SENDING, 0)
    with pytest.raises(NotItsTurn, match="known by now"):
        acting.send_again(delivery=copy, by=None, at=AT)


def test_an_unclear_copy_that_is_left_stays_so_and_nobody_is_asked_again(mailing: Mailing) -> None:
    copy = put(mailing, Delivery.State.UNCLEAR)
    acting.leave_unclear(delivery=copy, by=None, at=AT)
    copy.refresh_from_db()
    assert (copy.state, state_of(mailing), acting.to_decide(mailing)) == ("unclear", State.SENT, 0)
    assert acts()[-1] == noting.LEFT_UNCLEAR


def test_failed_copies_are_tried_again_from_the_beginning(mailing: Mailing) -> None:
    copy = put(mailing, Delivery.State.FAILED)
    assert acting.retry_failed(mailing=mailing, by=None, at=AT) == 1
    copy.refresh_from_db()
    assert (copy.state, copy.attempts, state_of(mailing)) == ("queued", 0, State.SENDING)
    with pytest.raises(NotItsTurn, match="has failed"):
        acting.retry_failed(mailing=mailing, by=None, at=AT)


def test_nothing_is_decided_about_a_cancelled_mailing(mailing: Mailing) -> None:
    copy = put(mailing, Delivery.State.UNCLEAR)
    Mailing.objects.update(state=State.CANCELLED)
    with pytest.raises(NotItsTurn, match="was cancelled"):
        acting.send_again(delivery=copy, by=None, at=AT)
    assert Delivery.objects.get(pk=copy.pk).state == Delivery.State.UNCLEAR


# --- holding everything


def test_held_mail_leaves_when_a_person_lets_it(ada: Any) -> None:
    holding.hold(reason=holding.RESTORED, at=AT)
    assert holding.sentence_of_hold().startswith("This site was restored from a backup.")
    assert standing.is_held()
    holding.release(by=ada, at=AT)
    assert (standing.is_held(), holding.sentence_of_hold()) == (False, "")
    assert ModelLogEntry.objects.get(action=noting.RELEASED).user == ada
    with pytest.raises(NotItsTurn, match="not held back"):
        holding.release(by=ada, at=AT)
    assert MailState.objects.count() == 1
