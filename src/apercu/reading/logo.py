"""The site's logo as readers get it: small, in one format, made from whatever the desk was given.

Nothing is written: the picture is drawn in memory and kept there under a hash of its original, so that no
page depends on a file that somebody made at another time, and every server makes the same address of it.
"""

from __future__ import annotations

import hashlib
import logging
import struct
from dataclasses import dataclass
from io import BytesIO
from typing import Any

from django.core.files.images import get_image_dimensions
from PIL.Image import DecompressionBombError
from wagtail.images.models import Filter

from apercu.content.models import SiteSettings
from apercu.reading.keeping import by_edition

LARGEST = 6_000  # bytes; a picture that no step makes smaller is taken as the last step leaves it
SHOWN = (160, 48)  # CSS pixels it is fitted into; drawn at twice that for fine screens
_STEPS = (
    ((320, 96), 85),
    ((320, 96), 60),
    ((240, 72), 60),
    ((160, 48), 60),
    ((160, 48), 30),
)  # size, quality

# What Pillow raises on a damaged or monstrous file.
_UNREADABLE = (OSError, ValueError, SyntaxError, EOFError, struct.error, DecompressionBombError)

_log = logging.getLogger(__name__)
_kept: dict[str, Picture] = {}  # the last one drawn, by its key: an edition changes often, a logo hardly ever


@dataclass(frozen=True, kw_only=True)
class Picture:
    """A drawn logo (WebP); width and height in CSS pixels."""

    key: str
    content: bytes
    width: int
    height: int


@by_edition
def present() -> Picture | None:
    """The logo of the site as it is now: 1 query, 2 more once an edition."""
    said = SiteSettings.objects.select_related("logo").order_by("pk").first()
    return drawn(said.logo) if said and said.logo else None


def drawn(image: Any) -> Picture | None:
    """The logo drawn from an image of the desk's; None, and a line in the log, where that cannot be read."""
    try:
        with image.open_file() as file:
            original: bytes = file.read()
        key = hashlib.sha256(original).hexdigest()[:16]
        picture = _kept.get(key) or _draw(image, original, key=key)
    except _UNREADABLE as error:
        _log.warning("The logo “%s” cannot be read, so pages show the mark: %s", image, error)
        return None
    _kept.clear()
    _kept[key] = picture
    return picture


def _draw(image: Any, original: bytes, *, key: str) -> Picture:
    for (width, height), quality in _STEPS:
        output = BytesIO()
        steps = Filter(f"max-{width}x{height}|format-webp|webpquality-{quality}")
        steps.run(image, output, source=BytesIO(original))
        content = output.getvalue()
        if len(content) <= LARGEST:
            break
    wide, high = get_image_dimensions(BytesIO(content))
    if not wide or not high:
        raise ValueError("it has no size")
    shrink = max(1.0, wide / SHOWN[0], high / SHOWN[1])
    return Picture(
        key=key, content=content, width=round(wide / shrink) or 1, height=round(high / shrink) or 1
    )
