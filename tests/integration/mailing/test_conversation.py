"""One conversation with a real server: what it says, where it breaks, how it is encrypted."""

from __future__ import annotations

import ssl
import subprocess
from collections.abc import Iterator
from email import message_from_bytes
from pathlib import Path
from typing import Any

import pytest
from aiosmtpd.controller import Controller
from aiosmtpd.smtp import AuthResult, LoginPassword

from apercu.mailing.sending import reasons
from apercu.mailing.sending.pace import Pace
from apercu.mailing.sending.relay import Relay
from apercu.mailing.sending.replies import (
    Busy,
    Handed,
    Kind,
    LoginRefused,
    NotEncrypted,
    SenderRefused,
    Unreachable,
)
from apercu.mailing.sending.smtp import Conversation, Envelope
from tests.ports import free_port
from tests.smtp_sink import Faults, Sink, sinking

PACE = Pace(connecting=5, answering=5, taking=5)
MESSAGE = b"Message-ID: <one@example.org>\r\nSubject: x\r\n\r\nHello\r\n.A dot\r\n"


def to(address: str = "reader@example.org") -> Envelope:
    return Envelope(sender="bounces+1-abc@example.org", to=address)


class Claims:
    """Answers the question whether a copy is ours, and remembers that it was asked."""

    def __init__(self, *, answer: bool = True) -> None:
        self.asked = 0
        self._answer = answer

    def __call__(self) -> bool:
        self.asked += 1
        return self._answer


def with_sink(sink: Sink, **relay: Any) -> Conversation:
    return Conversation(Relay(host="127.0.0.1", port=sink.port, **relay), pace=PACE)


def handed(folder: Path, **faults: float) -> tuple[Handed, int, list[tuple[str, str]]]:
    """What became of a copy beside such a sink, how often it was claimed, and what the sink keeps."""
    claims = Claims()
    with sinking(folder, Faults(**faults)) as sink:
        conversation = with_sink(sink)
        result = conversation.hand_over(to(), MESSAGE, claim=claims)
        conversation.close()
        return result, claims.asked, sink.accepted()


def test_a_copy_is_claimed_once_and_arrives(tmp_path: Path) -> None:
    result, claimed, kept = handed(tmp_path)
    assert (result.kind, claimed) == (Kind.ACCEPTED, 1)
    assert kept == [("<one@example.org>", "reader@example.org")]


@pytest.mark.parametrize(
    ("fault", "kind", "trouble", "claimed"),
    [
        ("turned_away", Kind.GIVEN_BACK, Busy, 0),
        ("sender_put_off", Kind.GIVEN_BACK, Busy, 0),
        ("dropped", Kind.PUT_OFF, Unreachable, 0),
        ("put_off", Kind.PUT_OFF, None, 0),
        ("refused", Kind.REFUSED, None, 0),
        ("cut", Kind.PUT_OFF, Unreachable, 1),
        ("content_put_off", Kind.PUT_OFF, None, 1),
        ("content_refused", Kind.REFUSED, None, 1),
        ("lost", Kind.UNCLEAR, Unreachable, 1),
    ],
)
def test_whatever_goes_wrong_only_what_the_server_may_have_is_unclear(
    tmp_path: Path, fault: str, kind: Kind, trouble: type | None, claimed: int
) -> None:
    result, asked, kept = handed(tmp_path, **{fault: 1.0})
    assert (result.kind, asked) == (kind, claimed)
    assert (type(result.trouble) if result.trouble else None) is trouble
    assert kept == [] or kind is Kind.UNCLEAR


def test_nobody_at_the_port_is_no_fault_of_the_copy() -> None:
    claims = Claims()
    conversation = Conversation(Relay(host="127.0.0.1", port=free_port()), pace=PACE)
    result = conversation.hand_over(to(), MESSAGE, claim=claims)
    assert (result.kind, type(result.trouble), claims.asked) == (Kind.GIVEN_BACK, Unreachable, 0)


