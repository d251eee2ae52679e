"""Who renders a preview, who follows the change log: the one place where rooms that may not know each other
are introduced.
"""

from django.apps import AppConfig


class WiringConfig(AppConfig):
    """Runs once every app is ready."""

    name = "apercu.config"
    label = "config"

    def ready(self) -> None:
        from apercu.content import following, formatting, previewing
        from apercu.reading.views import previews
        from apercu.search.live import live

        previewing.register("summary", previews.summary)
        previewing.register("digest", previews.digest)
        following.register(formatting.FOLLOWER)
        following.register(live)
