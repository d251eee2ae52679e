"""Answers of services on the web, kept in the database: a store for `fetching`'s client.

It holds the last `MOST` answers and none older than `LONGEST`; whoever keeps one now and then takes the
others away, so there is no clean-up to run. It may be emptied at any time: what is missing is asked again.
"""

from __future__ import annotations

import datetime
import hashlib
import logging

from django.db import DatabaseError, transaction

from apercu.content.models import KeptAnswer
from apercu.fetching import Kept

MOST = 2_000  # answers of some twenty kilobytes: forty megabytes at the most
LARGEST = 512 * 1024  # bytes; a larger answer is not kept, only used
LONGEST = datetime.timedelta(days=60)
_EVERY = 50  # how many answers may come in between two looks at the others

_log = logging.getLogger(__name__)


class AnswerTable:
    """The answers of one site. What cannot be kept is not: a full disk costs a question, never an answer."""

    def __init__(self) -> None:
        self._since = 0

    def get(self, key: str) -> Kept | None:
        """The answer kept under this key, of any age."""
        row = KeptAnswer.objects.filter(pk=_hashed(key)).first()
        if row is None:
            return None
        return Kept(
            status=row.status,
            url=row.url,
            headers=row.headers,
            body=bytes(row.body),
            fetched_at=row.fetched_at,
        )

    def put(self, key: str, kept: Kept | None) -> None:
        """Keep an answer in the place of an earlier one; None forgets it."""
        try:
            with transaction.atomic():
                if kept is None or len(kept.body) > LARGEST:
                    KeptAnswer.objects.filter(pk=_hashed(key)).delete()
                    return
                self._keep(key, kept)
        except DatabaseError:
            _log.warning("An answer of %s could not be kept.", kept.url if kept else key, exc_info=True)

    def _keep(self, key: str, kept: Kept) -> None:
        values = {
            "status": kept.status,
            "url": kept.url,
            "headers": dict(kept.headers),
            "body": kept.body,
            "fetched_at": kept.fetched_at,
        }
        KeptAnswer.objects.update_or_create(pk=_hashed(key), defaults=values)
        self._since += 1
        if self._since >= _EVERY:
            self._since = 0
            forget_old(at=kept.fetched_at)


@transaction.atomic
def forget_old(*, at: datetime.datetime) -> int:
    """Delete what is older than `LONGEST`, and the oldest beyond `MOST`; how many went."""
    gone = KeptAnswer.objects.filter(fetched_at__lt=at - LONGEST).delete()[0]
    oldest_kept = (
        KeptAnswer.objects.order_by("-fetched_at")
        .values_list("fetched_at", flat=True)[MOST - 1 : MOST]
        .first()
    )
    if oldest_kept is not None:
        gone += KeptAnswer.objects.filter(fetched_at__lt=oldest_kept).delete()[0]
    return gone


def forget_all() -> int:
    """Delete every answer; how many there were."""
    return KeptAnswer.objects.all().delete()[0]


def _hashed(key: str) -> str:
    return hashlib.sha256(key.encode()).hexdigest()
