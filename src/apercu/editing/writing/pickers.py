"""Lists of topics and types to tick, which know every name a term has."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _


class TermPicker(forms.CheckboxSelectMultiple):
    """Checkboxes; where JavaScript is on, a box above them finds a term by any of its names."""

    template_name = "editing/term_picker.html"

    class Media:
        css = {"all": ["editing/writing.css"]}
        js = ["editing/term-picker.js"]

    def get_context(self, name: str, value: Any, attrs: Any) -> dict[str, Any]:
        context = super().get_context(name, value, attrs)
        context["widget"]["filter_label"] = _("Find by name or abbreviation")
        context["widget"]["none_label"] = _("None has this name.")
        return context

    def create_option(self, name: str, value: Any, *args: Any, **kwargs: Any) -> dict[str, Any]:
        option = super().create_option(name, value, *args, **kwargs)
        term = getattr(value, "instance", None)  # Django's choices of records carry them along
        option["words"] = " ".join(term.spellings()) if term else str(option["label"])
        return option
