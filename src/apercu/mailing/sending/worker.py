"""The worker: takes a batch, hands one copy after another over, and writes down what became of each.

Several may be at it, on one machine or on many; what keeps them apart is in the rows (`claiming`).
"""

from __future__ import annotations

import datetime
import logging
import secrets
import ssl
import time
from collections.abc import Callable
from dataclasses import dataclass, field
from functools import cached_property

from django.db import Error

from apercu.mailing import standing
from apercu.mailing.models import Mailing, MailState
from apercu.mailing.people import NotAnAddress
from apercu.mailing.sending import claiming, pausing, rate, reasons, scheduled
from apercu.mailing.sending.claiming import Reserved
from apercu.mailing.sending.pace import USUAL, Pace
from apercu.mailing.sending.rate import Rate
from apercu.mailing.sending.relay import Relay
from apercu.mailing.sending.replies import Handed, Kind
from apercu.mailing.sending.smtp import Conversation
from apercu.mailing.sending.starting import Freeze
from apercu.mailing.sending.troubles import Troubles
from apercu.mailing.sending.writing import Sender, Write, Writer, sender_of

logger = logging.getLogger(__name__)

Clock = Callable[[], datetime.datetime]
Stopping = Callable[[], bool]


class _NoMore(Exception):
    """Nothing more of this mailing leaves in this turn."""


