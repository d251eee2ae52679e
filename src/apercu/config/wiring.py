"""Who renders a preview, who follows the change log, which jobs there are: the one place where rooms that
may not know each other are introduced.
"""

from django.apps import AppConfig


class WiringConfig(AppConfig):
    """Runs once every app is ready."""

    name = "apercu.config"
    label = "config"

    def ready(self) -> None:
        from django.conf import settings

        from apercu.content import following, formatting, previewing
        from apercu.importing.origins import created_by_imports
        from apercu.mailing.alerts import leaving, noticing
        from apercu.ops import (
            alert_loop,
            bounces_loop,
            inviting_loop,
            loops,
            publishing_loop,
            sending_loop,
            tidying,
        )
        from apercu.ops.checking.everything import register_all
        from apercu.reading.views import previews
        from apercu.search.live import live

        previewing.register("summary", previews.summary)
        previewing.register("digest", previews.digest)
        following.register(formatting.FOLLOWER)
        following.register(live)
        leaving.register_import(created_by_imports)
        loops.register(publishing_loop.LOOP)
        loops.register(sending_loop.LOOP)
        loops.register(tidying.LOOP)
        # It follows the log, and nothing a page shows waits for it: so it is none of those pages ask about.
        loops.register(loops.of_follower(noticing.FOLLOWER))
        loops.register(alert_loop.LOOP)
        loops.register(inviting_loop.LOOP)
        if settings.BOUNCES is not None:
            loops.register(bounces_loop.LOOP)
        for follower in following.followers():
            if follower.is_shared:
                loops.register(loops.of_follower(follower))
        register_all()
