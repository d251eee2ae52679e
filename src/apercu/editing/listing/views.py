"""The view behind each of our lists, and the records a list shows without opening it."""

from __future__ import annotations

import re
from typing import Any

from django.db.models import Model, QuerySet
from django.http import HttpRequest
from wagtail.search.backends import get_search_backend
from wagtail.snippets.views.snippets import IndexView

from apercu.editing.listing.exporting import SafeExport

_NO_WORD = re.compile(r"[^\w\s.-]+")


class ListView(SafeExport, IndexView):
    """A list with filters and search that work together, and an export of what they leave."""

    def get_base_queryset(self) -> QuerySet[Any]:
        return self.prepared(super().get_base_queryset())

    def prepared(self, records: QuerySet[Any]) -> QuerySet[Any]:
        """With all that its columns and its export read."""
        return records

    def search_queryset(self, queryset: QuerySet[Any]) -> QuerySet[Any]:
        """The search asks for keys: the library can only search lists that nothing narrowed yet."""
        if not self.is_searching:
            return queryset
        return queryset.filter(pk__in=found(queryset.model, self.search_query))

    def to_row_dict(self, item: Any) -> dict[str, Any]:
        """One row: each field by the method named `export_<field>` here, else the record's own value."""
        return {field: self._read(item, field) for field in self.list_export}

    def _read(self, item: Any, field: str) -> Any:
        own = getattr(self, f"export_{field}", None)
        return own(item) if own else getattr(item, field)


def found(model: type[Model], words: str) -> list[Any]:
    """The keys of the records whose titles or names have words that begin so, drafts included."""
    if not (asked := _NO_WORD.sub(" ", words).strip()):
        return []
    hits = get_search_backend().autocomplete(asked, model, order_by_relevance=False)
    return [record.pk for record in hits]


def listed(model: type[Any], request: HttpRequest) -> QuerySet[Any]:
    """What the list of a model shows for this request's filters and search, all pages of it."""
    records: QuerySet[Any] = model._default_manager.all()
    filters_of = getattr(model.snippet_viewset, "filterset_class", None)
    if filters_of:
        filters = filters_of(data=request.GET, request=request)
        if filters.is_valid():
            records = filters.filter_queryset(records)
    if words := request.GET.get("q", "").strip():
        records = records.filter(pk__in=found(model, words))
    return records
