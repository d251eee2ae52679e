"""The digests of a run: found or created by month, given a teaser when asked, entries placed in them."""

from __future__ import annotations

import datetime
from typing import Any

from django.db.models import Max

from apercu.content import drafting
from apercu.content.models import Digest, Summary
from apercu.importing.models import Origin
from apercu.importing.options import Options
from apercu.sources.cleaning import paragraphs
from apercu.sources.draft import Caveat, DigestDraft
from apercu.sources.streams import Reading


class Months:
    """Every month one run touches."""

    def __init__(self, *, options: Options, by: Any) -> None:
        self.options = options
        self.by = by
        self.touched: set[int] = set()
        self.forget()

    def forget(self) -> None:
        """Read the months again: what was created since may have been rolled back."""
        self._digests: dict[str, Digest] = {
            f"{digest.month:%Y-%m}": digest for digest in Digest.objects.all()
        }
        self._last: dict[int, int] = dict(
            Summary.objects.exclude(digest=None).values_list("digest").annotate(last=Max("position"))
        )

    def digest(self, month: str) -> Digest:
        """The month's digest, created as a draft where there is none."""
        if month not in self._digests:
            self._digests[month] = drafting.create_digest(
                month=_first_day(month), legacy=self.options.legacy, by=self.by
            )
        digest = self._digests[month]
        self.touched.add(digest.pk)
        return digest

    def next_position(self, digest: Digest) -> int:
        """The place after the last summary of the month."""
        self._last[digest.pk] = self._last.get(digest.pk, 0) + 1
        return self._last[digest.pk]

    def take_header(self, page: Reading) -> list[Caveat]:
        """Take a page's own digests, and its teaser for the month the person named."""
        caveats = []
        for draft in page.digests:
            caveats += self._take(draft)
        if self.options.month_teaser and page.header.teaser:
            teaser = paragraphs([page.header.teaser])
            month = self.options.month_teaser
            caveats += self._take(DigestDraft(month=month, teaser=teaser, identifier=f"teaser/{month}"))
        return caveats

    def _take(self, draft: DigestDraft) -> list[Caveat]:
        given = {"teaser": draft.teaser, "announcements": draft.announcements}
        digest = self.digest(draft.month)
        origin = Origin.objects.filter(digest=digest, identifier=draft.identifier).first()
        now = digest.get_latest_revision_as_object()
        text = {field: value for field, value in given.items() if value and value != getattr(now, field)}
        known = origin.given if origin else {}
        if any(getattr(now, field) not in {"", known.get(field)} for field in text):
            return [Caveat(code="teaser-kept", detail=draft.month)]
        if text:
            drafting.revise_digest(digest=digest, text=text, by=self.by)
            digest.refresh_from_db()
        if origin is None:
            Origin.objects.create(
                digest=digest, identifier=draft.identifier, given=given, sample=self.options.sample
            )
        elif origin.given != given:
            origin.given = given
            origin.save()
        return []


def _first_day(month: str) -> datetime.date:
    year, number = month.split("-")
    return datetime.date(int(year), int(number), 1)
