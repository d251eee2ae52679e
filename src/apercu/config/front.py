"""What stands in front of Django: the pages that are kept, where the settings give them room."""

from __future__ import annotations

import time
from typing import Any

from django.conf import settings
from django.db import transaction
from django.db.models.signals import post_save

from apercu.content.models import Change
from apercu.pagecache.serving import MEGABYTE, Application, KeptPages
from apercu.pagecache.versions import Versions, versions

TOLD = "apercu-page-cache"  # by which the signal knows us


def with_kept_pages(application: Application) -> Application:
    """The application behind kept pages; alone while developing, and where there is no room for any."""
    if settings.DEBUG or not settings.CACHE_MB:
        return application
    learning = versions(clock=time.monotonic)
    _tell_of_changes(learning)
    return KeptPages(application, versions=learning, most=settings.CACHE_MB * MEGABYTE)


def _tell_of_changes(learning: Versions) -> None:
    """The process that publishes need not be told by the database."""

    tell = learning.changed

    def published(**_told: Any) -> None:
        # Once for a publication, however many rows of the log it writes.
        if not any(
            waiting is tell for _savepoints, waiting, *_ in transaction.get_connection().run_on_commit
        ):
            transaction.on_commit(tell)

    post_save.connect(published, sender=Change, weak=False, dispatch_uid=TOLD)
