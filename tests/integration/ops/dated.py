"""Gives drafts a date a few seconds from now; a process of its own on a site's data.

`python -m tests.integration.ops.dated NUMBER SECONDS`
"""

from __future__ import annotations

import datetime
import sys

import django

TITLE = "Dated"


def plan(number: int, seconds: float) -> None:
    """So many drafts, due one after the other within so many seconds."""
    from django.utils import timezone
    from wagtail.models import Revision

    from apercu.content import scheduling
    from tests.builders import make_summary

    begin = timezone.now()
    for place in range(number):
        record = make_summary(title=f"{TITLE} {place}", publish=False)
        scheduling.schedule(record=record, due=begin + datetime.timedelta(hours=1), by=None)
        at = timezone.now() + datetime.timedelta(seconds=seconds * place / number)
        Revision.objects.filter(approved_go_live_at__gt=begin, object_id=str(record.pk)).update(
            approved_go_live_at=at
        )


if __name__ == "__main__":
    django.setup()
    plan(int(sys.argv[1]), float(sys.argv[2]))
