"""Images of an imported post: kept on the desk where their files are at hand, else named as left out.

Texts of summaries hold no images (docs/decisions/0023), so a kept one stands in the desk's library, once.
"""

from __future__ import annotations

import hashlib
import io
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any
from urllib.parse import unquote, urlsplit

from django.core.files.base import ContentFile
from PIL import Image as Drawing
from wagtail.images import get_image_model
from wagtail.models import Collection

from apercu.sources.draft import Caveat, Picture

COLLECTION = "Imported"
LARGEST = 20 * 1024 * 1024
MOST_PIXELS = 60_000_000
_FORMATS = {"PNG": "png", "JPEG": "jpg", "GIF": "gif", "WEBP": "webp"}
_SIZE_IN_NAME = re.compile(r"-[0-9]{2,5}x[0-9]{2,5}(?=\.[a-z]{3,4}$)", re.IGNORECASE)
_BESIDE = ("uploads", "wp-content/uploads")
_UNSAFE_IN_NAME = re.compile(r"[^A-Za-z0-9_-]+")


class Pictures:
    """The images of one file."""

    def __init__(self, *, folder: Path | None, by: Any, dry_run: bool) -> None:
        self.folder = folder
        self.by = by
        self.dry_run = dry_run

    def take(self, picture: Picture) -> Caveat:
        """Keep the image, or say that it was left out."""
        shown = f"{picture.address} “{picture.alt}”" if picture.alt else picture.address
        path = next(self._found(picture.address), None) if self.folder else None
        if path is None:
            return Caveat(code="image-left-out", detail=shown)
        data = path.read_bytes()
        extension = _format_of(data)
        if extension is None:
            return Caveat(code="image-unreadable", detail=shown)
        if not self.dry_run:
            self._keep(data, title=picture.alt or path.stem, name=path.stem, extension=extension)
        return Caveat(code="image-kept", detail=shown)

    def _keep(self, data: bytes, *, title: str, name: str, extension: str) -> None:
        """A row and a file; met again, or left by a run that was killed in between, neither is doubled."""
        digest = hashlib.sha1(data, usedforsecurity=False).hexdigest()  # as Wagtail does
        model = get_image_model()
        if model.objects.filter(file_hash=digest).exists():
            return
        stem = _UNSAFE_IN_NAME.sub("-", name)[:60]
        image = model(
            title=title[:255],
            uploaded_by_user=self.by,
            collection=_collection(),
            file_hash=digest,
            file_size=len(data),
        )
        place = image.get_upload_to(f"{stem}-{digest[:12]}.{extension}")
        if not image.file.storage.exists(place):
            place = image.file.storage.save(place, ContentFile(data))
        image.file = place
        image.save()

    def _found(self, address: str) -> Iterator[Path]:
        """The files of the folder that can be the image: by its path, by ever shorter ends of it."""
        assert self.folder is not None
        root = self.folder.resolve()
        parts = [part for part in unquote(urlsplit(address).path).split("/") if part not in ("", ".", "..")]
        for start in range(max(0, len(parts) - 6), len(parts)):
            for name in dict.fromkeys(
                ["/".join(parts[start:]), _SIZE_IN_NAME.sub("", "/".join(parts[start:]))]
            ):
                path = (root / name).resolve() if "\0" not in name else root
                if path.is_relative_to(root) and path.is_file() and path.stat().st_size <= LARGEST:
                    yield path


def folder_of(path: Path, asked: str) -> Path | None:
    """Where the images of an export are: the folder asked for, else one of WordPress's names beside it."""
    folders = [Path(asked)] if asked else [path.parent / name for name in _BESIDE]
    return next((folder for folder in folders if folder.is_dir()), None)


def _format_of(data: bytes) -> str | None:
    """The extension of an image of a kind browsers show; None for anything else, whatever its name says."""
    try:
        with Drawing.open(io.BytesIO(data), formats=list(_FORMATS)) as drawing:
            if drawing.width * drawing.height > MOST_PIXELS:
                return None
            drawing.verify()
            return _FORMATS[drawing.format or ""]
    except (OSError, SyntaxError, ValueError, KeyError, Drawing.DecompressionBombError):
        return None


def _collection() -> Collection:
    root = Collection.get_first_root_node()
    return root.get_children().filter(name=COLLECTION).first() or root.add_child(name=COLLECTION)
