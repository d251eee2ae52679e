"""The views in which summaries and digests are written: with checks, suggestions and a beginning."""

from __future__ import annotations

from typing import Any

from django.utils import timezone
from wagtail.snippets.views.snippets import CreateView, EditView

from apercu.content.models import Summary
from apercu.editing.checks.panel import WithChecks
from apercu.editing.checks.views import WithChecksToSetAside
from apercu.editing.writing.beginning import new_summary
from apercu.editing.writing.meeting import SaysWhatItStandsOver

PARTIALS = "editing/edit_partials.html"
PICKED = ("topics", "types")


class WithSuggestions:
    """A suggestion that is pressed without JavaScript saves the form with one more box ticked."""

    def get_form_kwargs(self) -> dict[str, Any]:
        """What was typed, with what was pressed."""
        kwargs: dict[str, Any] = super().get_form_kwargs()  # type: ignore[misc]
        if kwargs.get("data") is None:
            return kwargs
        for field in PICKED:
            if pressed := kwargs["data"].getlist(f"add-{field}"):
                kwargs["data"] = kwargs["data"].copy()
                ticked = kwargs["data"].getlist(field)
                kwargs["data"].setlist(field, list(dict.fromkeys([*ticked, *pressed])))
        return kwargs


class CreateSummary(WithSuggestions, WithChecks, CreateView):
    """A new summary, begun as far as it can be."""

    def get_initial_form_instance(self) -> Summary | None:
        """Only for the empty form: what is sent back says by itself what it wants to be."""
        if self.request.method == "POST":
            return None
        return new_summary(by=self.request.user, today=timezone.localdate())


class EditSummary(SaysWhatItStandsOver, WithSuggestions, WithChecksToSetAside, EditView):
    """A summary, with its checks and suggestions renewed at every autosave."""

    partials_template_name = PARTIALS

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        context: dict[str, Any] = super().get_context_data(**kwargs)
        if self.expects_json_response or self.hydrate_create_view:
            context["suggestion_lines"] = self.form.suggestions
        return context


class CreateDigest(WithChecks, CreateView):
    """A new month."""


class EditDigest(SaysWhatItStandsOver, WithChecksToSetAside, EditView):
    """A month, with its checks renewed at every autosave."""

    partials_template_name = PARTIALS
