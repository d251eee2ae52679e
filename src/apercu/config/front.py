"""What stands in front of Django: the pages that are kept, where the settings give them room."""

from __future__ import annotations

import time
from typing import Any

from django.conf import settings
from django.db import transaction
from django.db.models.signals import post_save

from apercu.content.models import Change
from apercu.pagecache.serving import MEGABYTE, Application, KeptPages
from apercu.pagecache.versions import PolledVersions, versions


def with_kept_pages(application: Application) -> Application:
    """The application behind kept pages; alone while developing, and where there is no room for any."""
    if settings.DEBUG or not settings.CACHE_MB:
        return application
    learning = versions(clock=time.monotonic)
    if isinstance(learning, PolledVersions):
        _learn_at_once(learning)
    return KeptPages(application, versions=learning, most=settings.CACHE_MB * MEGABYTE)


def _learn_at_once(learning: PolledVersions) -> None:
    """The process that publishes knows so as soon as it is done, before its next half second."""

    def published(**_told: Any) -> None:
        transaction.on_commit(learning.look)

    post_save.connect(published, sender=Change, weak=False, dispatch_uid="apercu-page-cache")
