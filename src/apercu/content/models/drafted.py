"""The base of what editors draft and publish. `publish()` is the one gate, whoever publishes."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from typing import Any, ClassVar

from django.contrib.contenttypes.fields import GenericRelation
from django.db import models, transaction
from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext_lazy as _
from modelcluster.models import ClusterableModel
from wagtail.models import (
    DraftStateMixin,
    LockableMixin,
    PreviewableMixin,
    Revision,
    RevisionMixin,
    WorkflowMixin,
)
from wagtail.search import index

from apercu.content import desk_index, previewing, rules
from apercu.content.models.change import Kind, acting, lock_edition, record_change
from apercu.content.models.public import PublicQuerySet, type_name

_gate: ContextVar[bool] = ContextVar("gate", default=False)  # inside publish(), which holds the edition

# Columns no reader sees: writing only these moves no edition.
_INVISIBLE = frozenset(
    {
        "latest_revision", "live_revision", "has_unpublished_changes", "locked", "locked_at", "locked_by",
        "go_live_at", "expire_at", "expired",
    }
)  # fmt: skip


class DraftedQuerySet(PublicQuerySet[Any]):
    """Drafted records; `public()` is what readers may see."""

    def public(self) -> DraftedQuerySet:
        return self.filter(live=True)


class DraftedRecord(
    WorkflowMixin,
    DraftStateMixin,
    LockableMixin,
    RevisionMixin,
    PreviewableMixin,
    index.Indexed,
    ClusterableModel,
):
    """A record with draft, revisions, workflow, lock and preview.

    Nothing operational (counters, send marks, index state) may be a column here: publishing an older
    revision writes every column back.
    """

    live = models.BooleanField(_("live"), default=False, editable=False)  # Wagtail's default is True
    legacy = models.BooleanField(
        _("from before the rules"),
        default=False,
        help_text=_("Imported; it may be published although it lacks what new entries must have."),
    )

    _revisions = GenericRelation("wagtailcore.Revision", for_concrete_model=False)
    _workflow_states = GenericRelation(
        "wagtailcore.WorkflowState",
        content_type_field="base_content_type",
        object_id_field="object_id",
        for_concrete_model=False,
    )

    objects = DraftedQuerySet.as_manager()

    search_auto_update = False  # `save` does it, once
    kept_fields: ClassVar[tuple[str, ...]] = ()
    _saved_children: dict[str, Any] | None = None  # set by `save_first_draft`
    _first_draft: Revision | None = None

    class Meta:
        abstract = True

    @property
    def revisions(self) -> Any:
        return self._revisions

    @property
    def workflow_states(self) -> Any:
        return self._workflow_states

    @property
    def current_workflow_state(self) -> Any:
        """The workflow it waits in; one that was made a moment ago waits in none."""
        return None if self._first_draft is not None else super().current_workflow_state

    def change_label(self) -> str:
        """What the change log calls it, in words that do not depend on who reads them."""
        raise NotImplementedError

    def draft_facts(self) -> rules.DraftFacts:
        """What the gate needs to know of this draft, children in memory included."""
        raise NotImplementedError

    def save_revision(self, *args: Any, clean: bool = True, **kwargs: Any) -> Revision:
        """Save a draft, which is never refused: a form judges what is typed, the gate what becomes public.

        Wagtail would validate all of it, and an earlier version that was half written could not come back.
        """
        if clean:
            self.clean()
        return super().save_revision(*args, clean=False, **kwargs)

    def save_first_draft(self, *, user: Any) -> Revision:
        """Save a new record with its first revision, and keep its children in memory.

        A publication that follows at once (`publish` on this very instance) then reads nothing back: what
        it publishes is what was saved a moment ago. An import of thousands would pay for it twice.
        """
        children = dict(vars(self).get("_cluster_related_objects", {}))
        self.save()
        self._cluster_related_objects = self._saved_children = children
        revision = self._first_draft = self.save_revision(user=user, clean=False)
        revision.as_object = lambda: self
        return revision

    def _forget_first_draft(self) -> None:
        """From here on the instance may differ from its first revision: read that back like any other."""
        if self._first_draft is not None:
            del self._first_draft.as_object
        self._first_draft = self._saved_children = None

    def publish(self, revision: Revision, user: Any = None, *args: Any, **kwargs: Any) -> None:
        """Make a revision public (or schedule it), or raise Unpublishable and change nothing.

        The desk, workflow, schedule, import and our own code all come through here. The gate is asked by
        the save that makes the row public, and here for a date in the future: better now than at that hour.
        """
        with transaction.atomic(), acting(user), _at_the_gate(), desk_index.once():
            lock_edition()
            if revision.content.get("go_live_at"):
                revision.as_object().ask_the_gate()
            try:
                super().publish(revision, user, *args, **kwargs)
            except rules.Unpublishable:
                self._forget_first_draft()
                self.refresh_from_db()  # its first draft is this very object, and was about to be live
                raise
            if revision is not self._first_draft:
                self.refresh_from_db()
            self._forget_first_draft()
            if self.live and self.live_revision_id == revision.pk:
                self.went_public(user=user)

    def ask_the_gate(self) -> None:
        """Raise Unpublishable where the rules block this draft."""
        if problems := rules.blocking_problems(self.draft_facts()):
            raise rules.Unpublishable(problems, record=self)

    def went_public(self, *, user: Any) -> None:
        """What else becomes public with this record, in the same transaction."""

    def unpublish(self, *args: Any, user: Any = None, **kwargs: Any) -> None:
        """Withdraw the record from readers; its draft stays."""
        with transaction.atomic(), acting(user):
            super().unpublish(*args, user=user, **kwargs)

    def save(self, *args: Any, update_fields: Any = None, **kwargs: Any) -> None:
        """Save, and write one Change where a reader's page is touched."""
        if update_fields is not None and _INVISIBLE.issuperset(update_fields):
            with desk_index.held_back():
                super().save(*args, update_fields=update_fields, **kwargs)
            return
        if not _gate.get():
            self._forget_first_draft()
        with transaction.atomic():
            before = self._row_before()
            kind = _step(was_live=before.get("live", False), is_live=self.live)
            if kind:
                self._go_public(kind, before)
            withdrawn_as = self._public_label() if kind is Kind.UNPUBLISHED else ""
            self._save_and_index(*args, update_fields=update_fields, **kwargs)
            if kind:
                record_change(
                    kind=kind,
                    object_type=type_name(type(self)),
                    object_id=self.pk,
                    label=withdrawn_as or self.change_label(),
                )

    def _go_public(self, kind: Kind, before: dict[str, Any]) -> None:
        publishing = _gate.get()
        if kind is Kind.PUBLISHED and not publishing:
            raise RuntimeError(f"{self!r} was to go live without passing the gate; call publish().")
        if publishing:
            if self.live:
                self.ask_the_gate()
        else:
            lock_edition()
        self.public_row_changes(before)

    def _save_and_index(self, *args: Any, **kwargs: Any) -> None:
        """Save the row and its children, then Wagtail's two indexes once."""
        if self._saved_children is not None:
            self._cluster_related_objects = {}  # they stand in the database already: nothing to commit
        with desk_index.held_back():
            super().save(*args, **kwargs)
        if self._saved_children is not None:
            self._cluster_related_objects = self._saved_children
        desk_index.update(self)

    def public_row_changes(self, before: dict[str, Any]) -> None:
        """A place to keep what the public row said until now (its address); `before` has `kept_fields`."""

    def delete(self, *args: Any, **kwargs: Any) -> tuple[int, dict[str, int]]:
        pk = self.pk
        with transaction.atomic():
            lock_edition()
            label = self._public_label()
            deleted: tuple[int, dict[str, int]] = super().delete(*args, **kwargs)
            record_change(kind=Kind.DELETED, object_type=type_name(type(self)), object_id=pk, label=label)
        return deleted

    def _public_label(self) -> str:
        """What the saved row is called: a draft in memory may have a name that no reader ever saw."""
        row = type(self)._base_manager.filter(pk=self.pk).first()
        return (row or self).change_label()

    def serve_preview(self, request: HttpRequest, mode_name: str) -> HttpResponse:
        return previewing.render(request, self, mode_name)

    def _row_before(self) -> dict[str, Any]:
        """What the saved row says: whether it is live, and `kept_fields`; empty for a new record."""
        if self._state.adding or self._first_draft is not None:
            return {}
        rows = type(self)._base_manager.filter(pk=self.pk).order_by().values("live", *self.kept_fields)
        return rows.first() or {}


def _step(*, was_live: bool, is_live: bool) -> Kind | None:
    if is_live:
        return Kind.CHANGED if was_live else Kind.PUBLISHED
    return Kind.UNPUBLISHED if was_live else None


@contextmanager
def _at_the_gate() -> Iterator[None]:
    token = _gate.set(True)
    try:
        yield
    finally:
        _gate.reset(token)
