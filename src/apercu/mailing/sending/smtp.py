"""One conversation with the relay (RFC 5321), a command at a time.

What counts is the end of a message, a dot on a line of its own. Until our system has taken it from us the
server cannot take the message for whole, and the copy may be tried again. From then on until the reply nobody
knows whether the server has it: such a copy is unclear, and never tried again by itself.
"""

from __future__ import annotations

import contextlib
import smtplib
import socket
import ssl
from collections.abc import Callable
from dataclasses import dataclass

from apercu.mailing.sending import reasons, replies
from apercu.mailing.sending.pace import Pace
from apercu.mailing.sending.relay import Relay
from apercu.mailing.sending.replies import (
    Busy,
    Handed,
    Kind,
    LoginRefused,
    NotEncrypted,
    Trouble,
    Unreachable,
)

_END = b".\r\n"
Lost = smtplib.SMTPServerDisconnected


@dataclass(frozen=True, kw_only=True)
class Envelope:
    """Who a copy is from and for, on the line; addresses with their domains as the DNS writes them."""

    sender: str
    to: str

    @property
    def needs_smtputf8(self) -> bool:
        """Whether the server must know RFC 6531."""
        return not (self.to.isascii() and self.sender.isascii())


class Conversation:
    """A connection that is opened when it is wanted and used again for the next copy."""

    def __init__(self, relay: Relay, *, pace: Pace, trust: ssl.SSLContext | None = None) -> None:
        self._relay = relay
        self._pace = pace
        self._trust = trust or ssl.create_default_context()
        self._smtp: smtplib.SMTP | None = None
        self._handed = 0  # copies the server took on this connection

    def hand_over(self, envelope: Envelope, message: bytes, *, claim: Callable[[], bool]) -> Handed:
        """Hand a copy over. `claim` is asked when the server has accepted sender and recipient: it
        writes down that the server may have the copy from now on, or says that it is not to be handed over.
        """
        if "\r" in envelope.to + envelope.sender or "\n" in envelope.to + envelope.sender:
            raise ValueError("An address holds the end of a line.")
        try:
            refused = self._begin(envelope)
        except Trouble as trouble:
            self.close()
            return Handed(kind=Kind.GIVEN_BACK, said=str(trouble), trouble=trouble)
        except Lost as error:
            self.close()
            return _broken(error)
        if refused is not None:
            self._forget_it(refused)
            return refused
        if not self._is_ours(claim):
            self._reset()
            return Handed(kind=Kind.WITHHELD)
        handed = self._transfer(message)
        self._handed += handed.kind is Kind.ACCEPTED
        if handed.trouble or self._handed >= self._pace.a_connection:
            self.close()
        return handed

    def open(self) -> None:
        """Have a connection that lets us in; Trouble where there is none to be had."""
        if self._smtp is None:
            self._smtp, self._handed = self._opened(), 0

    def close(self) -> None:
        """Take leave, where anybody is there to hear it."""
        smtp, self._smtp = self._smtp, None
        if smtp is None:
            return
        if smtp.sock is not None:
            with contextlib.suppress(smtplib.SMTPException, OSError):
                smtp.sock.settimeout(min(self._pace.answering, 5))
                smtp.quit()
        smtp.close()

    # --- coming

    def _opened(self) -> smtplib.SMTP:
        try:
            smtp = self._connected()
        except smtplib.SMTPConnectError as error:
            raise replies.of_connection(error.smtp_code, error.smtp_error) from error
        except (OSError, smtplib.SMTPException) as error:
            raise _no_connection(error) from error
        try:
            self._be_let_in(smtp)
        except Trouble:
            smtp.close()
            raise
        except (OSError, smtplib.SMTPException) as error:
            smtp.close()
            raise _no_connection(error) from error
        if smtp.sock is None:
            raise Unreachable(f"{self._relay.host} hung up.")
        smtp.sock.settimeout(self._pace.answering)
        return smtp

    def _connected(self) -> smtplib.SMTP:
        relay, patience = self._relay, self._pace.connecting
        if relay.tls:
            smtp: smtplib.SMTP = smtplib.SMTP_SSL(
                relay.host, relay.port, relay.hello, timeout=patience, context=self._trust
            )
        else:
            smtp = smtplib.SMTP(relay.host, relay.port, relay.hello, timeout=patience)
        if smtp.sock is not None:
            # The dot would wait for the message's acknowledgement otherwise (RFC 896).
            smtp.sock.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        return smtp

    def _be_let_in(self, smtp: smtplib.SMTP) -> None:
        relay = self._relay
        self._hello(smtp)
        if relay.starttls:
            if not smtp.has_extn("starttls"):
                raise NotEncrypted(f"{relay.host} does not offer STARTTLS.")
            code, text = smtp.starttls(context=self._trust)
            if code != 220:
                raise NotEncrypted(replies.said(code, text))
            self._hello(smtp)
        if not relay.user:
            return
        try:
            smtp.login(relay.user, relay.password)
        except smtplib.SMTPAuthenticationError as error:
            if 400 <= error.smtp_code < 500:
                raise replies.of_connection(error.smtp_code, error.smtp_error) from error
            raise LoginRefused(replies.said(error.smtp_code, error.smtp_error)) from error
        except smtplib.SMTPNotSupportedError as error:
            raise LoginRefused(f"{relay.host} asks for no password, or only once encrypted.") from error

    def _hello(self, smtp: smtplib.SMTP) -> None:
        code, text = smtp.ehlo()
        if not 200 <= code < 300:
            code, text = smtp.helo()
        if not 200 <= code < 300:
            raise replies.of_connection(code, text)

    # --- one copy

    def _begin(self, envelope: Envelope) -> Handed | None:
        """Sender and recipient; None when both were accepted. A connection grown old is replaced, once."""
        is_old = self._smtp is not None and self._handed > 0
        self.open()
        try:
            return self._sender_and_recipient(envelope)
        except (Lost, Busy):
            if not is_old:
                raise
        self.close()
        self.open()
        return self._sender_and_recipient(envelope)

    def _sender_and_recipient(self, envelope: Envelope) -> Handed | None:
        smtp = self._open_one
        options = ""
        if envelope.needs_smtputf8:
            if not smtp.has_extn("smtputf8"):
                return Handed(kind=Kind.REFUSED, said=reasons.NO_SMTPUTF8)
            options = " SMTPUTF8 BODY=8BITMIME"
        sender = f"MAIL FROM:<{envelope.sender}>{options}\r\n".encode()
        recipient = f"RCPT TO:<{envelope.to}>\r\n".encode()
        if smtp.has_extn("pipelining"):  # RFC 2920: one journey for both
            self._send(sender + recipient)
            self._must_be_welcome(of_more=True)
        else:
            self._send(sender)
            self._must_be_welcome(of_more=False)
            self._send(recipient)
        code, text = self._reply()
        return None if code in {250, 251} else replies.of_copy(code, text)

    def _must_be_welcome(self, *, of_more: bool) -> None:
        """The answer to MAIL FROM; a refusal is followed by one of what was sent with it."""
        code, text = self._reply()
        if code == 250:
            return
        if of_more:
            with contextlib.suppress(Lost):
                self._reply()
        raise replies.of_sender(code, text)

    def _is_ours(self, claim: Callable[[], bool]) -> bool:
        try:
            return claim()
        except BaseException:
            self.close()  # in the middle of a conversation nobody will go on with
            raise

    def _transfer(self, message: bytes) -> Handed:
        """DATA, the message, and the dot."""
        try:
            self._send(b"DATA\r\n")
            code, text = self._reply()
            if code != 354:
                refused = replies.of_copy(code, text)
                self._forget_it(refused)
                return refused
            self._send(stuffed(message))
            # Apart from the message: a connection that broke meanwhile is noticed before the dot. An error
            # means that our system did not take it, and the server cannot have it.
            self._send(_END)
        except Lost as error:
            return _broken(error)
        return self._verdict()

    def _verdict(self) -> Handed:
        """What the server says to the whole message."""
        smtp = self._open_one
        try:
            if smtp.sock is not None:
                smtp.sock.settimeout(self._pace.taking)
            code, text = self._reply()
            if smtp.sock is not None:
                smtp.sock.settimeout(self._pace.answering)
        except Lost as error:
            return Handed(kind=Kind.UNCLEAR, said=_sentence(error), trouble=Unreachable(_sentence(error)))
        if 200 <= code < 300:
            return Handed(kind=Kind.ACCEPTED, said=replies.said(code, text))
        if 400 <= code < 600:
            return replies.of_copy(code, text)
        words = replies.said(code, text)
        return Handed(kind=Kind.UNCLEAR, said=words, trouble=Unreachable(words))

    def _forget_it(self, refused: Handed) -> None:
        """After a refusal the connection is used again, unless the server is about to hang up."""
        if refused.trouble is not None:
            self.close()
        else:
            self._reset()

    def _reset(self) -> None:
        try:
            self._send(b"RSET\r\n")
            code, _text = self._reply()
        except Lost:
            code = 0
        if code != 250:
            self.close()

    # --- the line

    @property
    def _open_one(self) -> smtplib.SMTP:
        if self._smtp is None:
            raise Lost("The connection is closed.")
        return self._smtp

    def _send(self, data: bytes) -> None:
        sock = self._open_one.sock
        if sock is None:
            raise Lost("The server hung up.")
        try:
            sock.sendall(data)
        except OSError as error:
            raise Lost(_sentence(error)) from error

    def _reply(self) -> tuple[int, bytes]:
        try:
            return self._open_one.getreply()
        except smtplib.SMTPResponseException as error:  # a line without end
            raise Lost(_sentence(error)) from error


def stuffed(message: bytes) -> bytes:
    """The message with each dot at the beginning of a line doubled (RFC 5321 §4.5.2), its last line whole."""
    doubled = message.replace(b"\r\n.", b"\r\n..")
    first = b"." if doubled.startswith(b".") else b""
    last = b"" if doubled.endswith(b"\r\n") else b"\r\n"
    return first + doubled + last


def _broken(error: Lost) -> Handed:
    """The connection broke before the dot."""
    return Handed(kind=Kind.PUT_OFF, said=_sentence(error), trouble=Unreachable(_sentence(error)))


def _no_connection(error: OSError | smtplib.SMTPException) -> Trouble:
    """A certificate that is not good stays so; a connection that broke may come about at the next try."""
    hung_up = isinstance(error, (ssl.SSLEOFError, ssl.SSLZeroReturnError))
    kind = NotEncrypted if isinstance(error, ssl.SSLError) and not hung_up else Unreachable
    return kind(_sentence(error))


def _sentence(error: Exception) -> str:
    return " ".join(f"{error}".split())[: replies.LONGEST] or type(error).__name__
