"""What approval leads to. Wagtail reads this while its own models load: it may import none."""

from __future__ import annotations

from typing import Any


def publish_approved(state: Any, user: Any = None) -> None:
    """What the end of a workflow does (a setting of Wagtail's): publish what was approved.

    Who may approve needs no further right to publish: the workflow has given it.
    """
    state.content_object.get_latest_revision().publish(user=user, skip_permission_checks=True)
