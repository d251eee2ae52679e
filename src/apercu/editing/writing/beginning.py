"""What a new summary begins with: the coming digest, its next place, the site's language, who writes."""

from __future__ import annotations

import datetime
from typing import Any

from django.conf import settings
from django.db.models import Max

from apercu.content.models import Digest, Person, Summary, SummaryAuthor
from apercu.content.models.summary import Language


def new_summary(*, by: Any, today: datetime.date) -> Summary:
    """An unsaved summary with all that can be known before a word is written."""
    digest = coming_digest(today=today)
    summary = Summary(
        digest=digest,
        position=next_position(digest=digest) if digest else 0,
        language=site_language(),
    )
    if person := Person.objects.filter(user=by).first():
        summary.summary_authors = [SummaryAuthor(person=person, sort_order=0)]
    return summary


def coming_digest(*, today: datetime.date) -> Digest | None:
    """The next month that is not public: this month's or a later one's, else the latest left unpublished."""
    waiting = Digest.objects.filter(live=False)
    coming = waiting.filter(month__gte=today.replace(day=1)).order_by("month").first()
    return coming or waiting.filter(legacy=False).order_by("-month").first()


def next_position(*, digest: Digest) -> int:
    """The first place of the month after those that are taken."""
    last = Summary.objects.filter(digest=digest).aggregate(last=Max("position"))["last"]
    return int(last or 0) + 1


def site_language() -> str:
    """The language of the site, if summaries can be written in it."""
    code = settings.LANGUAGE_CODE[:2]
    return code if code in Language.values else Language.ENGLISH
