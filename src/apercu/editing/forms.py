"""Desk forms in which lists are typed as lines, not as JSON."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _
from wagtail.admin.forms import WagtailAdminModelForm


class ArticleForm(WagtailAdminModelForm):
    """An article; authors one a line."""

    author_lines = forms.CharField(
        label=_("authors"),
        required=False,
        widget=forms.Textarea(attrs={"rows": 5}),
        help_text=_("One a line: “Nguyen, Ana B.” for a person, a name without a comma for a group."),
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.initial.setdefault(
            "author_lines", "\n".join(line_of_name(name) for name in self.instance.authors)
        )

    def save(self, commit: bool = True) -> Any:
        self.instance.authors = names_of_lines(self.cleaned_data["author_lines"], known=self.instance.authors)
        if self.instance.year and (self.instance.issued or [None])[0] != self.instance.year:
            self.instance.issued = [self.instance.year]
        return super().save(commit)


class TermForm(WagtailAdminModelForm):
    """A topic or research type; aliases one a line."""

    alias_lines = forms.CharField(
        label=_("other words for it"),
        required=False,
        widget=forms.Textarea(attrs={"rows": 6}),
        help_text=_(
            "One a line: abbreviations, synonyms, common misspellings. Imports and search know them."
        ),
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.initial.setdefault("alias_lines", "\n".join(self.instance.aliases))

    def save(self, commit: bool = True) -> Any:
        lines = (line.strip() for line in self.cleaned_data["alias_lines"].splitlines())
        self.instance.aliases = list(dict.fromkeys(line for line in lines if line))
        return super().save(commit)


def line_of_name(name: Mapping[str, str]) -> str:
    """A CSL name as a person types it: "Nguyen, Ana B.", or a group's name."""
    if literal := name.get("literal"):
        return literal
    family = " ".join(part for part in (name.get("non-dropping-particle"), name.get("family")) if part)
    return ", ".join(part for part in (family, name.get("given"), name.get("suffix")) if part)


def names_of_lines(lines: str, *, known: Sequence[dict[str, str]]) -> list[dict[str, str]]:
    """The typed lines as CSL names; a line left as it was keeps what was known of that name."""
    before = {line_of_name(name): name for name in known}
    names = []
    for line in filter(None, (line.strip() for line in lines.splitlines())):
        parts = [part.strip() for part in line.split(",")]
        if line in before:
            names.append(before[line])
        elif len(parts) == 1:
            names.append({"literal": line})
        else:
            keys = ("family", "given", "suffix")
            names.append({key: part for key, part in zip(keys, parts, strict=False) if part})
    return names
