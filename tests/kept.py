"""The site behind its kept pages, as a web process has it."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

from django.core.handlers.wsgi import WSGIHandler
from django.db.models.signals import post_save

from apercu.config.front import TOLD, with_kept_pages
from apercu.content.models import Change
from apercu.pagecache.serving import KeptPages


@contextmanager
def kept_pages() -> Iterator[KeptPages]:
    """Kept pages that are told of what this process publishes, until the block ends."""
    made = with_kept_pages(WSGIHandler())
    assert isinstance(made, KeptPages)
    try:
        yield made
    finally:
        made.versions.close()
        post_save.disconnect(sender=Change, dispatch_uid=TOLD)  # the next one is to be told
