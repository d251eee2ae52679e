"""Settings → Site: an editor changes what the site says of itself, and readers see it at once."""

from __future__ import annotations

import io
import re
import struct
import zlib
from pathlib import Path
from typing import Any

import pytest
from django.contrib.auth import get_user_model
from django.contrib.auth.models import Permission
from django.core.files.base import ContentFile
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse
from PIL import Image as Pillow
from wagtail.images.models import Image

from apercu.content import changes
from apercu.content.models import SiteSettings
from tests.builders import make_summary

pytestmark = pytest.mark.django_db

WHOLE: dict[str, Any] = {
    "name": "The Digest",
    "name_fr": "Le Bulletin",
    "tagline": "Research in short",
    "tagline_fr": "La recherche en bref",
    "introduction": "We read for you.",
    "introduction_fr": "Nous lisons pour vous.",
    "logo": "",
    "publisher": "A Practice-Research Network",
    "publisher_address": "https://network.example.org/",
    "licence": "by/4.0",
    "contact_email": "desk@example.org",
    "postal_address": "1 Some Street\nSomewhere",
}


@pytest.fixture(autouse=True)
def _uploads(settings: Any, tmp_path: Any) -> None:
    settings.MEDIA_ROOT = tmp_path


@pytest.fixture
def editor() -> Client:
    user = get_user_model().objects.create_user("editor", password="pw")
    user.user_permissions.set(Permission.objects.filter(codename__in=["access_admin", "change_sitesettings"]))
    client = Client()
    client.force_login(user)
    return client


def form() -> str:
    """The address of the settings' form."""
    return f"/desk/settings/content/sitesettings/{SiteSettings.load().pk}/"


def picture(
    *, size: tuple[int, int] = (800, 400), colour: tuple[int, ...] = (10, 90, 90, 128), noise: bool = False
) -> bytes:
    """A PNG; `noise` for one that hardly compresses."""
    image = Pillow.effect_noise(size, 120).convert("RGBA") if noise else Pillow.new("RGBA", size, colour)
    output = io.BytesIO()
    image.save(output, "PNG")
    return output.getvalue()


def upload(content: bytes | None = None, *, name: str = "logo.png") -> Image:
    content = picture() if content is None else content
    return Image.objects.create(title="Logo", file=ContentFile(content, name=name), width=800, height=400)


def logo_of(client: Client, path: str = "/") -> tuple[str, int, int] | None:
    """The logo's address, width and height on a page."""
    html = client.get(path).content.decode()
    found = re.search(r'<img class="logo" src="([^"]+)" width="(\d+)" height="(\d+)" alt="">', html)
    return (found[1], int(found[2]), int(found[3])) if found else None


def test_an_editor_changes_the_words_and_both_languages_show_them_at_once(
    editor: Client, client: Client
) -> None:
    assert "The Digest" not in client.get("/").content.decode()
    before = changes.edition()
    assert editor.get(form()).status_code == 200
    assert editor.post(form(), WHOLE).status_code == 302
    assert changes.edition() > before
    english, french = client.get("/").content.decode(), client.get("/fr/").content.decode()
    for part in ("The Digest", "Research in short", "We read for you."):
        assert part in english
        assert part not in french
    for part in ("Le Bulletin", "La recherche en bref", "Nous lisons pour vous."):
        assert part in french
    for part in (
        '<a href="https://network.example.org/">A Practice-Research Network</a>',
        'href="https://creativecommons.org/licenses/by/4.0/"',
    ):
        assert part in english
        assert part in french


def test_one_without_the_right_changes_nothing(client: Client) -> None:
    user = get_user_model().objects.create_user("reader", password="pw")
    user.user_permissions.set(Permission.objects.filter(codename="access_admin"))
    client.force_login(user)
    client.post(form(), WHOLE)
    assert SiteSettings.load().name == "Aperçu"


def test_a_wrong_address_is_said_and_nothing_is_lost(editor: Client) -> None:
    response = editor.post(form(), {**WHOLE, "contact_email": "not an address"})
    assert response.status_code == 200
    assert "Enter a valid email address." in response.content.decode()
    assert 'value="not an address"' in response.content.decode()
    assert "Research in short" in response.content.decode()


def test_the_logo_takes_the_place_of_our_mark_on_every_page(editor: Client, client: Client) -> None:
    make_summary(title="A summary")
    assert 'class="mark"' in client.get("/").content.decode()
    image = upload()
    editor.post(form(), {**WHOLE, "logo": image.pk})
    shown = logo_of(client)
    assert shown is not None
    for path in ("/fr/", "/summaries/a-summary/", "/nowhere/"):
        assert logo_of(client, path) == shown
    assert 'class="mark"' not in client.get("/").content.decode()
    _, width, height = shown
    assert (width, height) == (96, 48)


def test_the_logo_is_small_and_kept_by_browsers_for_good(editor: Client, client: Client) -> None:
    editor.post(form(), {**WHOLE, "logo": upload().pk})
    shown = logo_of(client)
    assert shown is not None
    response = client.get(shown[0])
    assert response.headers["Content-Type"] == "image/webp"
    assert response.headers["Cache-Control"] == "public, max-age=31536000, immutable"
    assert not response.cookies
    assert "Cookie" not in response.headers.get("Vary", "")
    drawn = Pillow.open(io.BytesIO(response.content))
    assert (drawn.format, drawn.size, drawn.mode) == ("WEBP", (192, 96), "RGBA")
    assert client.head(shown[0]).status_code == 200
    assert client.get("/logo/0123456789abcdef.webp").status_code == 404


