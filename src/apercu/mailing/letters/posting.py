"""Handing a small mail to the relay, so that no reader can tell by the time it takes what became of it.

Whether the relay takes mail at all is found out while the reader waits, for everybody alike. The mail itself
goes out afterwards, in a thread of this process: an address that is known, one that is new and one that has
had its share are answered equally fast.
"""

from __future__ import annotations

import logging
import os
import queue
import secrets
import threading

from django.core.mail import EmailMultiAlternatives, get_connection
from django.core.mail.backends.base import BaseEmailBackend

from apercu.mailing.composing.prepared import ascii_where_possible, mailbox
from apercu.mailing.letters.letter import Letter
from apercu.mailing.letters.sender import Sender, host

logger = logging.getLogger(__name__)

MOST_WAITING = 200


class CannotSend(Exception):
    """The relay takes no mail just now; nothing was sent."""


def open_line() -> BaseEmailBackend:
    """A connection to the relay, ready to take a mail; or CannotSend."""
    if _outgoing.is_full:
        logger.error("No mail can be sent: %s wait to be handed over.", MOST_WAITING)
        raise CannotSend
    line: BaseEmailBackend = get_connection()
    try:
        line.open()
    except OSError as error:  # smtplib's own errors are of this kind
        logger.error("No mail can be sent: the relay cannot be reached or refuses us (%s).", _kind(error))
        raise CannotSend from error
    return line


def written(letter: Letter, *, to: str, sender: Sender) -> EmailMultiAlternatives:
    """The mail as it goes out: text first, then HTML, marked as one that no autoresponder should answer."""
    message = EmailMultiAlternatives(
        subject=letter.subject,
        body=letter.text,
        from_email=mailbox(sender.name, sender.address),
        to=[ascii_where_possible(to)],
        reply_to=[sender.reply_to] if sender.reply_to else None,
        headers={
            "Message-ID": f"<{secrets.token_hex(16)}@{host()}>",
            "Auto-Submitted": "auto-generated",  # RFC 3834 §5
            "Content-Language": letter.language,
        },
    )
    message.attach_alternative(letter.html, "text/html")
    return message


class _Outgoing:
    """A thread of this process that hands over one mail after another."""

    def __init__(self) -> None:
        self._begin()
        os.register_at_fork(after_in_child=self._begin)

    def _begin(self) -> None:
        self._waiting: queue.Queue[tuple[BaseEmailBackend, EmailMultiAlternatives | None]] = queue.Queue(
            MOST_WAITING
        )
        self._starting = threading.Lock()
        self._thread: threading.Thread | None = None

    def add(self, line: BaseEmailBackend, message: EmailMultiAlternatives | None) -> None:
        with self._starting:
            if self._thread is None:
                self._thread = threading.Thread(target=self._work, name="letters", daemon=True)
                self._thread.start()
        self._waiting.put((line, message))

    @property
    def is_full(self) -> bool:
        return self._waiting.full()

    def finish(self) -> None:
        self._waiting.join()

    def _work(self) -> None:
        waiting = self._waiting
        while True:
            line, message = waiting.get()
            try:
                _hand_over(line, message)
            except Exception as error:  # noqa: BLE001 the loop's edge; a traceback could quote the address
                logger.error("A mail was not sent (%s).", _kind(error))
            finally:
                waiting.task_done()


_outgoing = _Outgoing()


def post(message: EmailMultiAlternatives | None, *, over: BaseEmailBackend) -> None:
    """Have a mail handed over soon, and the line closed; without a mail it is only closed."""
    _outgoing.add(over, message)


def finish() -> None:
    """Wait until all that was posted is handed over; for tests."""
    _outgoing.finish()


def _hand_over(line: BaseEmailBackend, message: EmailMultiAlternatives | None) -> None:
    try:
        if message is not None:
            line.send_messages([message])
    finally:
        line.close()


def _kind(error: BaseException) -> str:
    """What kind of error it was. Not its words: a relay's may quote the address."""
    return " ".join([type(error).__name__, str(getattr(error, "smtp_code", "") or "")]).strip()
