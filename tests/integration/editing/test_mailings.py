"""The desk's screens of the monthly mail: begun, looked at, sent by one explicit act, watched, decided about."""

from __future__ import annotations

import datetime
from typing import Any

import pytest
from django.contrib.auth import get_user_model
from django.test import Client
from django.utils import timezone
from selectolax.lexbor import LexborHTMLParser

from apercu.content.models import SiteSettings
from apercu.mailing.models import Delivery, Mailing, MailSettings, MailState, Subscriber
from tests.builders import make_digest, make_summary, make_topic
from tests.integration.editing.accounts import account

pytestmark = pytest.mark.django_db

HERE = "/desk/mailings/"
JUNE = datetime.date(2021, 6, 1)


@pytest.fixture(autouse=True)
def _mail_is_set_up(settings: Any) -> None:
    settings.SITE_URL = "https://digest.example.org"
    SiteSettings.objects.create(name="The Digest", postal_address="1 Long Road, Ottawa")
    MailSettings.objects.create(sender="digest@example.org")
    make_summary(title="Empathy grows", digest=make_digest(month=JUNE), topics=[make_topic(name="Empathy")])


def subscribe(email: str, **given: Any) -> Subscriber:
    chosen = {"email": email, "email_key": email, "state": "active", "created_at": timezone.now(), **given}
    return Subscriber.objects.create(**chosen)


def begin(desk: Client) -> Mailing:
    """A mailing of June, with the words it begins with."""
    key = LexborHTMLParser(desk.get(HERE).text).css("#digest option")[0].attributes["value"]
    desk.post(f"{HERE}begin/", {"digest": key})
    return Mailing.objects.get()


def words(answer: Any) -> str:
    (body,) = LexborHTMLParser(answer.text).css("main")
    return " ".join(body.text().split())


def test_publishing_a_month_sends_nothing_and_offers_its_mailing(desk: Client) -> None:
    assert not Mailing.objects.exists()
    assert "June 2021" in words(desk.get(HERE))
    mailing = begin(desk)
    assert (mailing.state, mailing.created_by) == ("draft", get_user_model().objects.get())
    assert "Every public digest has its mailing." in words(desk.get(HERE))
    assert not Delivery.objects.exists()


def test_who_begins_a_month_that_is_begun_is_led_to_it(desk: Client) -> None:
    mailing = begin(desk)
    answer = desk.post(f"{HERE}begin/", {"digest": mailing.digest_id})
    assert answer["Location"] == f"{HERE}{mailing.pk}/"
    assert Mailing.objects.count() == 1


def test_the_words_are_written_and_both_parts_looked_at(desk: Client) -> None:
    mailing = begin(desk)
    new = {
        "subject": "Does empathy grow?",
        "preheader": "It does.",
        "subject_fr": "L’empathie",
        "preheader_fr": "",
    }
    assert desk.post(f"{HERE}{mailing.pk}/", new).status_code == 302
    mailing.refresh_from_db()
    assert (mailing.subject, mailing.preheader) == ("Does empathy grow?", "It does.")
    frames = LexborHTMLParser(desk.get(f"{HERE}{mailing.pk}/").text).css("iframe")
    assert len(frames) == 4
    for frame in frames:
        part = desk.get(frame.attributes["src"] or "")
        assert "Empathy grows" in part.text
        assert "sandbox" in part["Content-Security-Policy"]
        assert "%TOKEN%" not in part.text


def test_what_must_be_mended_is_said_and_nothing_can_be_sent_before(desk: Client) -> None:
    mailing = begin(desk)
    subscribe("anna@example.org")
    SiteSettings.objects.update(postal_address="")
    page = desk.get(f"{HERE}{mailing.pk}/")
    assert "Before it can be sent: The postal address is missing" in words(page)
    assert f"{HERE}{mailing.pk}/send/" not in page.text
    answer = desk.post(f"{HERE}{mailing.pk}/send/", {"named": "1", "now": "1"}, follow=True)
    assert "The postal address is missing" in words(answer)
    assert not Delivery.objects.exists()