def test_a_server_that_is_silent_after_the_dot_leaves_it_unclear(tmp_path: Path) -> None:
    with sinking(tmp_path, Faults(slow=1.0, seconds=30)) as sink:
        conversation = Conversation(
            Relay(host="127.0.0.1", port=sink.port), pace=Pace(connecting=5, answering=5, taking=0.2)
        )
        assert conversation.hand_over(to(), MESSAGE, claim=Claims()).kind is Kind.UNCLEAR


def test_what_is_not_ours_any_more_is_not_sent_and_the_next_one_is(tmp_path: Path) -> None:
    with sinking(tmp_path) as sink:
        conversation = with_sink(sink)
        refused = conversation.hand_over(to("left@example.org"), MESSAGE, claim=Claims(answer=False))
        accepted = conversation.hand_over(to("stays@example.org"), MESSAGE, claim=Claims())
        conversation.close()
        assert (refused.kind, accepted.kind) == (Kind.WITHHELD, Kind.ACCEPTED)
        assert [address for _sign, address in sink.accepted()] == ["stays@example.org"]


def test_one_connection_serves_many_and_is_replaced_after_so_many(tmp_path: Path) -> None:
    with sinking(tmp_path) as sink:
        pace = Pace(connecting=5, answering=5, taking=5, a_connection=4)
        conversation = Conversation(Relay(host="127.0.0.1", port=sink.port), pace=pace)
        for number in range(10):
            assert (
                conversation.hand_over(to(f"r{number}@example.org"), MESSAGE, claim=Claims()).kind
                is Kind.ACCEPTED
            )
        conversation.close()
        assert sink.connections() == 3
        assert len(sink.accepted()) == 10


def test_a_connection_that_grew_old_is_replaced_without_a_word(tmp_path: Path) -> None:
    with sinking(tmp_path, Faults(patience=0.1)) as sink:
        conversation = with_sink(sink)
        assert conversation.hand_over(to(), MESSAGE, claim=Claims()).kind is Kind.ACCEPTED
        sink.wait_until_it_hangs_up()
        assert conversation.hand_over(to("b@example.org"), MESSAGE, claim=Claims()).kind is Kind.ACCEPTED
        conversation.close()


def test_an_address_with_a_line_end_never_reaches_the_line(tmp_path: Path) -> None:
    with sinking(tmp_path) as sink, pytest.raises(ValueError, match="end of a line"):
        with_sink(sink).hand_over(to("a@b.org>\r\nRCPT TO:<c@d.org"), MESSAGE, claim=Claims())


# --- a server that asks for a password, and for encryption


class Kept:
    """What aiosmtpd was given."""

    def __init__(self) -> None:
        self.envelopes: list[Any] = []

    async def handle_DATA(self, _server: Any, _session: Any, envelope: Any) -> str:
        self.envelopes.append(envelope)
        return "250 OK"


def is_ada(_server: Any, _session: Any, _envelope: Any, _mechanism: str, asked: Any) -> AuthResult:
    is_right = isinstance(asked, LoginPassword) and (asked.login, asked.password) == (b"ada", b"right")
    return AuthResult(success=is_right, handled=False)


