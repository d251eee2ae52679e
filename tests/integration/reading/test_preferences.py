"""One person's own page: whoever has the link chooses, leaves, comes back, takes their data and is forgotten."""

from __future__ import annotations

import json
import logging
import re
from typing import Any

import pytest
from django.core.cache import cache
from django.test import Client
from django.utils import timezone
from django.utils.html import strip_tags

from apercu.config.logs import AsJson, AsText
from apercu.mailing import keys, subscribing, tokens
from apercu.mailing.models import ConsentEvent, Delivery, LinkToken, Mailing, Subscriber, Suppression
from tests.builders import make_topic, make_type
from tests.integration.mailing.letters import ADDRESS, arrived, link_in, set_up_mail

pytestmark = pytest.mark.django_db

DEEDS = ["", "choices/", "saved/", "subscribed/", "leave/", "return/", "data/", "erase/"]
ONE_CLICK: dict[str, Any] = {
    "data": "List-Unsubscribe=One-Click",
    "content_type": "application/x-www-form-urlencoded",
    "headers": {"User-Agent": "a provider", "Sec-Fetch-Site": "cross-site", "Origin": "https://mail.example"},
}


@pytest.fixture(autouse=True)
def _a_site_with_mail() -> None:
    cache.clear()
    set_up_mail()


def make_subscriber(email: str = ADDRESS, **choices: Any) -> Subscriber:
    """Somebody who asked and confirmed."""
    now = timezone.now()
    asked = subscribing.ask(
        email=email,
        choices=subscribing.Choices(**choices),
        said="I would like it.",
        said_in="en",
        source="test",
        at=now,
    )
    subscriber = subscribing.confirm(token=asked.confirmation, source="test", at=now)
    assert subscriber is not None
    return subscriber


def link_of(subscriber: Subscriber, delivery: Delivery | None = None) -> str:
    """The path of a link in a mail to them."""
    return f"/u/{tokens.new_link(subscriber=subscriber, at=timezone.now(), delivery=delivery)}/"


@pytest.fixture
def subscriber() -> Subscriber:
    return make_subscriber()


@pytest.fixture
def own(subscriber: Subscriber) -> str:
    return link_of(subscriber)


def words_of(response: Any) -> str:
    return " ".join(strip_tags(response.content.decode()).split())


def everything(subscriber: Subscriber) -> str:
    return json.dumps(subscribing.everything_about(Subscriber.objects.get(pk=subscriber.pk)))


# --- looking


@pytest.mark.parametrize("language", ["", "/fr"])
def test_whatever_follows_every_link_twice_changes_nothing(
    client: Client, subscriber: Subscriber, own: str, language: str
) -> None:
    before = everything(subscriber)
    waiting, seen = [language + own, *(f"{language}{own}{deed}" for deed in DEEDS)], set()
    while waiting:
        path = waiting.pop()
        if path in seen:
            continue
        seen.add(path)
        for response in (client.get(path), client.head(path), client.get(path)):
            assert response.status_code in {200, 303}, path
        if response.headers["Content-Type"].startswith("text/html"):
            waiting += [
                link
                for link in re.findall(r'(?:href|action)="([^"#]*)', response.content.decode())
                if "/u/" in link and link.startswith("/")
            ]
    assert {f"{prefix}{own}" for prefix in ("", "/fr")} <= seen  # the other language keeps the link
    assert everything(subscriber) == before


@pytest.mark.parametrize("deed", DEEDS)
def test_its_pages_are_kept_by_nobody_and_told_to_nobody(client: Client, own: str, deed: str) -> None:
    response = client.get(own + deed)
    assert response.headers["Cache-Control"] == "private, no-store"
    assert response.headers["Referrer-Policy"] == "no-referrer"
    assert response.headers["X-Robots-Tag"] == "noindex, nofollow"
    assert not response.cookies
    compressed = client.get(own + deed, headers={"Accept-Encoding": "gzip"})
    assert "Content-Encoding" not in compressed.headers


def test_the_link_of_one_person_says_nothing_of_another(client: Client, own: str) -> None:
    other = make_subscriber("bob@example.org")
    assert ADDRESS in client.get(own).content.decode()
    assert "bob@example.org" not in client.get(own).content.decode()
    client.post(own)
    other.refresh_from_db()
    assert other.state == "active"


@pytest.mark.parametrize("token", ["x" * 32, "short", "x" * 31 + "/"])
@pytest.mark.parametrize("deed", DEEDS)
def test_a_link_that_is_nobodys_says_so(client: Client, token: str, deed: str) -> None:
    response = client.get(f"/u/{token.strip('/')}/{deed}")
    assert response.status_code == 404
    assert "Nobody is subscribed by this link" in words_of(response)
    assert response.headers["Cache-Control"] == "private, no-store"


# --- choosing