def test_sending_is_one_act_that_names_the_count(desk: Client) -> None:
    mailing = begin(desk)
    subscribe("anna@example.org")
    subscribe("bo@example.org", language="fr")
    other = subscribe("cy@example.org", all_topics=False)
    other.topics.set([make_topic(name="Sleep")])
    subscribe("gone@example.org", state="left")
    screen = words(desk.get(f"{HERE}{mailing.pk}/send/"))
    assert "2 readers will get it. English: 1French: 1 1 more reader chose topics" in screen
    assert "Send now to 2 readers" in screen
    answer = desk.post(f"{HERE}{mailing.pk}/send/", {"named": "2", "now": "1"}, follow=True)
    assert "It is being sent to 2 readers." in answer.text
    assert sorted(str(copy.subscriber) for copy in Delivery.objects.all()) == [
        "anna@example.org",
        "bo@example.org",
    ]
    assert "0 of 2 copies" in words(answer)
    assert answer["Refresh"] == "3"


def test_a_second_press_sends_nothing_again(desk: Client) -> None:
    mailing = begin(desk)
    subscribe("anna@example.org")
    for _ in range(2):
        answer = desk.post(f"{HERE}{mailing.pk}/send/", {"named": "1", "now": "1"}, follow=True)
    assert Delivery.objects.count() == 1
    assert "being sent already" in answer.text


def test_where_the_number_has_changed_much_it_is_shown_again(desk: Client) -> None:
    mailing = begin(desk)
    for number in range(30):
        subscribe(f"p{number}@example.org")
    answer = desk.post(f"{HERE}{mailing.pk}/send/", {"named": "10", "now": "1"})
    assert "The number of readers has changed meanwhile." in answer.text
    assert "Send now to 30 readers" in words(answer)
    assert not Delivery.objects.exists()


def test_a_mailing_gets_its_hour_and_loses_it(desk: Client) -> None:
    mailing = begin(desk)
    subscribe("anna@example.org")
    for hour, said in (("", "Choose the day and the hour."), ("2020-01-01T10:00", "Choose an hour to come")):
        answer = desk.post(f"{HERE}{mailing.pk}/send/", {"named": "1", "send_at": hour, "later": "1"})
        assert said in answer.text
    answer = desk.post(
        f"{HERE}{mailing.pk}/send/", {"named": "1", "send_at": "2099-06-01T10:00", "later": "1"}, follow=True
    )
    assert "It leaves on June 1, 2099, 10 a.m." in answer.text
    mailing.refresh_from_db()
    assert mailing.state == "scheduled"
    assert not Delivery.objects.exists()
    assert "It is a draft again" in desk.post(f"{HERE}{mailing.pk}/unschedule/", follow=True).text


def sent_to(desk: Client, *emails: str) -> Mailing:
    mailing = begin(desk)
    for email in emails:
        subscribe(email)
    desk.post(f"{HERE}{mailing.pk}/send/", {"named": str(len(emails)), "now": "1"})
    return mailing


def test_it_is_paused_resumed_and_cancelled(desk: Client) -> None:
    mailing = sent_to(desk, "anna@example.org", "bo@example.org")
    page = desk.post(f"{HERE}{mailing.pk}/pause/", follow=True)
    assert "Somebody paused it." in words(page)
    assert "It goes on where it stopped." in desk.post(f"{HERE}{mailing.pk}/resume/", follow=True).text
    assert "Cancelled: 2 copies were not sent." in desk.post(f"{HERE}{mailing.pk}/cancel/", follow=True).text
    answer = desk.post(f"{HERE}{mailing.pk}/resume/", follow=True)
    assert "this cannot be done" in answer.text
    assert set(Delivery.objects.values_list("state", flat=True)) == {"cancelled"}