@pytest.fixture(scope="module")
def certificate(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A certificate of our own for localhost, with its key in one file."""
    folder = tmp_path_factory.mktemp("certificate")
    key, made = folder / "key.pem", folder / "certificate.pem"
    subprocess.run(
        ["openssl", "req", "-x509", "-newkey", "rsa:2048", "-nodes", "-days", "2", "-subj", "/CN=localhost",
         "-addext", "subjectAltName=DNS:localhost", "-keyout", key, "-out", made],
        check=True, capture_output=True,
    )  # fmt: skip
    made.write_text(made.read_text() + key.read_text())
    return made


@pytest.fixture
def encrypted(certificate: Path) -> Iterator[tuple[Kept, int]]:
    """A server that lets Ada in, once encrypted."""
    context = ssl.create_default_context(ssl.Purpose.CLIENT_AUTH)
    context.load_cert_chain(certificate)
    kept, port = Kept(), free_port()
    controller = Controller(
        kept, hostname="localhost", port=port, tls_context=context, require_starttls=True,
        auth_required=True, authenticator=is_ada, enable_SMTPUTF8=True,
    )  # fmt: skip
    controller.start()
    try:
        yield kept, port
    finally:
        controller.stop()


def speaking(port: int, certificate: Path | None, **relay: Any) -> Conversation:
    trust = ssl.create_default_context(cafile=certificate) if certificate else None
    given = {"host": "localhost", "port": port, "user": "ada", "password": "right", "starttls": True, **relay}
    return Conversation(Relay(**given), pace=PACE, trust=trust)


def test_encrypted_and_logged_in_a_copy_arrives_as_it_was(
    encrypted: tuple[Kept, int], certificate: Path
) -> None:
    kept, port = encrypted
    conversation = speaking(port, certificate)
    assert conversation.hand_over(to(), MESSAGE, claim=Claims()).kind is Kind.ACCEPTED
    conversation.close()
    (envelope,) = kept.envelopes
    assert envelope.mail_from == "bounces+1-abc@example.org"
    assert envelope.rcpt_tos == ["reader@example.org"]
    assert message_from_bytes(envelope.content).get_payload() == "Hello\r\n.A dot\r\n"


def test_a_wrong_password_and_a_missing_one_are_trouble(
    encrypted: tuple[Kept, int], certificate: Path
) -> None:
    _kept, port = encrypted
    for login in ({"password": "wrong"}, {"user": "", "password": ""}):
        claims = Claims()
        result = speaking(port, certificate, **login).hand_over(to(), MESSAGE, claim=claims)
        assert (type(result.trouble), claims.asked) == (LoginRefused, 0), login


def test_a_certificate_nobody_vouches_for_is_not_spoken_to(encrypted: tuple[Kept, int]) -> None:
    _kept, port = encrypted
    result = speaking(port, None).hand_over(to(), MESSAGE, claim=Claims())
    assert type(result.trouble) is NotEncrypted
    assert "certificate" in result.said


def test_without_encryption_on_offer_no_password_is_said(tmp_path: Path) -> None:
    with sinking(tmp_path) as sink:
        result = with_sink(sink, user="ada", password="right", starttls=True).hand_over(
            to(), MESSAGE, claim=Claims()
        )
        assert type(result.trouble) is NotEncrypted
        assert sink.accepted() == []


def test_an_address_in_another_script_is_sent_where_the_server_knows_how(
    encrypted: tuple[Kept, int], certificate: Path
) -> None:
    kept, port = encrypted
    conversation = speaking(port, certificate)
    assert conversation.hand_over(to("rené@example.org"), MESSAGE, claim=Claims()).kind is Kind.ACCEPTED
    conversation.close()
    assert kept.envelopes[0].rcpt_tos == ["rené@example.org"]
    assert "SMTPUTF8" in kept.envelopes[0].mail_options


def test_and_refused_in_a_sentence_where_it_does_not(tmp_path: Path) -> None:
    with sinking(tmp_path, Faults(ascii_only=1.0)) as sink:
        claims, conversation = Claims(), with_sink(sink)
        result = conversation.hand_over(to("rené@example.org"), MESSAGE, claim=claims)
        conversation.close()
        assert (result.kind, claims.asked) == (Kind.REFUSED, 0)
        assert result.said == reasons.NO_SMTPUTF8


def test_a_sender_the_server_does_not_send_for_is_trouble(tmp_path: Path) -> None:
    with sinking(tmp_path, Faults(sender_refused=1.0)) as sink:
        result = with_sink(sink).hand_over(to(), MESSAGE, claim=Claims())
        assert (result.kind, type(result.trouble)) == (Kind.GIVEN_BACK, SenderRefused)
