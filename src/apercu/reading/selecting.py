"""The records pages are made of, each fetched with everything its page needs in a fixed number of queries."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from typing import Any

from django.db.models import Count, F, Q, QuerySet
from django.db.models.functions import ExtractYear

from apercu.content.models import Digest, FormerAddress, ResearchType, Summary, Topic
from apercu.content.queries import public_summaries as public_summaries
from apercu.reading.asking import TOPIC, TYPE, YEAR, Asked

_TERM_ORDER = ("order", "name_en")  # said again: an aggregate drops the model's own ordering
_SLUG = re.compile(r"[-\w]{1,255}", re.ASCII)


def of_keys(keys: Sequence[int]) -> QuerySet[Summary]:
    """The public ones of the summaries with these keys, in no order."""
    some: QuerySet[Summary] = Summary.objects.public().filter(pk__in=keys)
    return some.order_by()


def public_digests() -> QuerySet[Digest]:
    """The months readers may see, newest first."""
    every: QuerySet[Digest] = Digest.objects.public()
    return every.order_by("-month")


def narrowed(asked: Asked, *, lifting: str = "") -> QuerySet[Summary]:
    """The summaries these choices leave, one facet's choices lifted where it is to be counted."""
    left = public_summaries()
    if asked.topics and lifting != TOPIC:
        carriers = Summary.topics.through._default_manager.filter(topic__slug__in=asked.topics)
        left = left.filter(pk__in=carriers.values("summary_id"))
    if asked.types and lifting != TYPE:
        carriers = Summary.types.through._default_manager.filter(researchtype__slug__in=asked.types)
        left = left.filter(pk__in=carriers.values("summary_id"))
    if asked.years and lifting != YEAR:
        left = left.filter(dated__year__in=[int(year) for year in asked.years if is_year(year)])
    return left


def counted_topics(among: QuerySet[Summary] | None = None) -> QuerySet[Any]:
    """Every topic with the number of these (else of all public) summaries that carry it as `carriers`."""
    return Topic.objects.annotate(carriers=_carriers(among)).order_by(*_TERM_ORDER)


def counted_types(among: QuerySet[Summary] | None = None) -> QuerySet[Any]:
    """Every research type with the number of these (else of all public) summaries that carry it."""
    return ResearchType.objects.annotate(carriers=_carriers(among)).order_by(*_TERM_ORDER)


def counted_digests() -> QuerySet[Any]:
    """The public months with the number of their public summaries as `carriers`, newest first."""
    counted: QuerySet[Any] = public_digests().annotate(carriers=_carriers(None))
    return counted


def counted_years(among: QuerySet[Summary]) -> list[tuple[int, int]]:
    """Every year with public summaries, newest first, and how many of these summaries fall in it."""
    years = public_summaries().order_by().annotate(year=ExtractYear("dated")).values("year")
    counted = years.annotate(carriers=Count("pk", filter=Q(pk__in=_keys(among))))
    return sorted(((row["year"], row["carriers"]) for row in counted if row["year"]), reverse=True)


def sharing_topics(summary: Summary, topics: Iterable[Topic]) -> QuerySet[Summary]:
    """Other public summaries on these topics: most topics in common first, then the newest.

    A simple stand-in; nearness in meaning takes its place later.
    """
    others = public_summaries().exclude(pk=summary.pk).filter(topics__in=[topic.pk for topic in topics])
    ranked: QuerySet[Summary] = others.annotate(shared=Count("topics"))
    return ranked.order_by("-shared", F("dated").desc(nulls_last=True), "position", "pk")


def heir(model: type[Summary | Topic | ResearchType], slug: str) -> Any:
    """The record that once had this slug, or None; never one readers may not see."""
    name = model._meta.model_name
    former = FormerAddress.objects.filter(object_type=name, slug=slug).first()
    if former is None or not former.object_id.isdigit():
        return None
    records: QuerySet[Any] = QuerySet(model)
    visible = records.filter(live=True) if model is Summary else records
    return visible.filter(pk=int(former.object_id)).first()


def heirs(model: type[Topic | ResearchType], slugs: Iterable[str]) -> dict[str, str]:
    """Present slugs of terms by the slug they once had, for those of these slugs that are such."""
    possible = [slug for slug in slugs if _SLUG.fullmatch(slug)]
    if not possible:
        return {}
    former = dict(
        FormerAddress.objects.filter(object_type=model._meta.model_name, slug__in=possible).values_list(
            "slug", "object_id"
        )
    )
    present = dict(model._default_manager.filter(pk__in=former.values()).values_list("pk", "slug"))
    return {old: present[int(key)] for old, key in former.items() if int(key) in present}


def is_year(value: str) -> bool:
    """Whether this is a year as addresses spell it."""
    return re.fullmatch(r"[1-9][0-9]{3}", value) is not None


def _carriers(among: QuerySet[Summary] | None) -> Count:
    if among is None:
        return Count("summaries", filter=Q(summaries__live=True))
    return Count("summaries", filter=Q(summaries__in=_keys(among)))


def _keys(summaries: QuerySet[Summary]) -> QuerySet[Any]:
    return summaries.order_by().values("pk")
