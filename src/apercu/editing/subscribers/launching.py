"""The thread of the web process that works on a list, so that no request takes as long as an import."""

from __future__ import annotations

import threading

from django.db import connection
from django.utils import timezone

from apercu.mailing.bringing import uploads


def start(pk: int) -> None:
    """Begin, or begin again, to work on a list; of two who do, one works and the other ends at once."""
    threading.Thread(target=_work, args=(pk,), daemon=True, name=f"subscribers-{pk}").start()


def _work(pk: int) -> None:
    try:
        uploads.work(pk=pk, clock=timezone.now)  # noqa: TID251 a job
    finally:
        connection.close()
