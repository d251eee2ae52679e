"""What the tests of adding do on the screen, in an editor's words."""

from __future__ import annotations

import re
from html import unescape
from typing import Any

from django.test import Client

SCREEN = "/desk/adding/"
SAVE = "/desk/adding/save/"


def paste(client: Client, text: str, **more: str) -> str:
    """Paste something and press "Look it up"; the page that comes."""
    response = client.post(SCREEN, {"paste": text, **more})
    assert response.status_code == 200
    return response.content.decode()


def values(page: str) -> dict[str, str]:
    """What stands in the form, as a browser would send it."""
    form = page[page.index(f'action="{SAVE}"') :]
    form = form[: form.index("</form>")]
    found: dict[str, str] = {}
    for tag in re.findall(r"<input[^>]*>", form):
        told = dict(re.findall(r'([a-z]+)="([^"]*)"', tag))
        if told.get("type") in {"radio", "checkbox"} and " checked" not in tag:
            continue
        if "name" in told:
            found[told["name"]] = unescape(told.get("value", ""))
    for name, text in re.findall(r'<textarea[^>]*name="([a-z_]+)"[^>]*>\n?(.*?)</textarea>', form, re.DOTALL):
        found[name] = unescape(text)
    for name, options in re.findall(r'<select[^>]*name="([a-z_]+)"[^>]*>(.*?)</select>', form, re.DOTALL):
        chosen = re.search(r'value="([^"]*)" selected', options)
        found[name] = unescape(chosen[1]) if chosen else ""
    found.pop("csrfmiddlewaretoken", None)
    return found


def save(client: Client, page: str, **changes: str) -> Any:
    """Press a button of the page, having changed what is given; follows to where it leads."""
    return client.post(SAVE, {**values(page), **changes}, follow=True)


def words(page: str) -> str:
    """The page as it is read: no tags, no runs of spaces."""
    return " ".join(unescape(re.sub(r"<[^>]+>", " ", page)).split())
