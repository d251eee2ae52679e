"""Events that providers post: in their own form, with right and wrong proofs of who they are."""

from __future__ import annotations

import base64
import hashlib
import hmac
import json
from collections.abc import Callable
from typing import Any

import pytest
from django.db import OperationalError
from django.http import HttpResponse
from django.test import Client
from pytest_django import Settings

from apercu.fetching import NotAllowed
from apercu.mailing.bounces import amazon, providers, receiving
from apercu.mailing.models import Bounce, ConsentEvent, Delivery, Subscriber
from tests.integration.mailing.bounces.sent import copy_for, mark, message_id, reader

# Anymail says of SendGrid that nobody pays for its upkeep; it is tested here like the others.
pytestmark = [pytest.mark.django_db, pytest.mark.filterwarnings("ignore:django-anymail has dropped official")]

SECRET = "provider:a-long-enough-password"
KEY = "signing-key-of-mailgun"
Headers = dict[str, str]


@pytest.fixture
def person() -> Subscriber:
    return reader()


@pytest.fixture
def copy(person: Subscriber) -> Delivery:
    return copy_for(person, name="2026-11")


@pytest.fixture
def chosen(settings: Settings) -> Callable[[str], None]:
    """Chooses a provider, as its two settings do."""

    def choose(provider: str) -> None:
        secret = KEY if provider in providers.SIGNS else SECRET
        assert providers.wrong_secret(provider, secret) == ""
        settings.MAIL_PROVIDER = provider
        settings.ANYMAIL = providers.anymail_settings(provider, secret)

    return choose


def basic(secret: str = SECRET) -> Headers:
    return {"authorization": f"Basic {base64.b64encode(secret.encode()).decode()}"}


def post(provider: str, event: Any, headers: Headers | None = None) -> HttpResponse:
    client = Client(raise_request_exception=False)
    body = event if isinstance(event, str) else json.dumps(event)
    answer: HttpResponse = client.post(
        f"/mail-events/{provider}/", body, content_type="application/json", headers=headers or {}
    )  # type: ignore[assignment]
    assert not answer.cookies
    return answer


def blocked(person: Subscriber) -> str:
    person.refresh_from_db()
    return person.blocked


def mailgun(copy: Delivery, *, key: str = KEY, code: int = 550, **event: Any) -> dict[str, Any]:
    token, timestamp = "t" * 50, "1764493203"
    return {
        "signature": {
            "token": token,
            "timestamp": timestamp,
            "signature": hmac.new(key.encode(), f"{timestamp}{token}".encode(), hashlib.sha256).hexdigest(),
        },
        "event-data": {
            "event": "failed",
            "severity": "permanent",
            "reason": "bounce",
            "timestamp": 1764493203.5,
            "id": "G9Bn5sl1TC6nu79C8C0bwg",
            "recipient": "anna@example.com",
            "log-level": "error",
            "envelope": {"sender": "bounce+1@mg.example.org", "targets": "anna@example.com"},
            "message": {"headers": {"message-id": message_id(copy).strip("<>"), "to": "anna@example.com"}},
            "delivery-status": {
                "code": code,
                "enhanced-code": "5.1.1",
                "message": "5.1.1 The email account that you tried to reach does not exist.",
                "description": "",
            },
            **event,
        },
    }


def postmark(copy: Delivery, **event: Any) -> dict[str, Any]:
    return {
        "RecordType": "Bounce",
        "ID": 4323372036854775807,
        "Type": "HardBounce",
        "TypeCode": 1,
        "Name": "Hard bounce",
        "MessageID": "883953f4-6105-42a2-a16a-77a8eac79483",
        "Metadata": {"copy": mark(copy)},
        "Description": "The server was unable to deliver your message (ex: unknown user, mailbox not found).",
        "Details": "smtp;550 5.1.1 The email account that you tried to reach does not exist.",
        "Email": "anna@example.com",
        "From": "digest@digest.example.org",
        "BouncedAt": "2026-11-30T09:00:03Z",
        "Subject": "Research digest, November 2026",
        **event,
    }


