"""Who renders a preview: the floor above registers its renderer, the records below call it by model name."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext_lazy as _

Renderer = Callable[[HttpRequest, Any, str], HttpResponse]

PAGE, CARD, PAPER = "", "card", "paper"
MODES_OF_A_SUMMARY = [
    (PAGE, _("Its page")),
    (CARD, _("As it stands in lists")),
    (PAPER, _("On paper")),
]
MODES_OF_A_DIGEST = [(PAGE, _("Its page")), (PAPER, _("On paper"))]

_renderers: dict[str, Renderer] = {}


def register(model_name: str, renderer: Renderer) -> None:
    """Make `renderer(request, record, mode)` answer previews of this kind of record."""
    _renderers[model_name] = renderer


def render(request: HttpRequest, record: Any, mode: str) -> HttpResponse:
    """The preview of an unsaved record; KeyError where nobody was wired to render it."""
    return _renderers[record._meta.model_name](request, record, mode)
