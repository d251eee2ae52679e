"""The static files pages use: styles, scripts, our mark."""

from __future__ import annotations

from pathlib import Path

from django.conf import settings
from django.contrib.staticfiles import finders
from django.templatetags.static import static

from apercu.pagecache.exporting.folder import CannotExport


def must_be_there() -> None:
    """CannotExport where the static files were not collected since the release changed."""
    try:
        static("pagecache/search.js")
    except ValueError as error:
        raise CannotExport(
            "The static files are not those of this release; run `apercu setup` and try again."
        ) from error


def content_of(name: str) -> bytes:
    """A static file by its path below /static/; CannotExport where it is not there."""
    collected = Path(settings.STATIC_ROOT) / name
    found = collected if collected.is_file() else finders.find(name)
    if not found:
        raise CannotExport(
            f"The file {name} is missing among the static files; run `apercu setup` and try again."
        )
    return Path(found).read_bytes()
