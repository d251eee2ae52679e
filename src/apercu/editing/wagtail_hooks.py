from typing import Any

from django.http import HttpRequest
from wagtail import hooks
from wagtail.snippets.models import register_snippet

from apercu.editing.viewsets import DigestGroup

register_snippet(DigestGroup)

# No text here takes an image or a file yet, so their menus would lead nowhere.
UNUSED = {"images", "documents"}


@hooks.register("construct_main_menu")  # type: ignore[untyped-decorator]
def leave_out_what_nothing_uses(_request: HttpRequest, items: list[Any]) -> None:
    """Show the menus an editor of a digest needs."""
    items[:] = [item for item in items if item.name not in UNUSED]
