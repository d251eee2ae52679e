"""Bytes of every kind: read as text, or refused by name."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from apercu.sources.detecting import read_page
from apercu.sources.draft import Unreadable
from apercu.sources.files import LARGEST_FILE, LONGEST_LINE, decode, read_text
from apercu.sources.page_capture import read_page_capture
from apercu.sources.web_page import read_web_page
from tests.unit.sources.printed import LAKESIDE, SAMPLES, codes

TEXT = "Ångström’s letters – r = − .42\n"


def refusal(data: bytes) -> str:
    with pytest.raises(Unreadable) as refused:
        decode(data)
    return refused.value.code


@pytest.mark.parametrize(
    ("data", "text", "caveats"),
    [
        (TEXT.encode(), TEXT, []),
        (b"\xef\xbb\xbf" + TEXT.encode(), TEXT, []),
        (b"\xff\xfe" + TEXT.encode("utf-16-le"), TEXT, ["decoded-utf-16"]),
        (b"\xfe\xff" + TEXT.encode("utf-16-be"), TEXT, ["decoded-utf-16"]),
        (b"\xff\xfe" + TEXT.encode("utf-16-le") + b"a", TEXT, ["decoded-utf-16"]),
        ("Flückiger’s “study” – 1".encode("cp1252"), "Flückiger’s “study” – 1", ["decoded-windows-1252"]),
        (b"caf\xe9 \x81", "café \ufffd", ["decoded-windows-1252"]),
        ("a caf\u00e9".encode()[:-1], "a caf\ufffd", ["cut-character"]),
        (b"one\x0ctwo\x07", "one\x0ctwo\x07", []),
    ],
    ids=[
        "utf-8",
        "utf-8 with mark",
        "utf-16 le",
        "utf-16 be",
        "utf-16 cut",
        "windows",
        "windows, unmapped",
        "cut",
        "bell",
    ],
)
def test_text_in_any_encoding(data: bytes, text: str, caveats: list[str]) -> None:
    file = decode(data)
    assert file.text == text
    assert [str(caveat.code) for caveat in file.caveats] == caveats


@pytest.mark.parametrize(
    ("data", "code"),
    [
        (b"", "empty-file"),
        (b" \n\t\r\n", "empty-file"),
        (b"\xef\xbb\xbf", "empty-file"),
        (b"\xff\xfe", "empty-file"),
        ("\u2003\n".encode(), "empty-file"),
        (b"June 2021\nA title\x00\n", "nul-byte"),
        (b"\xff\xfea\x00\x00\x00", "nul-byte"),
        (b"%PDF-1.7 text", "binary-file"),
        (b"PK\x03\x04word/document.xml", "binary-file"),
        (b"\x89PNG\r\n\x1a\n", "binary-file"),
        (b"{\\rtf1 June 2021}", "binary-file"),
        (bytes(range(256)) * 20, "binary-file"),
    ],
)
def test_what_is_no_text_is_refused(data: bytes, code: str) -> None:
    assert refusal(data) == code


def test_a_file_on_disk_and_its_caveats_reach_the_page(tmp_path: Path) -> None:
    path = tmp_path / "page.txt"
    path.write_bytes(b"\xff\xfe" + LAKESIDE.encode("utf-16-le"))
    page = read_page(path)
    assert len(page.summaries) == 6
    assert codes(page) == ["decoded-utf-16"]


def test_a_file_beyond_the_limit_is_refused_without_being_read(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = tmp_path / "large.txt"
    with path.open("wb") as file:
        file.truncate(60 * 1024 * 1024)
    assert path.stat().st_size > LARGEST_FILE
    monkeypatch.setattr(Path, "open", lambda *args, **kwargs: pytest.fail("the file was opened"))
    with pytest.raises(Unreadable, match="too-large: 62914560 bytes"):
        read_text(path)


def test_what_is_not_a_file(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "pipe")
    (tmp_path / "file").write_text("a", encoding="utf-8")
    for path in (
        tmp_path,
        tmp_path / "missing.txt",
        tmp_path / "pipe",
        tmp_path / "file" / "below",
        Path("/dev/zero"),
    ):
        with pytest.raises(Unreadable) as refused:
            read_text(path)
        assert refused.value.code == "not-a-file", path


def test_a_file_nobody_may_read(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = tmp_path / "secret.txt"
    path.write_text(LAKESIDE, encoding="utf-8")

    def forbidden(*args: object, **kwargs: object) -> None:
        raise PermissionError(13, "Permission denied")

    monkeypatch.setattr(Path, "open", forbidden)  # root, whom the tests may run as, can read everything
    with pytest.raises(Unreadable) as refused:
        read_text(path)
    assert refused.value.code == "unreadable-file"
    assert "Permission denied" in refused.value.detail


def test_a_name_no_file_can_have() -> None:
    with pytest.raises(Unreadable) as refused:
        read_text(Path("a\0b"))
    assert refused.value.code in ("not-a-file", "unreadable-file")


def test_a_line_beyond_reason_is_refused_by_its_number() -> None:
    with pytest.raises(Unreadable, match="line-too-long: line 2: 200001 characters"):
        read_page_capture("June 2021\n" + "a" * (LONGEST_LINE + 1))
    assert read_page_capture("June 2021\n" + "a" * LONGEST_LINE).account


def test_html_on_one_long_line_is_fine_but_not_one_long_text() -> None:
    row = "<h3>A Title</h3><p>Text.</p><h4>Practice Implications</h4><p>Ask.</p>"
    page = read_web_page("<html><h2>June 2021</h2>" + row * 5_000)
    assert len(page.summaries) == 5_000
    with pytest.raises(Unreadable, match="line-too-long"):
        read_web_page(f"<html><p>{'word ' * 50_000}</p>")


def test_samples_are_utf_8_without_a_mark() -> None:
    for path in SAMPLES.glob("*.txt"):
        assert read_text(path).caveats == (), path.name
