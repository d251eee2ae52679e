"""A page whose policy's refusals, planted scripts and requests to elsewhere are written down as they happen."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field

from playwright.sync_api import BrowserContext, Dialog, Page, Request

# Runs before anything of the page, in every frame of it.
_WATCH = """
document.addEventListener("securitypolicyviolation", (event) => {
    window.noteRefusal(`${event.effectiveDirective} ${event.blockedURI} in ${event.documentURI} `
        + `(${event.sourceFile || "the page"}:${event.lineNumber}) ${event.sample}`);
});
"""


@dataclass
class Watch:
    """What was seen."""

    refusals: list[str] = field(default_factory=list)
    dialogs: list[str] = field(default_factory=list)
    errors: list[str] = field(default_factory=list)
    elsewhere: list[str] = field(default_factory=list)


def watch(context: BrowserContext, own: str) -> Watch:
    """Watch every page of this context; `own` is the site's address."""
    seen = Watch()
    context.expose_binding("noteRefusal", lambda _source, text: seen.refusals.append(text))
    context.add_init_script(_WATCH)

    def asked(request: Request) -> None:
        if not request.url.startswith((own, "data:", "blob:", "about:")):
            seen.elsewhere.append(request.url)

    def spoken(dialog: Dialog) -> None:
        seen.dialogs.append(dialog.message)
        dialog.accept()

    def opened(page: Page) -> None:
        page.on("dialog", spoken)
        page.on("pageerror", lambda error: seen.errors.append(f"{page.url}: {error}"))

    context.on("request", asked)
    context.on("page", opened)
    for page in context.pages:
        opened(page)
    return seen


OpenPage = Callable[..., Page]
