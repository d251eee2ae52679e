"""How far the work on a month is, told from the latest drafts of its summaries."""

from __future__ import annotations

import datetime
from dataclasses import dataclass

from django.db.models import Q

from apercu.content import revised, rules
from apercu.content.models import Digest, Summary
from apercu.content.standing import Standing, standing_of, with_standing


@dataclass(frozen=True, kw_only=True)
class SummarysWork:
    """One summary of the month, as its latest draft is."""

    key: int
    title: str
    standing: Standing
    goes_public_at: datetime.datetime | None
    lacks: tuple[rules.Problem, ...]

    @property
    def is_written(self) -> bool:
        """Whether nothing is missing that a reader must have."""
        return not self.lacks


@dataclass(frozen=True, kw_only=True)
class MonthsWork:
    """A month and what is in it."""

    key: int
    month: datetime.date
    standing: Standing
    goes_public_at: datetime.datetime | None
    teaser_is_written: bool
    summaries: tuple[SummarysWork, ...]

    @property
    def written(self) -> int:
        return sum(summary.is_written for summary in self.summaries)

    def count(self, *standings: Standing) -> int:
        """How many of its summaries stand so."""
        return sum(summary.standing in standings for summary in self.summaries)


def work_on(month: datetime.date) -> MonthsWork | None:
    """The month and its summaries, or None where nobody has begun it: 8 queries."""
    months = with_standing(Digest.objects.filter(month=month.replace(day=1)))
    digest = months.select_related("latest_revision").first()
    if digest is None:
        return None
    return MonthsWork(
        key=digest.pk,
        month=digest.month,
        standing=standing_of(digest),
        goes_public_at=digest.goes_public_at,
        teaser_is_written=revised.teaser_is_written(digest),
        summaries=_summaries(digest.pk),
    )


def _summaries(digest: int) -> tuple[SummarysWork, ...]:
    moved_here = Q(has_unpublished_changes=True, latest_revision__content__digest=digest)
    rows = with_standing(Summary.objects.filter(Q(digest=digest) | moved_here))
    records = {record.pk: record for record in rows.select_related("latest_revision")}
    drafts = {
        key: record.latest_revision.content
        for key, record in records.items()
        if record.has_unpublished_changes and record.latest_revision
    }
    facts = revised.facts_of(drafts)
    here = [record for key, record in records.items() if drafts.get(key, {}).get("digest", digest) == digest]
    work = [
        SummarysWork(
            key=record.pk,
            title=drafts.get(record.pk, {}).get("title") or record.title,
            standing=standing_of(record),
            goes_public_at=record.goes_public_at,
            lacks=rules.problems(facts[record.pk]) if record.pk in facts else (),
        )
        for record in here
    ]
    place = {record.pk: drafts.get(record.pk, {}).get("position", record.position) for record in here}
    return tuple(sorted(work, key=lambda one: (place[one.key], one.key)))