def test_choices_are_shown_as_they_are_and_saved_as_they_are_made(client: Client) -> None:
    for name in ("Empathy", "Alliance"):
        make_topic(name=name)
    make_type(name="Survey")
    subscriber = make_subscriber(topics=("alliance",))
    own = link_of(subscriber)
    html = client.get(own).content.decode()
    assert re.search(r'name="topic" value="alliance" checked', html)
    assert not re.search(r'name="topic" value="empathy" checked', html)

    response = client.post(
        f"{own}choices/",
        {"language": "fr", "topics": "chosen", "topic": ["empathy"], "types": "chosen", "type": ["survey"]},
    )
    assert (response.status_code, response.headers["Location"]) == (303, f"/fr{own}saved/")
    assert "Vos choix sont enregistrés." in words_of(client.get(response.headers["Location"]))
    subscriber.refresh_from_db()
    assert subscribing.chosen(subscriber) == subscribing.Choices(
        language="fr", topics=("empathy",), types=("survey",)
    )
    assert ConsentEvent.objects.filter(kind="changed").count() == 1


def test_nothing_chosen_is_told_and_not_saved(client: Client, subscriber: Subscriber, own: str) -> None:
    make_topic(name="Empathy")
    response = client.post(f"{own}choices/", {"topics": "chosen", "types": "all"})
    assert response.status_code == 422
    assert '<a href="#topics">Choose at least one topic, or all of them.</a>' in response.content.decode()
    subscriber.refresh_from_db()
    assert subscriber.all_topics


@pytest.mark.parametrize(
    ("cap", "kept"), [("1", 1), ("7", 7), ("8", 2), ("0", 2), ("-1", 2), ("٣", 2), ("", 2)]
)
def test_the_cap_is_one_to_seven_a_week(
    client: Client, subscriber: Subscriber, own: str, cap: str, kept: int
) -> None:
    set_up_mail(alerts=True)
    assert 'name="often" value="alerts"' in client.get(own).content.decode()
    client.post(f"{own}choices/", {"often": "alerts", "cap": cap, "topics": "all", "types": "all"})
    subscriber.refresh_from_db()
    assert (subscriber.often, subscriber.weekly_cap) == ("alerts", kept)


def test_alerts_are_offered_only_where_they_are_sent(
    client: Client, subscriber: Subscriber, own: str
) -> None:
    assert 'name="often"' not in client.get(own).content.decode()
    Subscriber.objects.update(often="alerts")
    assert 'value="alerts" checked' in client.get(own).content.decode()
    # A form without the field, from the time before the editor switched them on, changes nothing about it.
    client.post(f"{own}choices/", {"topics": "all", "types": "all"})
    subscriber.refresh_from_db()
    assert subscriber.often == "alerts"


# --- leaving and coming back


def test_a_provider_leaves_for_somebody_with_one_post(subscriber: Subscriber, own: str) -> None:
    client = Client(enforce_csrf_checks=True)
    response = client.post(own, **ONE_CLICK)
    assert response.status_code == 200
    assert not response.cookies
    assert "Location" not in response.headers
    subscriber.refresh_from_db()
    assert (subscriber.state, subscriber.left_at is not None) == ("left", True)
    event = ConsentEvent.objects.get(kind="left")
    assert event.source == "one-click"
    assert client.post(own, **ONE_CLICK).status_code == 200
    assert ConsentEvent.objects.filter(kind="left").count() == 1


def test_a_slash_that_got_lost_does_not_keep_anybody(
    client: Client, subscriber: Subscriber, own: str
) -> None:
    assert client.post(own.rstrip("/"), **ONE_CLICK).status_code == 200
    subscriber.refresh_from_db()
    assert subscriber.state == "left"


@pytest.mark.parametrize(
    ("body", "kind"),
    [
        ("", "application/x-www-form-urlencoded"),
        ("anything at all", "text/plain"),
        ("{", "application/json"),
        ("--x\r\nbroken", "multipart/form-data; boundary=x"),
        ("topics=all&often=digest", "application/x-www-form-urlencoded"),
    ],
)
def test_whatever_is_posted_to_the_bare_address_leaves(
    client: Client, subscriber: Subscriber, own: str, body: str, kind: str
) -> None:
    assert client.post(f"/fr{own}", data=body, content_type=kind).status_code == 200
    subscriber.refresh_from_db()
    assert subscriber.state == "left"


def test_the_copy_somebody_left_by_is_noted_and_forgiven(client: Client, subscriber: Subscriber) -> None:
    now = timezone.now()
    mailing = Mailing.objects.create(name="june", created_at=now)
    delivery = Delivery.objects.create(mailing=mailing, subscriber=subscriber, language="en", next_at=now)
    own = link_of(subscriber, delivery)
    client.post(own, **ONE_CLICK)
    delivery.refresh_from_db()
    assert delivery.left_at is not None
    client.post(f"{own}return/")
    delivery.refresh_from_db()
    assert delivery.left_at is None


