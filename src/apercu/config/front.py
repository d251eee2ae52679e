"""What stands in front of Django: the pages that are kept, where the settings give them room.

Who publishes something makes its own page anew, as part of publishing: readers who ask for it meanwhile wait
for that one page, not for all else the desk does for its answer.
"""

from __future__ import annotations

import logging
import threading
import time
from collections.abc import Collection
from typing import Any

from django.conf import settings
from django.db import connection, transaction
from django.db.models.signals import post_save

from apercu.content import addresses
from apercu.content.models import Change, Summary
from apercu.pagecache.serving import MEGABYTE, Application, KeptPages
from apercu.pagecache.versions import versions

logger = logging.getLogger(__name__)

TOLD = "apercu-page-cache"  # by which the signal knows us
AT_ONCE = 3  # summaries whose pages are made anew by who published them; of more, nobody waits for one
PATIENCE = 0.25  # seconds the desk waits for that


def with_kept_pages(application: Application) -> Application:
    """The application behind kept pages; alone while developing, and where there is no room for any."""
    if settings.DEBUG or not settings.CACHE_MB:
        return application
    pages = KeptPages(application, versions=versions(clock=time.monotonic), most=settings.CACHE_MB * MEGABYTE)
    _tell_of_changes(pages)
    return pages


class _Publication:
    """What a transaction published: called when it is committed, once for all rows of the log it wrote."""

    def __init__(self, pages: KeptPages) -> None:
        self.pages = pages
        self.summaries: set[str] = set()

    def __call__(self) -> None:
        self.pages.versions.changed()
        if not 0 < len(self.summaries) <= AT_ONCE:
            return
        renewing = threading.Thread(target=self._renew, name="renewing-pages", daemon=True)
        renewing.start()
        renewing.join(PATIENCE)

    def _renew(self) -> None:
        """Make the pages, in a thread of their own: the desk has its own language and edition."""
        try:
            slugs = Summary.objects.filter(pk__in=self.summaries).values_list("slug", flat=True)
            self.pages.renew(_paths(slugs))
        except Exception:  # the next reader's request makes the page
            logger.exception("What was just published could not be rendered at once.")
        finally:
            connection.close()


def _paths(slugs: Collection[str]) -> set[str]:
    """The pages of these summaries, in every language."""
    return {
        addresses.in_language(addresses.summary(slug), code) for slug in slugs for code in addresses.LANGUAGES
    }


def _tell_of_changes(pages: KeptPages) -> None:
    """The process that publishes need not be told by the database."""

    def published(instance: Change, **_told: Any) -> None:
        waiting = (entry[1] for entry in transaction.get_connection().run_on_commit)
        publication = next((one for one in waiting if isinstance(one, _Publication)), None)
        if publication is None:
            publication = _Publication(pages)
            transaction.on_commit(publication)
        if instance.object_type == "summary":
            publication.summaries.add(instance.object_id)

    post_save.connect(published, sender=Change, weak=False, dispatch_uid=TOLD)
