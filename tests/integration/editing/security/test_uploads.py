"""What is taken as a picture, and what a browser is told about an upload: it is data, whatever it holds."""

from __future__ import annotations

import io
from pathlib import Path
from typing import Any

import pytest
from django.contrib.auth import get_user_model
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from PIL import Image as Picture
from wagtail.images.models import Image
from wagtail.users.models import UserProfile

pytestmark = pytest.mark.django_db
SVG = b'<svg xmlns="http://www.w3.org/2000/svg" onload="alert(1)"/>'
POSTSCRIPT = b"%!PS-Adobe-3.0 EPSF-3.0\n%%BoundingBox: 0 0 500 500\n%%EndComments\nquit\n"


@pytest.fixture(autouse=True)
def folder(settings: Any, tmp_path: Path) -> Path:
    settings.MEDIA_ROOT = tmp_path
    return tmp_path


def drawn(kind: str = "PNG", size: tuple[int, int] = (40, 30)) -> bytes:
    file = io.BytesIO()
    Picture.new("RGB", size, "teal").save(file, kind)
    return file.getvalue()


def upload(desk: Client, name: str, content: bytes) -> str:
    """Upload a picture; says what is wrong with it."""
    file = SimpleUploadedFile(name, content, "image/png")
    answer = desk.post("/desk/images/multiple/add/", {"title": "x", "files[]": file, "collection": 1})
    page = desk.post(
        "/desk/images/add/", {"title": "x", "file": SimpleUploadedFile(name, content), "collection": 1}
    )
    assert answer.json()["success"] is (page.status_code == 302), "both doors judge alike"
    return "" if page.status_code == 302 else str(page.context["form"].errors.get("file", ""))


@pytest.mark.parametrize(
    ("name", "kind"), [("a.png", "PNG"), ("a.jpg", "JPEG"), ("a.gif", "GIF"), ("a.webp", "WEBP")]
)
def test_pictures_are_taken(desk: Client, name: str, kind: str) -> None:
    assert upload(desk, name, drawn(kind)) == ""
    assert Image.objects.exists()


@pytest.mark.parametrize(
    ("name", "content"),
    [
        ("a.svg", SVG),
        ("a.png", SVG),
        ("a.png", b"<html><script>alert(1)</script></html>"),
        ("a.png", drawn()[:60]),
        ("a.png", drawn(size=(300, 300))[:-200]),
        ("a.gif", b"GIF89a/*" + b"<script>" * 9),
        ("a.jpg", drawn("PNG")),
        ("a.bmp", drawn("BMP")),
        ("a.html", drawn()),
        ("a.php.png", b"<?php"),
        ("a.eps", POSTSCRIPT),
        ("a.png", b""),
    ],
)
def test_what_is_no_picture_is_not(desk: Client, name: str, content: bytes) -> None:
    assert upload(desk, name, content) != ""
    assert not Image.objects.exists()


def test_a_picture_too_large_to_decode_is_refused_before_it_is(desk: Client, settings: Any) -> None:
    settings.WAGTAILIMAGES_MAX_IMAGE_PIXELS = 1000
    assert "pixels" in upload(desk, "a.png", drawn(size=(100, 100)))


def test_a_portrait_is_judged_as_any_other_picture(desk: Client) -> None:
    given = {
        "name_email-first_name": "A",
        "name_email-last_name": "B",
        "name_email-email": "a@example.org",
        "locale-preferred_language": "",
        "locale-current_time_zone": "",
        "theme-theme": "system",
        "theme-contrast": "system",
        "theme-density": "default",
    }
    for name, content, taken in (
        ("a.eps", POSTSCRIPT, False),
        ("a.svg", SVG, False),
        ("a.png", SVG, False),
        ("a.png", drawn(), True),
    ):
        desk.post("/desk/account/", {**given, "avatar-avatar": SimpleUploadedFile(name, content)})
        profile = UserProfile.get_for_user(get_user_model().objects.get(username="editor"))
        profile.refresh_from_db()
        assert bool(profile.avatar) is taken, name


@pytest.mark.parametrize(
    ("name", "shown"), [("a.png", True), ("a.svg", False), ("a.html", False), ("a.pdf", False), ("a", False)]
)
def test_an_upload_is_answered_so_that_nothing_of_it_runs(
    desk: Client, folder: Path, name: str, shown: bool
) -> None:
    (folder / name).write_bytes(SVG)
    answer = desk.get(f"/desk/uploads/{name}")
    assert b"".join(answer.streaming_content) == SVG  # type: ignore[attr-defined]
    policy = answer.headers["Content-Security-Policy"]
    assert "sandbox" in policy
    assert "default-src 'none'" in policy
    assert answer.headers["X-Content-Type-Options"] == "nosniff"
    assert answer.headers["Content-Disposition"].split(";")[0] == ("inline" if shown else "attachment")
    assert Client().get(f"/desk/uploads/{name}").status_code == 302


def test_nothing_outside_the_folder_is_answered(desk: Client, folder: Path) -> None:
    (folder.parent / "secret").write_text("x")
    for path in ("../secret", "%2e%2e/secret", "/etc/passwd", "..%2fsecret"):
        assert desk.get(f"/desk/uploads/{path}").status_code in {302, 400, 404}


def test_what_is_written_in_the_rich_text_is_cleaned_when_it_is_kept(desk: Client) -> None:
    """Past the editor, as a forged form could send it."""
    import json

    from apercu.content.models import Summary
    from tests.integration.editing.test_desk import address, typed

    link = {"type": "LINK", "mutability": "MUTABLE", "data": {"url": "javascript:alert(1)"}}
    text = "<script>alert(1)</script> a way"
    block = {
        "key": "abcde",
        "type": "unstyled",
        "text": text,
        "entityRanges": [{"offset": 0, "length": len(text), "key": 0}],
    }
    desk.post(
        address("summary", "add"), typed(body=json.dumps({"blocks": [block], "entityMap": {"0": link}}))
    )
    kept = Summary.objects.get().get_latest_revision_as_object().body
    assert "&lt;script&gt;" in kept
    assert "<script" not in kept
    assert "javascript:" not in kept
