"""A site's settings with a database that may not grow beyond so many pages: what SQLite calls a full disk."""

import os

from apercu.config.settings.base import *  # noqa: F403

DATABASES["default"]["OPTIONS"]["init_command"] += f"PRAGMA max_page_count={os.environ['MAX_PAGES']};"  # noqa: F405