def test_a_person_leaves_by_the_button_and_undoes_it(
    client: Client, subscriber: Subscriber, own: str
) -> None:
    before = subscribing.chosen(subscriber)
    response = client.post(f"{own}leave/")
    assert (response.status_code, response.headers["Location"]) == (303, own)
    page = client.get(own)
    assert "You have left" in words_of(page)
    assert f'action="{own}return/"' in page.content.decode()
    response = client.post(f"{own}return/")
    assert (response.status_code, response.headers["Location"]) == (303, f"{own}subscribed/")
    assert "You are subscribed" in words_of(client.get(f"{own}subscribed/"))
    subscriber.refresh_from_db()
    assert (subscriber.state, subscribing.chosen(subscriber)) == ("active", before)
    assert [event.kind for event in subscriber.consent_events.all()][-2:] == ["left", "returned"]


def test_who_has_left_chooses_nothing_until_they_come_back(
    client: Client, subscriber: Subscriber, own: str
) -> None:
    client.post(f"{own}leave/")
    before = everything(subscriber)
    assert client.post(f"{own}choices/", {"language": "fr"}).status_code == 303
    assert everything(subscriber) == before


def test_a_provider_gets_a_yes_for_somebody_who_was_forgotten(
    client: Client, subscriber: Subscriber, own: str
) -> None:
    client.post(f"{own}erase/")
    assert client.post(own, **ONE_CLICK).status_code == 200
    assert client.get(own).status_code == 404
    assert client.post("/u/short/", **ONE_CLICK).status_code == 404


def test_the_leave_link_of_an_old_mail_works_on_a_restored_machine_with_another_key(
    client: Client, subscriber: Subscriber, own: str, settings: Any
) -> None:
    asked = subscribing.ask(
        email="new@example.org",
        choices=subscribing.Choices(),
        said="I would like it.",
        said_in="en",
        source="test",
        at=timezone.now(),
    )
    settings.SECRET_KEY = "another machine, another key, another machine, another key"
    assert client.post(f"/subscribe/confirm/{asked.confirmation}/").status_code == 303
    assert client.post(own, **ONE_CLICK).status_code == 200
    subscriber.refresh_from_db()
    assert subscriber.state == "left"


def test_somebody_whose_mail_came_back_is_told_and_asks_once_more(
    client: Client, subscriber: Subscriber, own: str
) -> None:
    Subscriber.objects.update(blocked="bounced", blocked_at=timezone.now())
    assert "Mail to your address came back" in words_of(client.get(own))
    ConsentEvent.objects.update(at=timezone.now() - subscribing.UNCONFIRMED_FOR)
    LinkToken.objects.update(at=timezone.now() - subscribing.UNCONFIRMED_FOR)
    client.post("/subscribe/", {"email": ADDRESS})
    client.post(link_in(arrived()[-1])[0])
    assert "Mail to your address came back" not in words_of(client.get(own))


# --- one's data


def test_everything_kept_about_somebody_is_a_file_for_them(
    client: Client, subscriber: Subscriber, own: str
) -> None:
    response = client.get(f"{own}data/")
    assert response.headers["Content-Type"] == "application/json"
    assert response.headers["Content-Disposition"] == 'attachment; filename="my-subscription.json"'
    told = json.loads(response.content)
    assert told == json.loads(everything(subscriber))
    assert told["email"] == ADDRESS
    assert [event["what"] for event in told["consent"]] == ["requested", "confirmed"]
    assert told["consent"][0]["words"] == "I would like it."


def test_somebody_is_forgotten_only_by_the_second_page(
    client: Client, subscriber: Subscriber, own: str
) -> None:
    page = client.get(f"{own}erase/")
    assert "Delete everything about you?" in words_of(page)
    assert Subscriber.objects.exists()
    response = client.post(f"{own}erase/")
    assert (response.status_code, response.headers["Location"]) == (303, "/subscribe/forgotten/")
    assert "Your data is deleted" in words_of(client.get("/subscribe/forgotten/"))
    for model in (Subscriber, ConsentEvent, LinkToken):
        assert not model._default_manager.exists()
    assert [row.hash for row in Suppression.objects.all()] == [keys.suppression_hash(ADDRESS)]


def test_who_was_forgotten_may_sign_up_again_by_themselves(
    client: Client, subscriber: Subscriber, own: str
) -> None:
    client.post(f"{own}erase/")
    client.post("/subscribe/", {"email": ADDRESS})
    assert Suppression.objects.exists()  # until they have confirmed, they are left alone
    client.post(link_in(arrived()[-1])[0])
    assert Subscriber.objects.get().state == "active"
    assert not Suppression.objects.exists()


# --- the log


@pytest.mark.parametrize("formatter", [AsJson(), AsText()])
def test_no_line_of_the_log_holds_a_link(
    client: Client, own: str, formatter: logging.Formatter, caplog: pytest.LogCaptureFixture
) -> None:
    wrong = "x" * 48
    with caplog.at_level("DEBUG"):
        client.get(f"/fr{own}nothing/")
        client.get(f"/subscribe/confirm/{wrong}/")
        client.put(own)
        logging.getLogger("anywhere").error("%s failed", own, extra={"path": own})
    lines = [formatter.format(record) for record in caplog.records]
    assert sum("/u/…" in line for line in lines) >= 3
    assert any("/subscribe/confirm/…" in line for line in lines)
    for line in lines:
        assert own.split("/")[2] not in line
        assert wrong not in line
