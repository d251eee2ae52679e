"""What axe finds on a page: of each rule only what is broken, and axe itself brought to a page once."""

from __future__ import annotations

import json
from typing import Any

from axe_playwright_python.base import AXE_SCRIPT
from playwright.sync_api import Page

ON_COLOURS = ("color-contrast", "link-in-text-block")  # in the dark a page differs by its colours alone

# Selectors would be made for every node of every rule; what a node is, its HTML says as well.
_OPTIONS = {"resultTypes": ["violations"], "selectors": False}
_ASK = """axe.run(%s, %s).then(found => found.violations.map(
    one => `${one.id}: ` + one.nodes.map(node => `${node.html.slice(0, 200)} (${node.failureSummary})`).join("; ")))"""


def faults(
    page: Page, *, within: str | list[str] = "", only: tuple[str, ...] = (), **options: Any
) -> list[str]:
    """Every rule that is broken on a page as it stands, or in these parts of it, and by what."""
    if not page.evaluate("'axe' in window"):
        page.evaluate(AXE_SCRIPT)
    parts = [within] if isinstance(within, str) else within
    context = json.dumps({"include": [[part] for part in parts]}) if within else "document"
    chosen = {"runOnly": {"type": "rule", "values": only}} if only else {}
    found: list[str] = page.evaluate(_ASK % (context, json.dumps(_OPTIONS | chosen | options)))
    return found
