"""An article's columns as the screen shows them: each as one text, there and back."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from typing import Any

from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from apercu.citations.reference import Name, PartialDate, Reference, UnreadableReference
from apercu.editing.forms import line_of_name, names_of_lines

# In the order of the screen, with the key each has in CSL-JSON.
COLUMNS = {
    "title": "title",
    "authors": "author",
    "container_title": "container-title",
    "publisher": "publisher",
    "issued": "issued",
    "volume": "volume",
    "issue": "issue",
    "pages": "page",
    "doi": "DOI",
    "pmid": "PMID",
    "url": "URL",
    "type": "type",
}
LABELS: dict[str, Any] = {
    "title": _("Title"),
    "authors": pgettext_lazy("of an article", "Authors"),  # those of a summary are called otherwise in French
    "container_title": _("Journal or book"),
    "publisher": _("Publisher"),
    "issued": _("Date"),
    "volume": _("Volume"),
    "issue": _("Issue"),
    "pages": _("Pages or article number"),
    "doi": "DOI",
    "pmid": "PMID",
    "url": _("Address"),
    "type": _("Kind"),
}
KINDS: dict[str, Any] = {
    "article-journal": _("Journal article"),
    "article": _("Preprint"),
    "book": _("Book"),
    "chapter": _("Chapter"),
    "report": _("Report"),
    "thesis": _("Thesis"),
    "paper-conference": _("Conference paper"),
    "dataset": _("Dataset"),
    "webpage": _("Web page"),
    "document": _("Something else"),
}
_DATE = re.compile(r"(\d{4})(?:-(\d{1,2})(?:-(\d{1,2}))?)?")


class NoDate(ValueError):
    """A text that is no date."""


def value_in(csl: Mapping[str, Any], column: str) -> Any:
    """A column's value in a CSL-JSON record: a text, a list of names, date parts; "" or [] for none."""
    value = csl.get(COLUMNS[column])
    if column == "authors":
        return list(value or [])
    if column == "issued":
        parts = (value or {}).get("date-parts") or []
        return list(parts[0]) if parts else []
    if column == "pages":
        value = value or csl.get("number")
    return str(value or "")


def text_of(column: str, value: Any) -> str:
    """The value as a person reads and types it."""
    if column == "authors":
        return "\n".join(line_of_name(name) for name in value)
    if column == "issued":
        return "-".join(f"{part:02}" for part in value)
    return str(value or "")


def value_of(column: str, text: str, *, known: Sequence[Mapping[str, str]] = ()) -> Any:
    """What a person typed as a value; `known` names keep what a line does not show. NoDate for no date."""
    text = text.strip()
    if column == "authors":
        return names_of_lines(text, known=[dict(name) for name in known])
    if column == "issued":
        return _date_parts(text)
    return text


def reference_of(csl: Mapping[str, Any], values: Mapping[str, Any], *, authors_cut: bool) -> Reference:
    """The record with these values in their places."""
    item = {key: value for key, value in csl.items() if key not in {*COLUMNS.values(), "number"}}
    for column, value in values.items():
        if column == "issued":
            if value:
                item["issued"] = {"date-parts": [value]}
        elif value:
            is_number = column == "pages" and not csl.get("page") and value == csl.get("number")
            item["number" if is_number else COLUMNS[column]] = value
    custom = {key: value for key, value in (item.pop("custom", None) or {}).items() if key != "et-al"}
    if authors_cut:
        custom["et-al"] = True
    if custom:
        item["custom"] = custom
    return Reference.from_csl(item)


def names_of(csl: Mapping[str, Any]) -> tuple[Name, ...]:
    """The authors of a record that may come from anywhere; none where they cannot be read."""
    try:
        return Reference.from_csl({"author": csl.get("author") or []}).authors
    except UnreadableReference:
        return ()


def _date_parts(text: str) -> list[int]:
    if not text:
        return []
    match = _DATE.fullmatch(text.replace("/", "-"))
    if not match:
        raise NoDate(text)
    parts = [int(part) for part in match.groups() if part]
    try:
        PartialDate(**dict(zip(("year", "month", "day"), parts, strict=False)))
    except ValueError as error:
        raise NoDate(text) from error
    return parts
