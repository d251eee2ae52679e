"""A link scanner follows every link of every mail, twice: nothing changes and nobody has left."""

from __future__ import annotations

import datetime
from collections.abc import Iterator
from typing import Any

import pytest
from django.apps import apps
from django.test import Client
from django.utils import timezone

from apercu.content import changes
from apercu.content.models import FollowerMark
from apercu.mailing import subscribing
from apercu.mailing.alerts import leaving, noticing
from apercu.mailing.composing import content
from apercu.mailing.models import Subscriber
from apercu.mailing.sending import acting, own
from apercu.mailing.subscribing import Choices
from tests.builders import make_digest, make_summary
from tests.integration.mailing.letters import set_up_mail
from tests.mailboxes import Mailbox, links_in, receiving

pytestmark = pytest.mark.django_db

SITE = "https://digest.example.org"


@pytest.fixture
def mailbox(settings: Any) -> Iterator[Mailbox]:
    settings.SITE_URL = SITE
    settings.ALLOWED_HOSTS = ["digest.example.org"]
    with receiving(settings) as box:
        yield box


def subscribed(email: str, **choices: Any) -> Subscriber:
    long_ago = timezone.now() - datetime.timedelta(days=3)
    asked = subscribing.ask(
        email=email,
        choices=Choices(**choices),
        said="I agree.",
        said_in="en",
        source="a test",
        at=long_ago,
    )
    found = subscribing.confirm(token=asked.confirmation, source="a test", at=long_ago)
    assert found is not None
    return found


def everything() -> dict[str, list[Any]]:
    """Every row of the mail's and the content's tables."""
    models = [*apps.get_app_config("mailing").get_models(), *apps.get_app_config("content").get_models()]
    return {model.__name__: list(model._base_manager.order_by("pk").values()) for model in models}


def work(*, at: datetime.datetime) -> None:
    """The jobs' work on the mail at this time."""
    worker = own.worker()
    while worker.turn(lambda: at, lambda: False):
        pass


def test_no_link_of_any_mail_changes_anything_however_often_it_is_followed(
    mailbox: Mailbox, client: Client
) -> None:
    set_up_mail(alerts=True)
    FollowerMark.objects.create(name="alerts", mark=max(changes.edition(), 1))
    subscribed("anna@example.org")
    subscribed("bo@example.org", language="fr")
    subscribed("cy@example.org", often=Subscriber.Often.ALERTS)
    now = timezone.now()
    month = make_digest(month=now.date().replace(day=1))
    make_summary(title="Does a walk help?", digest=month)
    noticing.catch_up()
    mailing = content.begin(digest=month, by=None, at=now)
    acting.send(mailing=mailing, by=None, at=now, freeze=own.freeze)
    later = now + datetime.timedelta(hours=3)
    assert leaving.leave(at=later) is not None
    work(at=later)
    letters = [mailbox.next() for _ in range(3)]
    assert {letter["To"] for letter in letters} == {"anna@example.org", "bo@example.org", "cy@example.org"}
    links = {link for letter in letters for link in links_in(letter, SITE)}
    assert len(links) >= 9
    before = everything()
    for _ in range(2):
        for link in sorted(links):
            for method in (client.get, client.head):
                answer = method(link.removeprefix(SITE), headers={"host": "digest.example.org"}, secure=True)
                assert answer.status_code == 200, link
                assert not answer.cookies
    assert everything() == before
