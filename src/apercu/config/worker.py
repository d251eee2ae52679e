"""What a web process of `apercu serve` loads: the application, and the threads of its own followers.

Of the followers of the change log only those are followed here whose work stays in this process (the search
index); what they share is done by the jobs process.
"""

from django.conf import settings

from apercu.config.outermost import InFront, nothing_at_once
from apercu.config.wsgi import application as behind
from apercu.content import following
from apercu.pagecache.serving import KeptPages
from apercu.search.live import live

__all__ = ["application"]

HEAD_START = 0.5  # seconds the first pages have for themselves, before the search index is made

application = InFront(
    behind,
    trusted_proxies=settings.TRUSTED_PROXIES,
    access=settings.ACCESS_LOG,
    at_once=behind.at_once if isinstance(behind, KeptPages) else nothing_at_once,
)

following.watch_own(after=HEAD_START)
live.is_watched = True
