"""Asking for the mail, as a reader meets it: one field, one mail, one button."""

from __future__ import annotations

import datetime
import re
import smtplib
from collections.abc import Iterator
from typing import Any

import pytest
from django.core.cache import cache
from django.core.mail.backends import locmem
from django.db import connection
from django.test import Client
from django.utils import timezone
from django.utils.html import strip_tags

from apercu.mailing import consent, subscribing
from apercu.mailing.models import ConsentEvent, LinkToken, Subscriber
from apercu.reading.subscribing import limits
from tests.builders import make_digest, make_summary, make_topic, make_type
from tests.integration.mailing.letters import ADDRESS, SENDER, arrived, link_in, set_up_mail
from tests.ports import free_port

pytestmark = pytest.mark.django_db

WHERE = "/subscribe/"
SENT = "/subscribe/sent/"
A_READER = "203.0.113.77"


@pytest.fixture(autouse=True)
def _a_site_with_mail() -> Iterator[None]:
    cache.clear()
    set_up_mail()
    yield
    arrived()


def ask(
    client: Client, email: str = ADDRESS, *, where: str = WHERE, address: str = A_READER, **fields: Any
) -> Any:
    headers = fields.pop("headers", {})
    return client.post(where, {"email": email, **fields}, REMOTE_ADDR=address, headers=headers)


def confirmed(client: Client, email: str = ADDRESS, **fields: Any) -> Subscriber:
    """Somebody who asked and confirmed, some days ago."""
    ask(client, email, **fields)
    path, _token = link_in(arrived()[-1])
    assert client.post(path).status_code == 303
    long_ago = timezone.now() - datetime.timedelta(days=3)
    LinkToken.objects.update(at=long_ago)
    ConsentEvent.objects.update(at=long_ago)
    cache.clear()
    return Subscriber.objects.get(email=email)


def words_of(response: Any) -> str:
    return " ".join(strip_tags(response.content.decode()).split())


# --- asking


@pytest.mark.parametrize(
    ("language", "subject"), [("", "One step left: confirm"), ("/fr", "Encore une étape")]
)
def test_one_field_is_enough_and_one_mail_comes(client: Client, language: str, subject: str) -> None:
    response = ask(client, where=language + WHERE)
    assert (response.status_code, response.headers["Location"]) == (303, language + SENT)
    page = client.get(language + SENT)
    assert SENDER in page.content.decode()
    (letter,) = arrived()
    assert letter.to == [ADDRESS]
    assert letter.from_email == f"Aperçu <{SENDER}>" or SENDER in letter.from_email
    assert subject in letter.subject
    assert link_in(letter)[0].startswith(f"{language}/subscribe/confirm/")
    subscriber = Subscriber.objects.get()
    assert (subscriber.state, subscriber.language, subscriber.all_topics) == (
        "pending",
        language[1:] or "en",
        True,
    )
    event = ConsentEvent.objects.get()
    assert event.kind == "requested"
    assert event.text is not None
    assert event.text.words == consent.words(language[1:] or "en", publisher="Research Network")
    assert event.source == f"http://localhost:8000{language}/subscribe/"


def test_the_mail_has_both_parts_and_the_headers_that_keep_robots_quiet(client: Client) -> None:
    ask(client)
    message: Any = arrived()[0].message()
    assert message.get_content_type() == "multipart/alternative"
    assert [part.get_content_type() for part in message.get_payload()] == ["text/plain", "text/html"]
    assert message["Auto-Submitted"] == "auto-generated"
    assert re.fullmatch(r"<[0-9a-f]{32}@localhost>", message["Message-ID"])
    text, html = arrived()[0].body, str(arrived()[0].alternatives[0][0])
    path, _token = link_in(arrived()[0])
    for part in (text, html):
        assert f"http://localhost:8000{path}" in part
        assert "1 Some Street" in part
    assert max(len(line) for line in text.splitlines() if "http" not in line) <= 72
    assert not re.search(r"src=|url\(", html)  # nothing is fetched when it is opened


def test_choices_made_in_the_form_are_kept(client: Client) -> None:
    for name in ("Empathy", "Alliance"):
        make_topic(name=name)
    make_type(name="Survey")
    ask(client, language="fr", topics="chosen", topic=["empathy", "nothing"], types="all", type=["survey"])
    subscriber = Subscriber.objects.get()
    assert [topic.slug for topic in subscriber.topics.all()] == ["empathy"]
    assert (subscriber.language, subscriber.all_topics, subscriber.all_types) == ("fr", False, True)
    event = ConsentEvent.objects.get()
    assert (event.language, event.details["language"]) == ("en", "fr")  # the words were English
    assert "Encore une étape" in arrived()[0].subject


