"""The checks of the rooms that are always there, in the order in which they are told."""

from __future__ import annotations

from apercu.ops.checking import (
    backups,
    bounces,
    database,
    jobs,
    key,
    machine,
    mail,
    records,
    register,
    settings,
)


def register_all() -> None:
    """Add them; `config/wiring.py` calls this once, before rooms add their own."""
    register("settings", settings.look)
    register("database", database.look)
    register("secret key", key.look)
    register("change log", records.look_at_log)
    register("search index", records.look_at_index)
    register("followers", records.look_at_followers)
    register("jobs", jobs.look)
    register("backups", backups.look)
    register("disk", machine.look_at_disk)
    register("clock", machine.look_at_clock)
    register("files", machine.look_at_files)
    register("mail", mail.look)
    register("bounces", bounces.look)
