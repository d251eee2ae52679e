"""The statements that every copy costs, written as SQL; both databases read them alike.

Composing them anew for each of 100,000 copies takes Django four times as long as the database takes to obey.
"""

from __future__ import annotations

import datetime
from collections.abc import Iterable

from django.db import connection

from apercu.mailing.models import Delivery, LinkToken, Mailing, MailState, Subscriber

_delivery, _token = Delivery._meta.db_table, LinkToken._meta.db_table
_state = Delivery.State

# The state is asked of the row itself: PostgreSQL looks again at a row that another transaction changed
# meanwhile, and of all it had read it reads that row alone anew.
_CLAIM = f"""
UPDATE {_delivery} SET state = '{_state.CLAIMED}', lease_until = %s
WHERE id = %s AND worker = %s AND state = '{_state.RESERVED}'
AND EXISTS (SELECT 1 FROM {Subscriber._meta.db_table} person WHERE person.id = {_delivery}.subscriber_id
    AND person.state = '{Subscriber.State.ACTIVE}' AND person.blocked = '' AND person.email = %s)
AND EXISTS (SELECT 1 FROM {Mailing._meta.db_table} mailing WHERE mailing.id = {_delivery}.mailing_id
    AND mailing.state = '{Mailing.State.SENDING}')
AND NOT EXISTS (SELECT 1 FROM {MailState._meta.db_table} WHERE held_since IS NOT NULL)
"""  # noqa: S608 our own tables and states
_REMEMBER_TOKEN = f"INSERT INTO {_token} (hash, subscriber_id, delivery_id, at) VALUES (%s, %s, %s, %s)"  # noqa: S608
_SENT = f"""
UPDATE {_delivery} SET state = '{_state.SENT}', sent_at = %s, reason = '', lease_until = NULL,
    attempts = attempts + 1
WHERE id = %s AND worker = %s AND state IN ('{_state.CLAIMED}', '{_state.UNCLEAR}', '{_state.QUEUED}')
"""  # noqa: S608
_WRITE_DOWN = f"""
INSERT INTO {_delivery}
    (mailing_id, subscriber_id, language, parts, state, attempts, next_at, worker, reason)
VALUES (%s, %s, %s, %s, '{_state.QUEUED}', 0, %s, '', '')
"""  # noqa: S608


def write_down(rows: Iterable[tuple[int, str, str]], *, mailing: int, at: datetime.datetime) -> None:
    """A waiting copy for each: subscriber, language, parts."""
    moment = _moment(at)
    with connection.cursor() as cursor:
        cursor.executemany(
            _WRITE_DOWN,
            [(mailing, subscriber, language, parts, moment) for subscriber, language, parts in rows],
        )


def claim(*, delivery: int, worker: str, email: str, until: datetime.datetime) -> bool:
    """From reserved to claimed, if it is still to be sent to this address; whether it was."""
    return _changed(_CLAIM, _moment(until), delivery, worker, email)


def remember_token(*, token_hash: str, subscriber: int, delivery: int, at: datetime.datetime) -> None:
    """The token of the link in this copy."""
    _changed(_REMEMBER_TOKEN, token_hash, subscriber, delivery, _moment(at))


def sent(*, delivery: int, worker: str, at: datetime.datetime) -> bool:
    """From claimed, from unclear, or from waiting once more, to sent; whether it was this worker's."""
    return _changed(_SENT, _moment(at), delivery, worker)


def _changed(statement: str, *values: str | int | datetime.datetime | None) -> bool:
    with connection.cursor() as cursor:
        cursor.execute(statement, values)
        return bool(cursor.rowcount)


def _moment(at: datetime.datetime) -> str | datetime.datetime | None:
    """A time as the database wants it."""
    adapted: str | datetime.datetime | None = connection.ops.adapt_datetimefield_value(at)
    return adapted