def test_only_some_topics_and_none_of_them_is_no_choice(client: Client) -> None:
    make_topic(name="Empathy")
    response = ask(client, topics="chosen")
    html = response.content.decode()
    assert response.status_code == 422
    assert '<a href="#topics">Choose at least one topic, or all of them.</a>' in html
    assert '<details class="choosing" open>' in html
    assert f'value="{ADDRESS}"' in html
    assert not Subscriber.objects.exists()


@pytest.mark.parametrize(
    ("typed", "sentence"),
    [
        ("", "Write your e-mail address."),
        ("anna@", "Write the e-mail address in full"),
        ("anna", "Write the e-mail address in full"),
        ("anna@example.org, bob@example.org", "Write the e-mail address in full"),
        ("anna@example.org\r\nBcc: bob@example.org", "Write the e-mail address in full"),
        ("änna@example.org", "an address with such letters before the @"),
        (f"{'a' * 65}@example.org", "Write the e-mail address in full"),
    ],
)
def test_what_is_no_address_is_told_so(client: Client, typed: str, sentence: str) -> None:
    response = ask(client, typed)
    assert response.status_code == 422
    assert sentence in response.content.decode()
    assert not arrived()
    assert not Subscriber.objects.exists()


def test_an_address_in_another_script_is_written_to_as_the_dns_has_it(client: Client) -> None:
    assert ask(client, "anna@bücher.example").status_code == 303
    assert arrived()[0].to == ["anna@xn--bcher-kva.example"]


def test_a_program_that_fills_in_everything_is_not_taken(client: Client) -> None:
    response = ask(client, **{"leave-empty": "https://spam.example"})
    assert response.status_code == 422
    assert "A field that is to stay empty was filled in." in response.content.decode()
    assert f'value="{ADDRESS}"' in response.content.decode()
    assert not arrived()
    assert not Subscriber.objects.exists()


@pytest.mark.parametrize(
    "headers", [{"Sec-Fetch-Site": "cross-site"}, {"Origin": "https://elsewhere.example"}]
)
def test_a_form_on_another_site_cannot_send_it(client: Client, headers: dict[str, str]) -> None:
    assert ask(client, headers=headers).status_code == 403
    assert not Subscriber.objects.exists()


def test_no_page_of_it_sets_a_cookie_and_other_methods_are_refused(client: Client) -> None:
    for response in (client.get(WHERE), ask(client), client.get(SENT)):
        assert not response.cookies
        assert "csrf" not in response.content.decode()
    assert client.put(WHERE).status_code == 405
    assert client.post(SENT).status_code == 405


# --- what nobody can learn


def test_a_second_request_looks_the_same_whether_the_address_is_known_or_not(client: Client) -> None:
    confirmed(client, "known@example.org", topics="all")
    left = confirmed(client, "left@example.org")
    subscribing.leave(subscriber=left, source="test", at=timezone.now())
    seen = set()
    for email in ("known@example.org", "left@example.org", "new@example.org", "new@example.org"):
        response = ask(client, email)
        page = client.get(response.headers["Location"])
        headers = {name: value for name, value in response.headers.items() if name != "Expires"}
        seen.add((response.status_code, tuple(sorted(headers.items())), page.content))
    assert len(seen) == 1
    subjects = {letter.to[0]: letter.subject for letter in arrived()[2:]}
    assert len(arrived()) == 5
    assert subjects["known@example.org"].startswith("You are subscribed to")
    assert subjects["left@example.org"].startswith("One step left")
    assert subjects["new@example.org"].startswith("One step left")


