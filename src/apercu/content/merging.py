"""Two topics, research types or people that are one: the first becomes the second, everywhere and for ever.

Everywhere is in what readers see and in every revision: a draft, a scheduled one, an old one that somebody
may bring back. A revision that named a record which is gone would silently lose it.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any, TypeVar

from django.db import models, transaction
from django.utils.translation import gettext as _

from apercu.content import desk_index
from apercu.content.models import FormerAddress, Person, Summary, SummaryAuthor
from apercu.content.models.change import Kind, acting, lock_edition, record_change
from apercu.content.models.former import remember
from apercu.content.models.public import type_name
from apercu.content.models.taxonomy import Term
from apercu.content.revised import awaiting, revisions_of

T = TypeVar("T", bound=Term)
_AT_ONCE = 200  # revisions written in one statement

Rewrite = Callable[[dict[str, Any]], bool]  # changes a revision's JSON; whether it had to


class NotMergeable(Exception):
    """These two cannot be merged: the message says why."""


@dataclass(frozen=True, kw_only=True)
class Reach:
    """How much a merge touches."""

    summaries: int  # rows, public or not
    public: int
    drafts: int  # latest and scheduled revisions that are not public yet


def reach_of_term(term: Term) -> Reach:
    """How many summaries carry a topic or type, and how many drafts."""
    carriers = term.summaries.all()
    field = _field_of(term)
    return Reach(
        summaries=carriers.count(),
        public=carriers.filter(live=True).count(),
        drafts=sum(
            term.pk in (keys or ()) for keys in awaiting().values_list(f"content__{field}", flat=True)
        ),
    )


def reach_of_person(person: Person) -> Reach:
    """How many summaries a person signs, and how many drafts."""
    signed = Summary.objects.filter(summary_authors__person=person).distinct()
    lists = awaiting().values_list("content__summary_authors", flat=True)
    return Reach(
        summaries=signed.count(),
        public=signed.filter(live=True).count(),
        drafts=sum(any(row.get("person") == person.pk for row in rows or ()) for rows in lists),
    )


def merge_terms(*, gone: T, into: T, by: Any) -> T:
    """Make one topic (or type) of two: what carried `gone` carries `into`, and its address redirects."""
    with _merging(gone, into, by):
        field = _field_of(gone)
        touched = _hand_over(gone, into)
        _rewrite_revisions(lambda content: _replaced_in(content, field, gone.pk, into.pk))
        into.refresh_from_db()
        into.aliases = _with_names_of(gone, into)
        type(into)._base_manager.filter(pk=into.pk).update(aliases=into.aliases)
        _leave_redirect(gone, into)
        type(gone)._base_manager.filter(pk=gone.pk).delete()
        for record in (into, *touched):
            desk_index.update(record)
    return into


def merge_people(*, gone: Person, into: Person, by: Any) -> Person:
    """Make one person of two: what `gone` signed, `into` signs; what is known of either is kept."""
    with _merging(gone, into, by):
        signed = SummaryAuthor.objects.filter(person=gone)
        touched = list(Summary.objects.filter(pk__in=signed.values("summary")))
        already = SummaryAuthor.objects.filter(person=into).values("summary")
        signed.filter(summary__in=already).delete()
        signed.update(person=into)
        _rewrite_revisions(lambda content: _signed_by(content, gone.pk, into.pk))
        into.refresh_from_db()
        kept = {name: getattr(into, name) or getattr(gone, name) for name in ("about", "orcid", "user_id")}
        Person._base_manager.filter(pk=gone.pk).delete()
        Person._base_manager.filter(pk=into.pk).update(**kept)
        into.refresh_from_db()
        for record in (into, *touched):
            desk_index.update(record)
    return into


@contextmanager
def _merging(gone: models.Model, into: models.Model, by: Any) -> Iterator[None]:
    """One transaction that holds the edition, and writes one Change when all is done.

    The Change is of the record that stays, so that a follower finds by it everything that carries it now.
    """
    if type(gone) is not type(into):
        raise NotMergeable(_("Only two of a kind can be merged."))
    if gone.pk == into.pk:
        raise NotMergeable(_("Nothing can be merged into itself; choose another one."))
    kind, key, label = type_name(type(into)), into.pk, f"{gone} → {into}"
    with transaction.atomic(), acting(by), desk_index.once():
        lock_edition()
        for one in (gone, into):
            if not type(one)._base_manager.filter(pk=one.pk).exists():
                raise NotMergeable(_("“%(record)s” is not here any more.") % {"record": one})
        yield
        record_change(kind=Kind.CHANGED, object_type=kind, object_id=key, label=label)


def _hand_over(gone: Term, into: Term) -> list[Summary]:
    """Whatever carries the one carries the other, once; the summaries this touches."""
    through: Any = getattr(Summary, _field_of(gone)).through
    column = f"{gone._meta.model_name}_id"
    carriers = through._base_manager.filter(**{column: gone.pk})
    touched = list(Summary.objects.filter(pk__in=carriers.values("summary_id")))
    already = through._base_manager.filter(**{column: into.pk}).values("summary_id")
    carriers.filter(summary_id__in=list(already.values_list("summary_id", flat=True))).delete()
    carriers.update(**{column: into.pk})
    return touched


def _rewrite_revisions(rewrite: Rewrite) -> None:
    """Do it to every revision of every summary, whoever may still go back to it."""
    changed: list[Any] = []
    revisions: Any = revisions_of(Summary).only("pk", "content")
    for revision in revisions.order_by("pk").iterator(chunk_size=_AT_ONCE):
        if rewrite(revision.content):
            changed.append(revision)
        if len(changed) == _AT_ONCE:
            revisions.model._base_manager.bulk_update(changed, ["content"])
            changed = []
    if changed:
        revisions.model._base_manager.bulk_update(changed, ["content"])


def _replaced_in(content: dict[str, Any], field: str, gone: int, into: int) -> bool:
    keys = content.get(field) or []
    if gone not in keys:
        return False
    content[field] = list(dict.fromkeys(into if key == gone else key for key in keys))
    return True


def _signed_by(content: dict[str, Any], gone: int, into: int) -> bool:
    rows = content.get("summary_authors") or []
    if not any(row.get("person") == gone for row in rows):
        return False
    people = {row.get("person") for row in rows}
    kept = [row for row in rows if row.get("person") != gone or into not in people]
    content["summary_authors"] = [
        {**row, "person": into} if row.get("person") == gone else row for row in kept
    ]
    return True


def _with_names_of(gone: Term, into: Term) -> list[str]:
    """The aliases of the term that stays, with every way of writing the other."""
    own = {into.name_en.casefold(), into.name_fr.casefold()}
    new: dict[str, str] = {}
    for spelling in [*into.aliases, *gone.spellings()]:
        if spelling.casefold() not in own:
            new.setdefault(spelling.casefold(), spelling)
    return list(new.values())


def _leave_redirect(gone: Term, into: Term) -> None:
    name = type_name(type(gone))
    FormerAddress.objects.filter(object_type=name, object_id=str(gone.pk)).update(object_id=str(into.pk))
    remember(object_type=name, object_id=into.pk, old=gone.slug, new=into.slug)


def _field_of(term: Term) -> str:
    """The summary's field that names terms of this kind."""
    return str(type(term).summaries.field.name)
