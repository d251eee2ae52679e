"""Files editors upload: what is taken, and how the desk shows it to them again.

Only pictures are of use here. Each is decoded whole before it is kept, so that what calls itself a picture is
one; SVG is none of them, since it can carry scripts.
"""

from __future__ import annotations

import struct
from collections.abc import Callable
from functools import partial
from pathlib import PurePosixPath
from typing import Any

from django import forms
from django.conf import settings
from django.core.validators import FileExtensionValidator
from django.http import HttpRequest
from django.http.response import HttpResponseBase
from django.utils.translation import gettext as _
from django.views.decorators.cache import cache_control
from django.views.decorators.http import require_safe
from django.views.static import serve
from PIL import Image
from PIL.Image import DecompressionBombError, DecompressionBombWarning
from wagtail.admin.auth import require_admin_access
from wagtail.admin.forms.account import AvatarPreferencesForm
from wagtail.images.forms import BaseImageForm

FORMATS = ("PNG", "JPEG", "GIF", "WEBP")
EXTENSIONS = ("png", "jpg", "jpeg", "gif", "webp")
SHOWN = {f".{extension}" for extension in EXTENSIONS}  # in a page; everything else is only downloaded
# What Pillow raises on a damaged or monstrous file.
_UNREADABLE = (
    OSError,
    ValueError,
    SyntaxError,
    EOFError,
    struct.error,
    DecompressionBombError,
    DecompressionBombWarning,
)


class PictureForm(BaseImageForm):
    """Wagtail's form of an image, which looks at the file's beginning; here all of it is decoded before."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if "file" in self.fields:
            _decode_first(self.fields["file"], then=self.fields["file"].to_python)


class PortraitForm(AvatarPreferencesForm):
    """The picture beside one's name: of the same kinds and sizes as any other."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field = self.fields["avatar"]
        field.validators = [FileExtensionValidator(EXTENSIONS)]
        field.widget.attrs["accept"] = ",".join(sorted(SHOWN))
        # Django's own field would let Pillow open whatever it can, PostScript included.
        _decode_first(field, then=partial(forms.FileField.to_python, field))


def _decode_first(field: Any, *, then: Callable[[Any], Any]) -> None:
    """Let a field take nothing that is no picture, before it or Wagtail looks into the file."""

    def to_python(file: Any) -> Any:
        if file:
            decode(file)
        return then(file)

    field.to_python = to_python


def decode(file: Any) -> None:
    """Read a picture from its first byte to its last, or raise a ValidationError that says what is wrong."""
    if file.size > settings.WAGTAILIMAGES_MAX_UPLOAD_SIZE:
        raise forms.ValidationError(_("This file is too big for a picture: at most 5 MB are taken."))
    try:
        file.seek(0)
        with Image.open(file, formats=FORMATS) as picture:
            if picture.width * picture.height > settings.WAGTAILIMAGES_MAX_IMAGE_PIXELS:
                raise forms.ValidationError(
                    _("This picture has too many pixels: at most 25 million are taken.")
                )
            picture.load()
    except _UNREADABLE as error:
        sentence = _("This file cannot be read as a picture. PNG, JPEG, GIF and WebP are taken.")
        raise forms.ValidationError(sentence) from error
    finally:
        file.seek(0)


@require_admin_access  # type: ignore[untyped-decorator]
@require_safe
@cache_control(private=True)
def upload(request: HttpRequest, path: str) -> HttpResponseBase:
    """A file of the media folder, for who is logged in to the desk; readers never fetch from there.

    Whatever the file turns out to hold, the browser runs nothing of it: it may not guess another type, and
    the answer is a world of its own (`sandbox`).
    """
    response = serve(request, path, document_root=str(settings.MEDIA_ROOT))
    response.headers["Content-Security-Policy"] = "default-src 'none'; sandbox; frame-ancestors 'self'"
    response.headers["X-Content-Type-Options"] = "nosniff"
    if PurePosixPath(path).suffix.casefold() not in SHOWN:
        response.headers["Content-Disposition"] = "attachment"
    return response