def sendgrid(copy: Delivery, **event: Any) -> list[dict[str, Any]]:
    return [
        {
            "email": "anna@example.com",
            "timestamp": 1764493203,
            "smtp-id": message_id(copy),
            "event": "bounce",
            "type": "bounce",
            "sg_event_id": "sg_event_id",
            "sg_message_id": "sg_message_id",
            "reason": "550 5.1.1 no such user",
            "status": "5.1.1",
            **event,
        }
    ]


def ses(copy: Delivery, **bounce: Any) -> dict[str, Any]:
    told = {
        "notificationType": "Bounce",
        "bounce": {
            "bounceType": "Permanent",
            "bounceSubType": "General",
            "bouncedRecipients": [
                {
                    "emailAddress": "anna@example.com",
                    "action": "failed",
                    "status": "5.1.1",
                    "diagnosticCode": "smtp; 550 5.1.1 user unknown",
                }
            ],
            "timestamp": "2026-11-30T09:00:03.000Z",
            **bounce,
        },
        "mail": {
            "timestamp": "2026-11-30T09:00:00.000Z",
            "source": mark(copy),
            "messageId": "00000138111222aa-33322211-cccc-cccc-cccc-ddddaaaa0680-000000",
            "destination": ["anna@example.com"],
        },
    }
    return {
        "Type": "Notification",
        "MessageId": "22b80b92-fdea-4c2c-8f9d-bdfb0c7bf324",
        "TopicArn": "arn:aws:sns:eu-west-1:123456789012:bounces",
        "Message": json.dumps(told),
        "Timestamp": "2026-11-30T09:00:04.000Z",
    }


OF_SES = {
    "x-amz-sns-message-type": "Notification",
    "x-amz-sns-message-id": "22b80b92-fdea-4c2c-8f9d-bdfb0c7bf324",
}


def brevo(copy: Delivery, **event: Any) -> dict[str, Any]:
    return {
        "event": "hard_bounce",
        "email": "anna@example.com",
        "id": 26224,
        "date": "2026-11-30 10:00:03",
        "ts_epoch": 1764493203000,
        "message-id": message_id(copy),
        "subject": "Research digest",
        "reason": "550 5.1.1 user unknown",
        **event,
    }


def mailjet(copy: Delivery, **event: Any) -> list[dict[str, Any]]:
    return [
        {
            "event": "bounce",
            "time": 1764493203,
            "MessageID": 13792286917004336,
            "email": "anna@example.com",
            "CustomID": mark(copy),
            "Payload": "",
            "blocked": False,
            "hard_bounce": True,
            "error_related_to": "recipient",
            "error": "user unknown",
            "comment": "Host or domain name not found",
            **event,
        }
    ]


def resend(copy: Delivery, **bounce: Any) -> dict[str, Any]:
    return {
        "type": "email.bounced",
        "created_at": "2026-11-30T09:00:03.000Z",
        "data": {
            "email_id": "56761188-7520-42d8-8898-ff6fc54ce618",
            "from": "digest@digest.example.org",
            "to": ["anna@example.com"],
            "subject": "Research digest",
            "headers": [{"name": "X-Copy", "value": mark(copy)}],
            "bounce": {
                "message": "The recipient's email provider sent a hard bounce message.",
                "type": "Permanent",
                "subType": "General",
                **bounce,
            },
        },
    }


FORMS: dict[str, tuple[Callable[..., Any], Headers]] = {
    "mailgun": (mailgun, {}),
    "postmark": (postmark, basic()),
    "sendgrid": (sendgrid, basic()),
    "ses": (ses, {**basic(), **OF_SES}),
    "brevo": (brevo, basic()),
    "mailjet": (mailjet, basic()),
    "resend": (resend, basic()),
}


def test_every_provider_there_is_a_setting_for_is_tried() -> None:
    assert set(FORMS) == set(providers.NAMES)


@pytest.mark.parametrize("provider", FORMS)
def test_a_hard_bounce_blocks_and_told_again_changes_nothing(
    provider: str, chosen: Callable[[str], None], copy: Delivery, person: Subscriber
) -> None:
    chosen(provider)
    form, headers = FORMS[provider]
    first = post(provider, form(copy), headers)
    assert (first.status_code, first.headers["Cache-Control"]) == (200, "no-store")
    assert blocked(person) == "bounced"
    row = Bounce.objects.get()
    assert (row.kind, row.source, row.delivery) == ("hard", provider, copy)
    assert post(provider, form(copy), headers).status_code == 200
    assert Bounce.objects.count() == ConsentEvent.objects.count() == 1


