"""The site's settings without the desk's listing search, to say what that costs."""

from apercu.config.settings.base import *  # noqa: F403

WAGTAILSEARCH_BACKENDS["default"]["AUTO_UPDATE"] = False  # type: ignore[assignment]  # noqa: F405
