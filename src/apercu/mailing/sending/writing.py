"""One recipient's copy as it goes over the line: who it is from and for, and its bytes."""

from __future__ import annotations

import datetime
from collections import OrderedDict
from collections.abc import Callable
from dataclasses import dataclass, field

from apercu.mailing import keys, tokens
from apercu.mailing.composing.prepared import Copy, Prepared, ascii_where_possible
from apercu.mailing.models import Mailing, MailSettings
from apercu.mailing.sending import starting, verp
from apercu.mailing.sending.claiming import Reserved
from apercu.mailing.sending.smtp import Envelope

Write = Callable[[Mailing, str, tuple[int, ...]], Prepared]
KEPT = 100  # prepared messages, of about 100 kB: as many choices of topics leave together


@dataclass(frozen=True, kw_only=True)
class Written:
    """A copy ready to be handed over, with the hash of its link's token."""

    envelope: Envelope
    message: bytes = field(repr=False)
    token_hash: str


@dataclass(frozen=True, kw_only=True)
class Sender:
    """What is the same in all copies of a batch, read once for it."""

    bounces: str
    domain: str
    key: str
    a_minute: int


def sender_of(mailing: Mailing) -> Sender:
    """From the settings as they are now: a bounce address that was mended counts at once."""
    told = MailSettings.load()
    return Sender(
        bounces=told.bounces or told.sender,
        domain=starting.domain_of(mailing),
        key=keys.of_the_mail().signing,
        a_minute=told.a_minute,
    )


@dataclass(kw_only=True)
class Writer:
    """Writes copies from messages prepared once for all who get the same."""

    write: Write
    _kept: OrderedDict[tuple[int, str, tuple[int, ...]], Prepared] = field(
        default_factory=OrderedDict, init=False
    )

    def copy(self, row: Reserved, *, mailing: Mailing, sender: Sender, at: datetime.datetime) -> Written:
        """This recipient's copy; NotAnAddress where none can be written to."""
        token = tokens.fresh()
        bounces = verp.bounce_address(bounces=sender.bounces, delivery=row.delivery, key=sender.key)
        words = Copy(
            to=row.email,
            token=token.token,
            message_id=verp.message_id(
                mailing=mailing.name, subscriber=row.subscriber, domain=sender.domain, key=sender.key
            ),
            bounces=bounces,
            date=at,
        )
        return Written(
            envelope=Envelope(sender=bounces, to=ascii_where_possible(row.email)),
            message=self._prepared(mailing, row.language, row.parts).for_one(words),
            token_hash=token.hash,
        )

    def _prepared(self, mailing: Mailing, language: str, parts: tuple[int, ...]) -> Prepared:
        named = (mailing.pk, language, parts)
        if named in self._kept:
            self._kept.move_to_end(named)
        else:
            self._kept[named] = self.write(mailing, language, parts)
            if len(self._kept) > KEPT:
                self._kept.popitem(last=False)
        return self._kept[named]