@pytest.mark.parametrize("provider", FORMS)
def test_who_cannot_prove_it_changes_nothing(
    provider: str, chosen: Callable[[str], None], copy: Delivery, caplog: pytest.LogCaptureFixture
) -> None:
    chosen(provider)
    form, headers = FORMS[provider]
    others = {name: value for name, value in headers.items() if name != "authorization"}
    if provider in providers.SIGNS:
        bad = [post(provider, form(copy, key="another-key")), post(provider, {**form(copy), "signature": {}})]
    else:
        bad = [
            post(provider, form(copy), {**basic("provider:another-password"), **others}),
            post(provider, form(copy), others),
            post(provider, form(copy), {**others, "authorization": "Bearer x"}),
        ]
    assert {answer.status_code for answer in bad} <= {401, 403}
    assert not Bounce.objects.exists()
    assert not Delivery.objects.exclude(bounced_at=None).exists()
    said = caplog.text + "".join(answer.content.decode() for answer in bad)
    assert not any(word in said for word in (SECRET, KEY, "another", "anna@", "Traceback"))


@pytest.mark.parametrize("provider", FORMS)
def test_a_proven_event_about_a_copy_that_is_none_of_ours_changes_nothing(
    provider: str, chosen: Callable[[str], None], copy: Delivery, person: Subscriber
) -> None:
    """The provider may send other mail for the same account, to the same people."""
    chosen(provider)
    form, headers = FORMS[provider]
    event = json.dumps(form(copy))
    for ours in (mark(copy), message_id(copy), message_id(copy).strip("<>")):
        event = event.replace(ours, "something.else@example.org")
    assert post(provider, event, headers).status_code == 200
    assert blocked(person) == ""
    assert not Bounce.objects.exists()


@pytest.mark.parametrize("provider", FORMS)
@pytest.mark.parametrize(
    "body", ["", "{", "[]", "{}", "null", "3", '"x"', '[{"event": 3}]', '{"event-data": []}', "[" * 3000]
)
def test_what_cannot_be_read_is_refused_and_breaks_nothing(
    provider: str, body: str, chosen: Callable[[str], None], caplog: pytest.LogCaptureFixture
) -> None:
    chosen(provider)
    answer = post(provider, body, FORMS[provider][1])
    assert answer.status_code in {200, 400, 403}
    assert "Traceback" not in caplog.text
    assert not Bounce.objects.exists()


@pytest.mark.parametrize(
    ("provider", "change", "kind"),
    [
        ("mailgun", {"event": "complained"}, "complaint"),
        ("mailgun", {"code": 607}, "complaint"),
        ("mailgun", {"severity": "temporary"}, ""),
        ("mailgun", {"event": "delivered"}, ""),
        ("mailgun", {"event": "opened"}, ""),
        (
            "mailgun",
            {"delivery-status": {"code": 552, "message": "5.2.2 The mailbox is full"}},
            "soft",
        ),
        ("postmark", {"RecordType": "SpamComplaint", "Type": "SpamComplaint"}, "complaint"),
        ("postmark", {"Type": "SpamNotification"}, "soft"),
        ("postmark", {"Type": "SoftBounce", "Details": "smtp;552 5.2.2 full"}, "soft"),
        ("postmark", {"Type": "HardBounce", "Details": "smtp;550 5.7.1 blocked"}, "soft"),
        ("postmark", {"Type": "Transient"}, ""),
        ("postmark", {"Type": "AutoResponder"}, ""),
        ("postmark", {"Type": "BadEmailAddress"}, "hard"),
        ("sendgrid", {"event": "spamreport"}, "complaint"),
        ("sendgrid", {"type": "blocked", "reason": "554 5.7.1 blocked", "status": "5.7.1"}, "soft"),
        ("sendgrid", {"event": "dropped", "reason": "Bounced Address"}, "hard"),
        ("sendgrid", {"event": "deferred"}, ""),
        ("ses", {"bounceType": "Transient", "bounceSubType": "MailboxFull"}, "soft"),
        ("ses", {"bounceType": "Undetermined", "bounceSubType": "Undetermined"}, "soft"),
        ("brevo", {"event": "soft_bounce", "reason": "452 4.2.2 full"}, "soft"),
        ("brevo", {"event": "spam"}, "complaint"),
        ("brevo", {"event": "invalid_email", "reason": ""}, "hard"),
        ("brevo", {"event": "deferred"}, ""),
        ("mailjet", {"event": "spam", "source": "JMRPP"}, "complaint"),
        ("mailjet", {"hard_bounce": False, "error": "quota exceeded", "comment": ""}, "soft"),
        ("mailjet", {"hard_bounce": False, "error": "greylisted"}, ""),
        ("resend", {"type": "Transient", "message": "The recipient's inbox was full."}, "soft"),
    ],
)
def test_each_kind_of_event_is_what_it_is(
    provider: str, change: dict[str, Any], kind: str, chosen: Callable[[str], None], copy: Delivery
) -> None:
    chosen(provider)
    form, headers = FORMS[provider]
    assert post(provider, form(copy, **change), headers).status_code == 200
    assert [row.kind for row in Bounce.objects.all()] == ([kind] if kind else [])


