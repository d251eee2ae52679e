"""`apercu publish_scheduled`: Wagtail's name for it. Wagtail's own would lose what fails (decision 0025)."""

from __future__ import annotations

from apercu.ops.management.commands.publish_due import Command as PublishDue


class Command(PublishDue):
    help = "The same as publish_due, for whoever knows Wagtail."
