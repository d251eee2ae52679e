"""A viewset whose records can be merged, and are deleted only when nothing carries them."""

from __future__ import annotations

from typing import Any

from django.urls import path
from wagtail.snippets.views.snippets import SnippetViewSet

from apercu.editing.merging.views import merges


class MergeableViewSet(SnippetViewSet):
    """Adds `merge/<pk>/` and tells the list and the deletion where it is."""

    @property
    def merge_view(self) -> Any:
        return self.construct_view(merges(self.model))

    def get_common_view_kwargs(self, **kwargs: Any) -> dict[str, Any]:
        common: dict[str, Any] = super().get_common_view_kwargs(
            **{"merge_url_name": self.get_url_name("merge"), **kwargs}
        )
        return common

    def get_urlpatterns(self) -> list[Any]:
        return [*super().get_urlpatterns(), path("merge/<int:pk>/", self.merge_view, name="merge")]
