"""Notices told several times are one: by several services, by one twice, with and without a number."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import replace

from apercu.citations.reference import PartialDate
from apercu.lookup.answers import Notice, NoticeKind

_GRAVITY = list(NoticeKind)
# PubMed files partial retractions and addenda as errata (NLM, "Errata, retractions, and other linked
# citations").
_FILED_AS_CORRECTION = frozenset({NoticeKind.PARTIAL_RETRACTION, NoticeKind.CORRECTION, NoticeKind.ADDENDUM})


def united(notices: Iterable[Notice]) -> tuple[Notice, ...]:
    """Each notice once, the gravest first, with everybody who tells of it.

    Two are one where they share a DOI or a PubMed number and are of one kind, or both of those that PubMed
    files as errata. One known by its DOI alone and one known by its PubMed number alone are one where they
    are of one kind and year and there is no other to choose. One without any number says nothing more than a
    numbered one of its kind. The order of what comes in does not matter.
    """
    numbered: list[Notice] = []
    bare: list[Notice] = []
    for notice in sorted(notices, key=_order):
        (numbered if notice.doi or notice.pmid else bare).append(notice)
    groups = _paired(_by_number(numbered))
    for notice in bare:
        alike = [at for at, kept in enumerate(groups) if kept.kind is notice.kind]
        if alike:
            for at in alike:
                groups[at] = _one(groups[at], replace(notice, date=None))
        else:
            groups.append(notice)
    return tuple(sorted(_bare_united(groups), key=_order))


def _by_number(notices: Sequence[Notice]) -> list[Notice]:
    """Unite what shares a number, until nothing does."""
    groups: list[Notice] = []
    for notice in notices:
        merged = notice
        again = True
        while again:
            again = False
            for kept in groups:
                if _share_number(kept, merged):
                    groups.remove(kept)
                    merged = _one(kept, merged)
                    again = True
                    break
        groups.append(merged)
    return sorted(groups, key=_order)


def _share_number(a: Notice, b: Notice) -> bool:
    alike = a.kind is b.kind or {a.kind, b.kind} <= _FILED_AS_CORRECTION
    return alike and bool((a.doi and a.doi == b.doi) or (a.pmid and a.pmid == b.pmid))


def _paired(groups: Sequence[Notice]) -> list[Notice]:
    """Unite one that has only a DOI with one that has only a PubMed number, where there is no choice."""
    kept = list(groups)
    for by_doi in [notice for notice in groups if notice.doi and not notice.pmid]:
        partners = [other for other in kept if other.pmid and not other.doi and _may_be_one(by_doi, other)]
        rivals = [
            other
            for other in kept
            if other.doi and not other.pmid and partners and _may_be_one(other, partners[0])
        ]
        if len(partners) == 1 and len(rivals) == 1:
            kept.remove(by_doi)
            kept.remove(partners[0])
            kept.append(_one(by_doi, partners[0]))
    return sorted(kept, key=_order)


def _may_be_one(a: Notice, b: Notice) -> bool:
    alike = a.kind is b.kind or {a.kind, b.kind} <= _FILED_AS_CORRECTION
    return alike and (a.date is None or b.date is None or a.date.year == b.date.year)


def _bare_united(groups: Sequence[Notice]) -> list[Notice]:
    """Those without a number, one of each kind."""
    kept = [notice for notice in groups if notice.doi or notice.pmid]
    for kind in NoticeKind:
        bare = [notice for notice in groups if not (notice.doi or notice.pmid) and notice.kind is kind]
        if bare:
            first = bare[0]
            for other in bare[1:]:
                first = _one(first, other)
            kept.append(first)
    return kept


def _one(a: Notice, b: Notice) -> Notice:
    """Two tellings as one: the graver kind, the earlier date, told as fully as either tells it."""
    return Notice(
        kind=min(a.kind, b.kind, key=_GRAVITY.index),
        doi=min(filter(None, (a.doi, b.doi)), default=""),
        pmid=min(filter(None, (a.pmid, b.pmid)), default=""),
        date=_earlier(a.date, b.date),
        sources=tuple(sorted({*a.sources, *b.sources})),
    )


def _earlier(a: PartialDate | None, b: PartialDate | None) -> PartialDate | None:
    """The earlier of two dates; of one told twice the fuller telling."""
    if a is None or b is None:
        return a or b
    parts_a, parts_b = a.to_csl(), b.to_csl()
    shared = min(len(parts_a), len(parts_b))
    if parts_a[:shared] == parts_b[:shared]:
        return a if len(parts_a) > len(parts_b) else b
    return a if parts_a < parts_b else b


def _order(notice: Notice) -> tuple[int, list[int], str, str, tuple[str, ...]]:
    date = notice.date.to_csl() if notice.date else [9999]
    return _GRAVITY.index(notice.kind), date, notice.doi, notice.pmid, notice.sources
