"""Who may do what with subscribers."""

from __future__ import annotations

from typing import Any

LOOK = "mailing.view_subscriber"
ACT = "mailing.change_subscriber"
ERASE = "mailing.delete_subscriber"
MOVE = "mailing.export_subscriber"  # lists in and out


def may(user: Any, right: str) -> bool:
    """Whether somebody may; whoever acts on people must also be allowed to see them."""
    return bool(user.has_perms([LOOK, right]))