def test_a_complaint_told_by_amazon_blocks(
    chosen: Callable[[str], None], copy: Delivery, person: Subscriber
) -> None:
    chosen("ses")
    event = ses(copy)
    told = json.loads(event["Message"])
    told |= {
        "notificationType": "Complaint",
        "complaint": {"complainedRecipients": [{"emailAddress": "anna@example.com"}]},
    }
    post("ses", {**event, "Message": json.dumps(told)}, FORMS["ses"][1])
    assert blocked(person) == "complained"


def subscription(url: str) -> tuple[dict[str, Any], Headers]:
    event = {
        "Type": "SubscriptionConfirmation",
        "MessageId": "165545c9",
        "TopicArn": "arn",
        "SubscribeURL": url,
    }
    return event, {"x-amz-sns-message-type": "SubscriptionConfirmation", "x-amz-sns-message-id": "165545c9"}


def test_a_topic_of_amazon_is_confirmed_once_it_proved_our_secret(
    chosen: Callable[[str], None], monkeypatch: pytest.MonkeyPatch
) -> None:
    chosen("ses")
    visited: list[str] = []
    monkeypatch.setattr(amazon.AmazonTracking, "visit", staticmethod(visited.append))
    event, headers = subscription("https://sns.eu-west-1.amazonaws.com/?Action=ConfirmSubscription")
    assert post("ses", event, headers).status_code == 401  # upon which SNS sends the secret
    assert post("ses", event, {**headers, **basic("provider:wrong-password-1")}).status_code == 403
    assert visited == []
    assert post("ses", event, {**headers, **basic()}).status_code == 200
    assert visited == [event["SubscribeURL"]]


@pytest.mark.parametrize(
    "url", ["https://127.0.0.1/", "https://sns.eu-west-1.amazonaws.com.example.org/", "http://sns.eu-west-1.amazonaws.com/", ""]
)  # fmt: skip
def test_no_other_address_is_followed(url: str) -> None:
    with pytest.raises(NotAllowed):
        amazon.visit(url)


def test_only_the_chosen_provider_has_an_address_and_only_for_posts(
    chosen: Callable[[str], None], copy: Delivery
) -> None:
    assert post("postmark", postmark(copy), basic()).status_code == 404
    chosen("mailgun")
    assert post("postmark", postmark(copy), basic()).status_code == 404
    assert Client().get("/mail-events/mailgun/").status_code == 405


def test_a_database_that_is_away_has_the_provider_come_again(
    chosen: Callable[[str], None], copy: Delivery, monkeypatch: pytest.MonkeyPatch
) -> None:
    chosen("postmark")

    def away(**_given: Any) -> None:
        raise OperationalError("away")

    monkeypatch.setattr(receiving, "receive", away)
    assert post("postmark", postmark(copy), basic()).status_code >= 500


@pytest.mark.parametrize(
    ("provider", "secret"),
    [
        ("mailgun", ""),
        ("postmark", "short:password"),
        ("postmark", "no-colon-in-it-at-all"),
        ("ses", "a:with a blank in the middle"),
    ],
)
def test_a_secret_that_is_of_no_use_is_refused_without_being_repeated(provider: str, secret: str) -> None:
    wrong = providers.wrong_secret(provider, secret)
    assert wrong
    assert not secret or secret not in wrong