def test_what_became_unclear_is_decided_by_a_person(desk: Client) -> None:
    mailing = sent_to(desk, "anna@example.org", "bo@example.org")
    Delivery.objects.update(state="unclear")
    Mailing.objects.update(state="sent")
    assert "needs you" in words(desk.get(HERE))
    page = desk.get(f"{HERE}{mailing.pk}/copies/")
    assert "It may have arrived." in words(page)
    anna, bo = Delivery.objects.order_by("pk")
    desk.post(f"{HERE}{mailing.pk}/copies/{anna.pk}/decide/", {"again": "1"})
    desk.post(f"{HERE}{mailing.pk}/copies/{bo.pk}/decide/")
    assert list(Delivery.objects.order_by("pk").values_list("state", flat=True)) == ["queued", "unclear"]
    mailing.refresh_from_db()
    assert mailing.state == "sending"


def test_what_failed_is_listed_with_its_reason_and_tried_again(desk: Client) -> None:
    mailing = sent_to(desk, "anna@example.org")
    Delivery.objects.update(state="failed", reason="550 5.1.1 No such user")
    assert "anna@example.org failed 550 5.1.1 No such user" in words(
        desk.get(f"{HERE}{mailing.pk}/copies/?show=failed")
    )
    assert "1 copy is tried again." in desk.post(f"{HERE}{mailing.pk}/retry/", follow=True).text
    assert desk.get(f"{HERE}{mailing.pk}/copies/?show=nonsense").status_code == 404


def test_who_may_not_know_subscribers_reads_no_address(desk: Client) -> None:
    mailing = sent_to(desk, "anna@example.org")
    Delivery.objects.update(state="failed", reason="550 5.1.1 No such user")
    page = words(account("operator", "view_mailing").get(f"{HERE}{mailing.pk}/copies/?show=failed"))
    assert "550 5.1.1 No such user" in page
    assert "anna" not in page


def test_mail_that_is_held_back_leaves_when_a_person_says_so(desk: Client) -> None:
    MailState.objects.create(held_since=timezone.now(), held_for="restored")
    assert "This site was restored from a backup." in words(desk.get(HERE))
    assert "Mail leaves again." in desk.post(f"{HERE}release/", follow=True).text
    assert "restored" not in words(desk.get(HERE))


def test_a_worker_that_is_not_there_is_missed(desk: Client) -> None:
    mailing = sent_to(desk, "anna@example.org")
    assert "have never run here" in words(desk.get(f"{HERE}{mailing.pk}/"))
    MailState.objects.update_or_create(pk=1, defaults={"worker_seen_at": timezone.now()})
    assert "Nothing is being sent" not in words(desk.get(f"{HERE}{mailing.pk}/"))


def test_a_test_goes_to_whoever_asks_and_needs_a_server(desk: Client) -> None:
    mailing = begin(desk)
    answer = desk.post(f"{HERE}{mailing.pk}/test/", {"language": "en"}, follow=True)
    assert "Your account has no e-mail address" in answer.text
    get_user_model().objects.update(email="editor@example.org")
    answer = desk.post(f"{HERE}{mailing.pk}/test/", {"language": "en"}, follow=True)
    assert "There is no mail server in the settings." in answer.text
    assert not Delivery.objects.exists()


def test_who_may_look_may_not_send() -> None:
    mailing = Mailing.objects.create(name="2021-06", created_at=timezone.now(), subject="June")
    looking = account("looking", "view_mailing")
    assert looking.get(f"{HERE}{mailing.pk}/").status_code == 200
    for path in ("send/", "pause/", "cancel/", "test/"):
        answer = looking.post(f"{HERE}{mailing.pk}/{path}")
        assert answer.status_code == 302
        assert answer["Location"] == "/desk/"
    writing = account("writing", "view_mailing", "change_mailing")
    assert f"{HERE}{mailing.pk}/send/" not in writing.get(f"{HERE}{mailing.pk}/").text


def test_a_long_list_asks_no_more_queries(desk: Client, django_assert_max_num_queries: Any) -> None:
    for number in range(25):
        mailing = Mailing.objects.create(name=f"m{number}", created_at=timezone.now(), state="sent")
        Delivery.objects.create(mailing=mailing, next_at=timezone.now(), language="en", state="sent")
    desk.get(HERE)
    with django_assert_max_num_queries(20):
        desk.get(HERE)
