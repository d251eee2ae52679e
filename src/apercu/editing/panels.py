"""Panels of our own on the desk's forms."""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import Panel

from apercu.content import rules


class LegacyPanel(Panel):
    """What an entry from before the rules lacks, in the gate's own sentences."""

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(heading=kwargs.pop("heading", _("From before the rules")), **kwargs)

    class BoundPanel(Panel.BoundPanel):
        template_name = "editing/legacy_panel.html"

        def is_shown(self) -> bool:
            return bool(self.instance.pk and self.instance.legacy and self.warnings())

        def warnings(self) -> tuple[rules.Problem, ...]:
            return rules.warnings(self.instance.draft_facts())

        def get_context_data(self, parent_context: Any = None) -> dict[str, Any]:
            return {**super().get_context_data(parent_context), "warnings": self.warnings()}
