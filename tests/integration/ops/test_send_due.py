"""`apercu send_due` and the loop of the jobs: a real digest to a real server, by the site's own worker."""

from __future__ import annotations

import datetime
from collections.abc import Iterator
from email import policy
from email.message import EmailMessage
from email.parser import BytesParser
from io import StringIO
from typing import Any

import pytest
from aiosmtpd.controller import Controller
from django.core.management import CommandError, call_command
from django.utils import timezone

from apercu.content.models import Change, SiteSettings
from apercu.mailing import tokens
from apercu.mailing.composing import content as contents
from apercu.mailing.models import Mailing
from apercu.mailing.sending import acting, holding, own
from apercu.mailing.sending.starting import CannotBeSent
from apercu.ops import loops
from apercu.ops.loops import Loop, Turns
from apercu.ops.sending_loop import SendMail
from tests.builders import make_digest, make_summary
from tests.integration.mailing import sending_sites as sites
from tests.ports import free_port

pytestmark = pytest.mark.django_db


class Mailbox:
    """What aiosmtpd was given."""

    def __init__(self) -> None:
        self.envelopes: list[Any] = []

    async def handle_DATA(self, _server: Any, _session: Any, envelope: Any) -> str:
        self.envelopes.append(envelope)
        return "250 OK"

    def message_to(self, address: str) -> EmailMessage:
        (envelope,) = (one for one in self.envelopes if one.rcpt_tos == [address])
        parsed = BytesParser(policy=policy.default).parsebytes(envelope.original_content)
        assert isinstance(parsed, EmailMessage)
        return parsed


@pytest.fixture
def mailbox(settings: Any) -> Iterator[Mailbox]:
    """A mail server, which is the site's."""
    box, port = Mailbox(), free_port()
    controller = Controller(box, hostname="127.0.0.1", port=port)
    controller.start()
    settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
    settings.EMAIL_HOST, settings.EMAIL_PORT = "127.0.0.1", port
    settings.EMAIL_USE_TLS = settings.EMAIL_USE_SSL = False
    settings.SITE_URL = "https://digest.example.org"
    yield box
    controller.stop()


@pytest.fixture
def mailing() -> Mailing:
    """A mailing of a public digest, to two readers, one of them French."""
    sites.a_sender()
    said = SiteSettings.load()
    said.postal_address = "1 Example Street, Town"
    said.save()
    digest = make_digest()
    make_summary(digest=digest, title="What nurses can do about noise")
    sites.a_subscriber("ada@example.org")
    sites.a_subscriber("rene@example.org", language="fr")
    return contents.begin(digest=digest, by=None, at=timezone.now())


def sent(mailing: Mailing) -> None:
    acting.send(mailing=mailing, by=None, at=timezone.now(), freeze=own.freeze)


def told() -> str:
    said = StringIO()
    call_command("send_due", stdout=said)
    return said.getvalue()


def test_a_digest_reaches_everybody_in_their_language_with_links_of_their_own(
    mailing: Mailing, mailbox: Mailbox
) -> None:
    sent(mailing)
    assert told() == f"“{mailing}”: 2 sent, 0 waiting, 0 failed, 0 unclear.\n"
    english, french = mailbox.message_to("ada@example.org"), mailbox.message_to("rene@example.org")
    assert (english["To"], french["Content-Language"]) == ("ada@example.org", "fr")
    assert english["Message-ID"].startswith(f"<{mailing.name}.")
    plain = english.get_body(("plain",))
    assert plain is not None
    assert "What nurses can do about noise" in plain.get_content()
    for message, address in ((english, "ada@example.org"), (french, "rene@example.org")):
        link = str(message["List-Unsubscribe"]).partition(">")[0]
        followed = tokens.followed(link.rstrip("/").rpartition("/")[2])
        assert followed is not None
        assert followed.subscriber.email == address
    assert Change.objects.filter(object_type="mailing", object_id=mailing.pk).count() == 1
    assert told() == ""  # nothing is due


def test_a_scheduled_digest_leaves_by_the_command_when_its_hour_has_come(
    mailing: Mailing, mailbox: Mailbox
) -> None:
    soon = timezone.now() + datetime.timedelta(hours=1)
    acting.schedule(mailing=mailing, send_at=soon, by=None, at=timezone.now(), freeze=own.freeze)
    assert told() == ""
    Mailing.objects.update(send_at=timezone.now())
    assert "2 sent" in told()
    assert len(mailbox.envelopes) == 2


def test_what_speaks_against_sending_is_said_and_nothing_leaves(mailing: Mailing, mailbox: Mailbox) -> None:
    SiteSettings.objects.update(postal_address="")
    with pytest.raises(CannotBeSent, match="postal address"):
        sent(mailing)
    assert told() == ""
    assert mailing.deliveries.count() == 0


def test_held_mail_and_a_server_that_is_away_are_said_with_a_status(mailing: Mailing, settings: Any) -> None:
    settings.SITE_URL = "https://digest.example.org"
    settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
    settings.EMAIL_HOST, settings.EMAIL_PORT, settings.EMAIL_USE_TLS = "127.0.0.1", free_port(), False
    sent(mailing)
    with pytest.raises(CommandError, match="The mail server is in trouble: "):
        told()
    holding.hold(reason=holding.RESTORED, at=timezone.now())
    with pytest.raises(CommandError, match="restored from a backup"):
        told()
    assert sites.states(mailing) == {"queued": 2}


def test_the_loop_of_the_jobs_sends_what_is_due(mailing: Mailing, mailbox: Mailbox) -> None:
    assert "mailing" in {loop.name for loop in loops.loops()}
    sent(mailing)
    turns = Turns(loop=Loop(name="mailing", every=5, run_until=SendMail()), clock=timezone.now)
    while turns.take() == 0:
        pass
    assert sites.states(mailing) == {"sent": 2}


def test_the_loop_is_asked_in_between_whether_it_shall_stop(mailing: Mailing, mailbox: Mailbox) -> None:
    sent(mailing)
    turns = Turns(
        loop=Loop(name="mailing", every=5, run_until=SendMail()),
        clock=timezone.now,
        stopping=lambda: bool(mailbox.envelopes),
    )
    assert turns.take() == 5
    assert sites.states(mailing) == {"sent": 1, "queued": 1}
