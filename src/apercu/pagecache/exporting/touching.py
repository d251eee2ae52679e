"""Which addresses some changes touch: what is made anew, so that the rest can stay as it is."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field

from apercu.content.models import Change, Summary
from apercu.pagecache.exporting import plan, related
from apercu.pagecache.exporting.facts import Facts, standing

# Which summaries show something of a record of another type.
_OWNERS = {"article": "summary_articles__article", "person": "summary_authors__person"}
_TOLD_BY_FACTS = {
    "mailing",
    "oldaddress",
    "site",
    "sitesettings",
}  # what they change is in the facts, or on every page


@dataclass(slots=True)
class Touched:
    """Addresses to be made anew, some of which may be gone; `later` are the long ones."""

    first: dict[str, None] = field(default_factory=dict)
    later: dict[str, None] = field(default_factory=dict)

    def now(self, addresses: Iterable[str]) -> None:
        self.first.update(dict.fromkeys(addresses))

    def afterwards(self, addresses: Iterable[str]) -> None:
        self.later.update(dict.fromkeys(addresses))


def touched(
    changes: Sequence[Change], *, before: Facts, after: Facts, shown: Mapping[int, tuple[str, ...]]
) -> Touched | None:
    """What these changes touch; None where that may be every page."""
    if _is_another_site(before, after):
        return None
    found = Touched()
    if not changes and before == after:
        return found
    keys = _changed(changes, before, after)
    if keys is None:
        return None
    found.now(plan.of_site(after))
    for facts in (before, after):  # a part of the site map may be gone
        found.afterwards(plan.of_archive(facts))
    for change in changes:
        if change.object_type == "page":
            found.now(plan.of_frame(after))
    _add_months(found, keys, changes, before, after)
    _add_mails(found, keys, before, after)
    _add_terms(found, keys, before, after)
    for one in standing(keys, before, after):
        found.now(plan.of_summary(one.slug))
    for key in related.touched_by(keys, before=before, after=after, shown=shown) if keys else ():
        if key in after.summaries:
            found.now(plan.pages_of_summary(after.summaries[key].slug))
    return found


def _is_another_site(before: Facts, after: Facts) -> bool:
    """Whether what every page shows is another."""
    return (before.frame, before.logo, before.pages) != (after.frame, after.logo, after.pages)


def _changed(changes: Sequence[Change], before: Facts, after: Facts) -> set[int] | None:
    """The keys of the summaries that changed themselves, or stand elsewhere; None where any may have."""
    keys: set[int] = set()
    owners: dict[str, set[int]] = {}
    for change in changes:
        kind, key = change.object_type, change.object_id
        if kind in _TOLD_BY_FACTS:
            continue
        if not key.isdecimal() or kind not in {"summary", "digest", "page", *_OWNERS}:
            return None
        if kind == "summary":
            keys.add(int(key))
        elif kind in _OWNERS:
            owners.setdefault(kind, set()).add(int(key))
    for kind, some in owners.items():
        carriers = Summary.objects.filter(**{f"{_OWNERS[kind]}__in": some}, live=True)
        keys.update(carriers.order_by().values_list("pk", flat=True))
    everyone = before.summaries.keys() | after.summaries.keys()
    keys.update(key for key in everyone if before.summaries.get(key) != after.summaries.get(key))
    return keys & everyone


def _add_months(
    found: Touched, keys: Iterable[int], changes: Sequence[Change], before: Facts, after: Facts
) -> None:
    """The months of what changed, those beside a month that came or went, and their years."""
    months = {one.month for one in standing(keys, before, after)} - {""}
    months |= {change.label for change in changes if change.object_type == "digest"}
    moved = set(before.months) ^ set(after.months)
    for facts in (before, after):
        for number, month in enumerate(facts.months):
            if month in moved:
                months.update(facts.months[max(0, number - 1) : number + 2])
    for month in months:
        found.now(plan.of_month(month))
    years = {month[:4] for month in months}
    if plan.years_of(before.months) != plan.years_of(after.months):
        years.update(plan.years_of(before.months), plan.years_of(after.months))
    for year in years:
        found.now(plan.of_year(year))


def _add_mails(found: Touched, keys: set[int], before: Facts, after: Facts) -> None:
    """The mails that came, and those of which a summary or the month came, went or changed."""
    moved = set(before.months) ^ set(after.months)
    for name, mail in after.mails.items():
        if name not in before.mails or mail.month in moved or not keys.isdisjoint(mail.summaries):
            found.now(plan.of_mail(name))


def _add_terms(found: Touched, keys: Iterable[int], before: Facts, after: Facts) -> None:
    """The topics and research types on whose pages these summaries stand, or stood."""
    stand = standing(keys, before, after)
    topics = {topic for one in stand for topic in one.topics}
    types = {kind for one in stand for kind in one.types}
    for facts in (before, after):
        for terms, (slugs, counted, path) in zip((topics, types), plan.terms(facts), strict=True):
            for term in terms:
                found.now(plan.beginning_of_term(path(slugs[term]), counted[term]))
                found.afterwards(plan.rest_of_term(path(slugs[term]), counted[term]))
