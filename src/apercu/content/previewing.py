"""Who renders a preview: the floor above registers its renderer, the records below call it by model name."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.http import HttpRequest, HttpResponse

Renderer = Callable[[HttpRequest, Any, str], HttpResponse]

_renderers: dict[str, Renderer] = {}


def register(model_name: str, renderer: Renderer) -> None:
    """Make `renderer(request, record, mode)` answer previews of this kind of record."""
    _renderers[model_name] = renderer


def render(request: HttpRequest, record: Any, mode: str) -> HttpResponse:
    """The preview of an unsaved record; KeyError where nobody was wired to render it."""
    return _renderers[record._meta.model_name](request, record, mode)
