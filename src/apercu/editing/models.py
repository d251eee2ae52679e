"""The desk's own tables, each written where it is used."""

from apercu.editing.checks.setting_aside import SetAside

__all__ = ["SetAside"]