def test_known_new_and_tired_addresses_are_asked_for_with_one_connection_each(
    client: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    """What takes time is the relay's greeting: each request waits for it, and for nothing else."""
    confirmed(client, "known@example.org")
    opened: list[str] = []
    monkeypatch.setattr(locmem.EmailBackend, "open", lambda _self: opened.append("open"))
    for email in ("known@example.org", "new@example.org", "new@example.org"):
        assert ask(client, email).status_code == 303
    assert opened == ["open"] * 3


def test_asking_again_changes_nothing_for_who_is_subscribed(client: Client) -> None:
    make_topic(name="Empathy")
    subscriber = confirmed(client, topics="chosen", topic=["empathy"])
    before = subscribing.everything_about(subscriber)
    ask(client, "ANNA@Example.ORG", language="fr", topics="all")
    subscriber.refresh_from_db()
    after = subscribing.everything_about(subscriber)
    assert {**after, "links_in_mails": 0} == {**before, "links_in_mails": 0}
    assert arrived()[-1].to == [ADDRESS]
    path, _token = link_in(arrived()[-1])
    assert "Your subscription" in words_of(client.get(path))


# --- limits


def test_one_address_gets_one_mail_in_ten_minutes_and_three_a_day_and_nobody_is_told(client: Client) -> None:
    def minutes_pass(minutes: int) -> None:
        for event in ConsentEvent.objects.all():
            earlier = event.at - datetime.timedelta(minutes=minutes)
            ConsentEvent.objects.filter(pk=event.pk).update(at=earlier)

    counts = []
    for minutes in (0, 5, 6, 11, 11, 60 * 24):
        minutes_pass(minutes)
        assert ask(client).headers["Location"] == SENT
        counts.append(len(arrived()))
    assert counts == [1, 1, 2, 3, 3, 4]
    # What was not sent left no trace that would make the earlier mail's link useless.
    assert client.post(link_in(arrived()[-1])[0]).status_code == 303


def test_who_is_subscribed_is_not_told_so_again_and_again(client: Client) -> None:
    confirmed(client)
    for _ in range(4):
        assert ask(client).status_code == 303
    assert len(arrived()) == 2


def test_a_reader_who_sends_too_many_is_asked_to_wait(client: Client) -> None:
    for number in range(limits.A_READER):
        assert ask(client, f"reader{number}@example.org").status_code == 303
    response = ask(client, "one@example.org")
    assert response.status_code == 429
    assert 0 < int(response.headers["Retry-After"]) <= 3600
    assert "one@example.org" in response.content.decode()
    assert ask(client, "one@example.org", address="203.0.113.78").status_code == 303


def test_the_whole_site_takes_so_many_an_hour(client: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(limits, "THE_SITE", 3)
    for number in range(3):
        assert ask(client, f"reader{number}@example.org", address=f"203.0.113.{number}").status_code == 303
    assert ask(client).status_code == 429
    ConsentEvent.objects.update(at=timezone.now() - datetime.timedelta(minutes=61))
    assert ask(client).status_code == 303


# --- when mail is not there


def test_a_relay_that_is_away_is_said_in_one_sentence_and_nothing_is_kept(
    client: Client, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    def refuse(_self: Any) -> None:
        raise smtplib.SMTPAuthenticationError(535, b"no")

    monkeypatch.setattr(locmem.EmailBackend, "open", refuse)
    response = ask(client)
    assert response.status_code == 503
    assert "The mail to confirm cannot be sent just now." in words_of(response)
    assert f'value="{ADDRESS}"' in response.content.decode()
    assert not Subscriber.objects.exists()
    assert "SMTPAuthenticationError 535" in caplog.text
    assert ADDRESS not in caplog.text


def test_a_relay_that_does_not_answer_is_said_too(client: Client, settings: Any) -> None:
    settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
    settings.EMAIL_HOST, settings.EMAIL_PORT = "127.0.0.1", free_port()
    assert ask(client).status_code == 503
    assert not Subscriber.objects.exists()


def test_a_relay_that_refuses_the_address_is_logged_without_it(
    client: Client, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    def refuse(_self: Any, messages: Any) -> int:
        raise smtplib.SMTPRecipientsRefused({messages[0].to[0]: (550, b"no such user")})

    monkeypatch.setattr(locmem.EmailBackend, "send_messages", refuse)
    assert ask(client).status_code == 303
    arrived()
    assert "A mail was not sent (SMTPRecipientsRefused)." in caplog.text
    assert ADDRESS not in caplog.text


@pytest.mark.parametrize("lacking", ["sender", "postal address"])
def test_a_digest_without_mail_offers_its_feeds_and_no_form(client: Client, lacking: str) -> None:
    from apercu.content.models import SiteSettings

    make_digest()
    assert 'action="/subscribe/"' in client.get("/").content.decode()
    if lacking == "sender":
        set_up_mail(sender="")
    else:
        site = SiteSettings.objects.get()
        site.postal_address = " "
        site.save()
    page = client.get(WHERE)
    html = page.content.decode()
    assert "This digest does not send mail yet." in html
    assert 'name="email"' not in html
    assert "/feeds/summaries.atom" in html
    assert "subscribe" not in client.get("/").content.decode()
    assert ask(client).status_code == 200
    assert not Subscriber.objects.exists()


def test_short_forms_stand_on_the_home_page_a_month_and_a_summary(client: Client) -> None:
    make_summary(title="A walk", digest=make_digest(month=datetime.date(2021, 6, 1)))
    for path in ("/", "/digests/2021/06/", "/summaries/a-walk/", "/fr/"):
        html = client.get(path).content.decode()
        prefix = "/fr" if path.startswith("/fr") else ""
        assert f'<form method="post" action="{prefix}/subscribe/"' in html, path
        assert consent.words(prefix[1:] or "en", publisher="Research Network") in html, path
        assert html.count('id="email"') == 1


# --- confirming


def test_a_link_scanner_confirms_nobody_and_a_person_does_with_one_button(client: Client) -> None:
    ask(client)
    path, token = link_in(arrived()[0])
    for _ in range(2):
        page = client.get(path)
        assert client.head(path).status_code == 200
    html = page.content.decode()
    assert '<h1 class="page-title">One step left</h1>' in html
    assert html.count("<button") == 1
    assert Subscriber.objects.get().state == "pending"

    response = client.post(path)
    assert response.status_code == 303
    after = client.get(response.headers["Location"])
    assert "You are subscribed" in words_of(after)
    assert "All topics" in words_of(after)
    subscriber = Subscriber.objects.get()
    assert subscriber.state == "active"
    assert [event.kind for event in subscriber.consent_events.all()] == ["requested", "confirmed"]
    assert all(token not in event.source for event in subscriber.consent_events.all())


def test_a_second_click_finds_no_closed_door_and_a_used_link_confirms_nobody_again(client: Client) -> None:
    ask(client)
    path, _token = link_in(arrived()[0])
    first, second = client.post(path), client.post(path)
    assert first.headers["Location"] == second.headers["Location"]
    assert ConsentEvent.objects.filter(kind="confirmed").count() == 1
    used = client.get(path)
    assert used.status_code == 410
    assert "You have confirmed already" in words_of(used)
    client.post(first.headers["Location"].replace("subscribed", "leave"))
    response = client.post(path, follow=True)
    assert "You have left" in words_of(response)
    assert Subscriber.objects.get().state == "left"


@pytest.mark.parametrize("what", ["too old", "replaced", "false", "cut off", "of the other kind"])
def test_a_link_that_is_not_good_says_so_and_leads_to_the_form(client: Client, what: str) -> None:
    ask(client)
    path, token = link_in(arrived()[0])
    old = timezone.now() - datetime.timedelta(days=15)
    if what == "too old":
        Subscriber.objects.update(confirm_asked_at=old)
    elif what == "replaced":
        ConsentEvent.objects.update(at=old)
        ask(client)
    else:
        wrong = {
            "false": token[:-1] + ("a" if token[-1] != "a" else "b"),
            "cut off": token[:-3],
            "of the other kind": token[:32],
        }
        path = f"/subscribe/confirm/{wrong[what]}/"
    for response in (client.get(path), client.post(path)):
        assert response.status_code == 410
        assert "This link is not good any more" in words_of(response)
        assert 'href="/subscribe/"' in response.content.decode()
    assert Subscriber.objects.get().state == "pending"


def test_one_persons_link_confirms_nobody_else(client: Client) -> None:
    for email in ("anna@example.org", "bob@example.org"):
        ask(client, email)
    mine, others = (link_in(letter)[1] for letter in arrived())
    assert client.post(f"/subscribe/confirm/{mine[:32]}{others[32:]}/").status_code == 410
    client.post(f"/subscribe/confirm/{mine}/")
    assert {one.email: one.state for one in Subscriber.objects.all()} == {
        "anna@example.org": "active",
        "bob@example.org": "pending",
    }


def test_neither_link_nor_address_is_kept_where_it_could_be_read(
    client: Client, caplog: pytest.LogCaptureFixture
) -> None:
    with caplog.at_level("DEBUG"):
        ask(client)
        path, token = link_in(arrived()[0])
        client.post(path)
    rows = []
    with connection.cursor() as cursor:
        for table in connection.introspection.table_names(cursor):
            cursor.execute(f'SELECT * FROM "{table}"')
            rows.append(repr(cursor.fetchall()))
    kept = "".join([*rows, repr(cache._cache)])  # type: ignore[attr-defined]
    assert "subscribe-" in kept
    for secret in (token, token[:32], A_READER):
        assert secret not in kept
    assert ADDRESS not in caplog.text
    assert A_READER not in caplog.text