@dataclass(kw_only=True)
class Worker:
    """One pair of hands, with a name nobody else has."""

    relay: Relay | None
    write: Write
    freeze: Freeze
    pace: Pace = USUAL
    trust: ssl.SSLContext | None = None
    since: Callable[[], float] = time.monotonic
    sleep: Callable[[float], None] = time.sleep
    name: str = field(default_factory=lambda: secrets.token_hex(12))
    _seen: datetime.datetime | None = field(default=None, init=False)
    # Copies the server has that could not be written down, the database being away.
    _untold: dict[int, datetime.datetime] = field(default_factory=dict, init=False)

    def turn(self, clock: Clock, stopping: Stopping) -> bool:
        """Do a part of what is to be done; whether there is more. It may be killed at any moment."""
        self._tell_what_is_untold()
        self._be_seen(at=clock())
        claiming.recover(at=clock())
        if standing.is_held():
            return False
        scheduled.start_due(at=clock(), freeze=self.freeze)
        is_more = False
        for mailing in Mailing.objects.filter(state=Mailing.State.SENDING).order_by("started_at", "pk"):
            if stopping():
                break
            is_more |= self._send_some(mailing, clock, stopping)
        if not is_more or stopping():
            self.close()
        return is_more and not stopping()

    def close(self) -> None:
        """Take leave of the relay; the next copy comes to it anew."""
        self._conversation.close()

    @property
    def trouble(self) -> str:
        """What was wrong with the relay when it was last spoken to; nothing when it was well."""
        return self._troubles.said

    # --- one mailing

    def _send_some(self, mailing: Mailing, clock: Clock, stopping: Stopping) -> bool:
        """A batch of a mailing; whether it may have more."""
        if self.relay is None:
            pausing.pause(mailing=mailing, code=pausing.NO_RELAY, said="", at=clock())
            return False
        if self._troubles.must_wait():
            return False
        sender = sender_of(mailing)
        rows = claiming.reserve(
            mailing=mailing.pk,
            worker=self.name,
            at=clock(),
            lease=self.pace.lease,
            size=rate.at_once(a_minute=sender.a_minute, batch=self.pace.batch),
        )
        if not rows:
            claiming.finish(mailing=mailing.pk, at=clock())
            return False
        try:
            return self._send_these(rows, mailing, sender, clock, stopping)
        except Error:  # the database is away: the loop's to tell
            raise
        except Exception as error:  # another mailing must not wait for this one
            logger.exception("A copy of mailing %s could not be written.", mailing.pk)
            pausing.pause(mailing=mailing, code=pausing.COMPOSING, said=type(error).__name__, at=clock())
            return False
        finally:
            claiming.give_back_all(worker=self.name)

    def _send_these(
        self, rows: list[Reserved], mailing: Mailing, sender: Sender, clock: Clock, stopping: Stopping
    ) -> bool:
        workers = claiming.workers(at=clock()) if sender.a_minute else 1
        for row in rows:
            self._rate.wait(a_minute=sender.a_minute, workers=workers, stopping=stopping)
            if stopping():
                return False
            try:
                self._send_one(row, mailing, sender, clock)
            except _NoMore:
                return False
            self._be_seen(at=clock(), mailing=mailing)
        Mailing.objects.filter(pk=mailing.pk).update(progress_at=clock())
        return True

    def _send_one(self, row: Reserved, mailing: Mailing, sender: Sender, clock: Clock) -> None:
        try:
            written = self._writer.copy(row, mailing=mailing, sender=sender, at=clock())
        except NotAnAddress:
            claiming.failed(row, worker=self.name, said=reasons.NO_ADDRESS)
            return
        handed = self._conversation.hand_over(
            written.envelope,
            written.message,
            claim=lambda: claiming.claim(
                row,
                worker=self.name,
                at=clock(),
                lease=self.pace.lease,
                token_hash=written.token_hash,
            ),
        )
        self._write_down(handed, row, clock)
        if pause := self._troubles.count(handed):
            pausing.pause_all(code=pause.code, said=pause.said, at=clock())
            raise _NoMore
        if handed.trouble is not None:
            raise _NoMore

    def _write_down(self, handed: Handed, row: Reserved, clock: Clock) -> None:
        match handed.kind:
            case Kind.ACCEPTED:
                self._untold[row.delivery] = clock()
                self._tell_what_is_untold()
            case Kind.REFUSED:
                claiming.failed(row, worker=self.name, said=handed.said)
            case Kind.PUT_OFF:
                self._put_off(handed, row, clock)
            case Kind.UNCLEAR:
                claiming.unclear(row, worker=self.name)
            case Kind.GIVEN_BACK:
                claiming.give_back(row, worker=self.name)
            case Kind.WITHHELD:
                if not claiming.leave_out(row, worker=self.name):
                    # The mailing stands still, or the lease ran out and the row is in other hands.
                    raise _NoMore

    def _put_off(self, handed: Handed, row: Reserved, clock: Clock) -> None:
        delay = self.pace.delay(row.attempts + 1)
        if delay is None:
            claiming.failed(row, worker=self.name, said=handed.said)
        else:
            claiming.put_off(row, worker=self.name, until=clock() + delay, said=handed.said)

    # --- signs of life

    def _tell_what_is_untold(self) -> None:
        """Write down what was sent; what cannot be written now is at the next turn, in time or not."""
        for delivery, at in list(self._untold.items()):
            claiming.sent(delivery=delivery, worker=self.name, at=at)
            del self._untold[delivery]

    def _be_seen(self, *, at: datetime.datetime, mailing: Mailing | None = None) -> None:
        if self._seen is not None and abs(at - self._seen) < self.pace.seen_every:
            return
        self._seen = at
        MailState.objects.update_or_create(pk=1, defaults={"worker_seen_at": at})
        if mailing is not None:
            Mailing.objects.filter(pk=mailing.pk).update(progress_at=at)

    # --- what a process makes for itself, once it is one

    @cached_property
    def _conversation(self) -> Conversation:
        relay = self.relay or Relay(host="localhost", port=25)
        return Conversation(relay, pace=self.pace, trust=self.trust)

    @cached_property
    def _troubles(self) -> Troubles:
        return Troubles(pace=self.pace, since=self.since)

    @cached_property
    def _rate(self) -> Rate:
        return Rate(since=self.since, sleep=self.sleep)

    @cached_property
    def _writer(self) -> Writer:
        return Writer(write=self.write)
