"""`apercu setup` in the process of a test."""

from __future__ import annotations

import io

from django.core.management import call_command


def setup(*arguments: str) -> str:
    """Set the site up, and give what the command said."""
    out = io.StringIO()
    call_command("setup", *arguments, stdout=out)
    return out.getvalue()
