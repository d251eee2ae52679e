"""The desk's menus in the words of a digest: what an editor of one never needs is left out.

Operators keep what they need: users, groups, workflows, sites, the site's settings.
"""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest

from apercu.editing.dashboard.panel import WorkPanel

# The one image is the logo, chosen and uploaded in the site's settings; files are not used at all. Snippets
# is Wagtail's word for records that stand in no other menu: ours all do.
MAIN = frozenset({"images", "documents", "snippets"})
# Collections sort images and files. Tasks of a workflow are edited within it.
SETTINGS = frozenset({"collections", "workflow-tasks"})
# They are about pages alone, and a digest has four. The two on workflows are about summaries too.
REPORTS = frozenset({"locked-pages", "aging-pages", "page-types-usage"})
# Wagtail's news and its guide are about another product than the editor sees, and on another server.
HELP = ("whats-new-in-wagtail", "editor-guide")
PANELS = frozenset(
    {"workflow_objects_to_moderate", "user_objects_in_workflow_moderation", "recent_edits", "locked_pages"}
)


def without(unused: frozenset[str]) -> Any:
    """A hook that leaves these lines out of a menu."""

    def leave_out(_request: HttpRequest, items: list[Any]) -> None:
        items[:] = [item for item in items if item.name not in unused]

    return leave_out


def without_wagtails_help(_request: HttpRequest, items: list[Any]) -> None:
    """Leave what leads to another server out of the help menu."""
    items[:] = [item for item in items if not item.name.startswith(HELP)]


def begin_with_the_month(_request: HttpRequest, panels: list[Any]) -> None:
    """The desk's first page begins with ours; Wagtail's panels are about pages, or say the same again."""
    kept = [panel for panel in panels if getattr(panel, "name", "") not in PANELS]
    panels[:] = [WorkPanel(), *kept]