@pytest.mark.parametrize("size", [(3000, 2000), (40, 20), (1200, 30), (30, 1200)])
def test_any_size_is_made_to_fit(editor: Client, client: Client, size: tuple[int, int]) -> None:
    editor.post(form(), {**WHOLE, "logo": upload(picture(size=size, noise=True)).pk})
    shown = logo_of(client)
    assert shown is not None
    address, width, height = shown
    assert 1 <= width <= 160
    assert 1 <= height <= 48
    assert len(client.get(address).content) <= 6000


def _without_alpha(kind: str) -> bytes:
    output = io.BytesIO()
    Pillow.new("RGB", (300, 100), (200, 30, 30)).save(output, kind)
    return output.getvalue()


@pytest.mark.parametrize("kind", ["JPEG", "GIF", "WEBP"])
def test_other_kinds_of_picture_are_taken_too(editor: Client, client: Client, kind: str) -> None:
    editor.post(form(), {**WHOLE, "logo": upload(_without_alpha(kind), name=f"logo.{kind.lower()}").pk})
    shown = logo_of(client)
    assert shown is not None
    assert client.get(shown[0]).content[8:12] == b"WEBP"


def test_another_picture_has_another_address(editor: Client, client: Client) -> None:
    image = upload()
    editor.post(form(), {**WHOLE, "logo": image.pk})
    first = logo_of(client)
    before = changes.edition()
    image.file = ContentFile(picture(colour=(200, 0, 0, 255)), name="logo.png")
    image.save()
    assert changes.edition() > before
    second = logo_of(client)
    assert first is not None
    assert second is not None
    assert first[0] != second[0]
    assert client.get(first[0]).status_code == 404
    assert client.get(second[0]).status_code == 200


@pytest.mark.parametrize("in_bulk", [False, True])
def test_a_deleted_image_gives_the_mark_its_place_back(editor: Client, client: Client, in_bulk: bool) -> None:
    image = upload()
    editor.post(form(), {**WHOLE, "logo": image.pk})
    assert logo_of(client)
    before = changes.edition()
    if in_bulk:
        Image.objects.filter(pk=image.pk).delete()
    else:
        image.delete()
    assert changes.edition() > before
    assert 'class="mark"' in client.get("/").content.decode()


def test_an_image_that_is_not_the_logo_moves_nothing(editor: Client) -> None:
    editor.post(form(), {**WHOLE, "logo": upload().pk})
    before = changes.edition()
    other = upload()
    other.title = "Another"
    other.save()
    other.delete()
    assert changes.edition() == before


def _png_that_breaks_off() -> bytes:
    header = struct.pack(">IIBBBBB", 300, 100, 8, 2, 0, 0, 0)
    chunk = struct.pack(">I", 13) + b"IHDR" + header + struct.pack(">I", zlib.crc32(b"IHDR" + header))
    return b"\x89PNG\r\n\x1a\n" + chunk


@pytest.mark.parametrize("content", [b"no picture at all", _png_that_breaks_off(), picture()[:200]])
def test_a_damaged_file_leaves_the_mark_and_a_line_in_the_log(
    editor: Client, client: Client, caplog: pytest.LogCaptureFixture, content: bytes
) -> None:
    image = upload()
    Path(image.file.path).write_bytes(content)
    SiteSettings(logo=image).save()
    assert 'class="mark"' in client.get("/").content.decode()
    assert "The logo “Logo” cannot be read" in caplog.text


def test_a_file_that_is_gone_leaves_the_mark(editor: Client, client: Client) -> None:
    image = upload()
    SiteSettings(logo=image).save()
    image.file.storage.delete(image.file.name)
    assert 'class="mark"' in client.get("/").content.decode()


def test_an_svg_is_refused(editor: Client) -> None:
    owner = Client()
    owner.force_login(get_user_model().objects.create_superuser("owner", password="pw"))
    svg = b'<svg xmlns="http://www.w3.org/2000/svg" width="10" height="10"><script>alert(1)</script></svg>'
    for name in ("logo.svg", "logo.png"):
        file = SimpleUploadedFile(name, svg, content_type="image/svg+xml")
        response = owner.post(reverse("wagtailimages:add"), {"title": "Logo", "file": file})
        assert response.status_code == 200
        assert not Image.objects.exists()


def test_uploads_are_shown_on_the_desk_and_nowhere_else(editor: Client, client: Client) -> None:
    thumbnail = upload().file.url
    assert thumbnail.startswith("/desk/uploads/")
    response: Any = editor.get(thumbnail)
    assert response.status_code == 200
    assert b"".join(response.streaming_content)[:8] == b"\x89PNG\r\n\x1a\n"
    assert client.get(thumbnail).headers["Location"].startswith("/desk/login/")
    assert editor.get("/desk/uploads/../apercu.sqlite3").status_code == 400
    assert editor.get("/desk/uploads/").status_code == 404
