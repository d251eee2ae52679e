"""Who gets a digest's mailing, and which of its summaries each: read in pages, whatever the number."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from django.db.models import Exists, OuterRef, QuerySet

from apercu.mailing import choosing
from apercu.mailing.choosing import Terms, Wanted
from apercu.mailing.models import Delivery, Mailing, MailSettings, Subscriber

A_PAGE = 2000
# What an earlier mailing of the digest, which was cancelled, has handed over or may have.
_HAVE_IT = (Delivery.State.SENT, Delivery.State.CLAIMED, Delivery.State.UNCLEAR)


@dataclass(frozen=True, slots=True, kw_only=True)
class Recipient:
    """Somebody who wants the digest, and their part of it; none: it has nothing of what they chose."""

    subscriber: int
    language: str
    parts: tuple[int, ...]


@dataclass(frozen=True, kw_only=True)
class Counted:
    """How many would get a mailing now."""

    by_language: Mapping[str, int]
    chose_others: int  # get none, for no summary is of the topics and types they chose

    @property
    def total(self) -> int:
        return sum(self.by_language.values())


def count(*, mailing: Mailing, content: Mapping[str, Any]) -> Counted:
    """How many would get it, for the one who is about to press “Send”."""
    terms, languages, others = terms_of(content), Counter[str](), 0
    for recipient in of(mailing, terms):
        if recipient.parts:
            languages[recipient.language] += 1
        else:
            others += 1
    return Counted(by_language=dict(languages), chose_others=others)


def terms_of(content: Mapping[str, Any]) -> tuple[Terms, ...]:
    """The topics and types of the summaries in what a mailing says."""
    return tuple(
        Terms(summary=int(one["key"]), topics=frozenset(one["topics"]), types=frozenset(one["types"]))
        for one in content["summaries"]
    )


def of(mailing: Mailing, terms: tuple[Terms, ...]) -> Iterator[Recipient]:
    """Everybody who wants digests, can be reached, and has no copy of this digest yet."""
    everything = choosing.parts(terms, Wanted())
    last = 0
    while page := list(
        _wanting(mailing)
        .filter(pk__gt=last)
        .order_by("pk")
        .values_list("pk", "language", "all_topics", "all_types")[:A_PAGE]
    ):
        last = page[-1][0]
        wanted = choosing.wanted_by([(pk, topics, types) for pk, _language, topics, types in page])
        for pk, language, all_topics, all_types in page:
            parts = everything if all_topics and all_types else choosing.parts(terms, wanted[pk])
            yield Recipient(subscriber=pk, language=language, parts=parts)


def _wanting(mailing: Mailing) -> QuerySet[Subscriber]:
    wanting = Subscriber.objects.filter(state=Subscriber.State.ACTIVE, blocked=Subscriber.Blocked.NO)
    if MailSettings.load().alerts:  # while they are off, who asked for alerts would get nothing at all
        wanting = wanting.filter(often=Subscriber.Often.DIGEST)
    earlier = Mailing.objects.filter(digest=mailing.digest_id, kind=Mailing.Kind.DIGEST).exclude(
        pk=mailing.pk
    )
    if mailing.digest_id is None or not (keys := list(earlier.values_list("pk", flat=True))):
        return wanting
    had = Delivery.objects.filter(mailing__in=keys, subscriber=OuterRef("pk"), state__in=_HAVE_IT)
    return wanting.exclude(Exists(had))
