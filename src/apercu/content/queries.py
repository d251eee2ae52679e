"""The public records, in the one order readers meet them in."""

from __future__ import annotations

from django.db import models
from django.db.models import Case, F, QuerySet, When
from django.db.models.functions import Coalesce, TruncDate

from apercu.content.models import Summary

# The day that places a summary in time: its month's; its first publication's where that month is not public.
_DATED = Coalesce(
    Case(When(digest__live=True, then=F("digest__month"))),
    TruncDate("first_published_at"),
    output_field=models.DateField(),
)


def public_summaries() -> QuerySet[Summary]:
    """What readers may see, newest month first and in each month's own order."""
    every: QuerySet[Summary] = Summary.objects.public().annotate(dated=_DATED)
    return every.order_by(F("dated").desc(nulls_last=True), "position", "pk")
