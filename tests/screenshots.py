"""`make screenshots`: every kind of page at two widths, light and dark, from a site with the sample digest;
and the mails of the golden files."""

from __future__ import annotations

import os
import shutil
import socket
import subprocess
import sys
import tempfile
import time
from pathlib import Path
from urllib.error import URLError
from urllib.request import urlopen

from playwright.sync_api import Browser, PdfMargins, sync_playwright

from tests.chromium import FLAGS

ROOT = Path(__file__).resolve().parents[1]
APERCU = Path(sys.executable).parent / "apercu"
FOLDER = ROOT / "build" / "screenshots"
PAGES = {
    "home": "/",
    "month": "/digests/2021/06/",
    "archive": "/digests/",
    "browse": "/summaries/",
    "browse-narrowed": "/summaries/?topic=empathy&type=meta-analysis",
    "search": "/summaries/?q=does+feedback+help+clients+who+are+not+improving%3F",
    "search-narrowed": "/summaries/?q=allianse&type=meta-analysis",
    "search-close": "/summaries/?q=grief+after+losing+a+child",
    "summary": "/summaries/alliance-in-the-room-and-online/",
    "topic": "/topics/therapist-factors/",
    "topics": "/topics/",
    "types": "/types/",
    "report": "/summaries/alliance-in-the-room-and-online/report/",
    "about": "/about/",
    "missing": "/nowhere/",
    "home-french": "/fr/",
    "summary-french": "/fr/summaries/alliance-in-the-room-and-online/",
    "browse-french": "/fr/summaries/",
    "search-french": "/fr/summaries/?q=allianse",
}
FOR_THE_README = {("home", 1280, "light"): "home", ("summary", 390, "dark"): "summary"}
PRINTED = {"summary": "/summaries/alliance-in-the-room-and-online/", "month": "/digests/2021/06/"}
SIZES = {390: 844, 1280: 900}
MAILS = ROOT / "tests" / "samples" / "mail"
WIDTHS_OF_MAILS = (390, 700)  # a phone, the pane of a mail program


def main() -> None:
    """Take them all, and the README's."""
    FOLDER.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory() as data, socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
        probe.close()
        environment = os.environ | {"APERCU_DATA": data}
        subprocess.run([APERCU, "setup"], env=environment, check=True, capture_output=True)
        server = subprocess.Popen(
            [APERCU, "serve", "--port", str(port)], env=environment, stdout=subprocess.DEVNULL
        )
        try:
            _wait_for(f"http://127.0.0.1:{port}/")
            with sync_playwright() as playwright:
                chromium = playwright.chromium.launch(executable_path=shutil.which("chromium"), args=FLAGS)
                _take(chromium, f"http://127.0.0.1:{port}")
                _take_mails(chromium)
                chromium.close()
        finally:
            server.terminate()
            server.wait()


def _wait_for(address: str) -> None:
    deadline = time.monotonic() + 60
    while time.monotonic() < deadline:
        try:
            urlopen(address, timeout=5).close()
            return
        except (URLError, ConnectionError):
            time.sleep(0.2)
    raise TimeoutError(f"{address} did not answer.")


def _take(chromium: Browser, site: str) -> None:
    for scheme in ("light", "dark"):
        for width, height in SIZES.items():
            context = chromium.new_context(viewport={"width": width, "height": height})
            page = context.new_page()
            page.emulate_media(color_scheme="dark" if scheme == "dark" else "light")
            for name, path in PAGES.items():
                page.goto(site + path)
                page.screenshot(path=FOLDER / f"{name}-{width}-{scheme}.png", full_page=True)
                if image := FOR_THE_README.get((name, width, scheme)):
                    page.screenshot(path=ROOT / "docs" / "images" / f"{image}.png")
            context.close()
    page = chromium.new_page()
    margin = PdfMargins(top="18mm", right="18mm", bottom="18mm", left="18mm")
    for name, path in PRINTED.items():
        page.goto(site + path)
        page.pdf(path=FOLDER / f"{name}.pdf", format="A4", margin=margin)


def _take_mails(chromium: Browser) -> None:
    for scheme in ("light", "dark"):
        for width in WIDTHS_OF_MAILS:
            page = chromium.new_page(viewport={"width": width, "height": 844})
            page.emulate_media(color_scheme="dark" if scheme == "dark" else "light")
            for mail in sorted(MAILS.glob("*.html")):
                page.goto(mail.as_uri())
                page.screenshot(path=FOLDER / f"mail-{mail.stem}-{width}-{scheme}.png", full_page=True)
            page.close()


if __name__ == "__main__":
    main()
