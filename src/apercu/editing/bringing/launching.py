"""The thread of the web process that works on an upload, so that no request takes as long as an import."""

from __future__ import annotations

import logging
import threading

from django.db import connection
from django.utils import timezone

from apercu.importing import uploads

logger = logging.getLogger(__name__)


def start(pk: int) -> None:
    """Begin, or begin again, to work on an upload; of two who do, one works and the other ends at once."""
    threading.Thread(target=_work, args=(pk,), daemon=True, name=f"import-{pk}").start()


def _work(pk: int) -> None:
    try:
        uploads.work(pk=pk, clock=timezone.now)  # noqa: TID251 a job
    except Exception:
        logger.exception("The work on upload %s ended", pk)  # its lease runs out, and the desk says so
    finally:
        connection.close()
