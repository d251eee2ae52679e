"""Gives drafts a date a few seconds from now, or says how they fared; a process of its own on a site's data.

`python -m tests.integration.ops.dated plan NUMBER SECONDS`, later `… account`.
"""

from __future__ import annotations

import datetime
import json
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


def account() -> None:
    """Which of them are public, how often each was published, and how many readers' reports there are."""
    from django.utils import timezone

    from apercu.content.models import Change, DueItem, ErrorReport, Summary

    DueItem.objects.exclude(held_until=None).update(held_until=timezone.now())  # of runs that were killed
    dated = Summary.objects.filter(title__startswith=TITLE)
    told = {
        "public": sum(record.live for record in dated),
        "published": [
            Change.objects.filter(object_type="summary", object_id=record.pk, kind="published").count()
            for record in dated
        ],
        "reports": list(ErrorReport.objects.values_list("text", flat=True)),
    }
    sys.stdout.write(json.dumps(told))


if __name__ == "__main__":
    django.setup()
    if sys.argv[1] == "plan":
        plan(int(sys.argv[2]), float(sys.argv[3]))
    else:
        account()
