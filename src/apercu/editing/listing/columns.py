"""Columns in the words of a digest. What they show was fetched with the list: none asks the database."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.utils.formats import date_format
from django.utils.timezone import localtime
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from wagtail.admin.ui.tables import Column, StatusTagColumn

from apercu.content.lacking import BY_CODE
from apercu.content.standing import Standing, standing_of
from apercu.editing import words

WIDE_SCREENS_ONLY = "desk-wide"


class StandingColumn(StatusTagColumn):
    """Draft, in review, scheduled and for when, public, public and changed since."""

    def __init__(self) -> None:
        super().__init__(
            "standing",
            label=gettext_lazy("State"),
            accessor=standing_in_words,
            sort_key="live",
            primary=lambda record: record.live,
        )


class ListColumn(Column):
    """Several names in one cell."""

    def __init__(self, name: str, *, label: Any, read: Callable[[Any], Any]) -> None:
        super().__init__(
            name, label=label, accessor=lambda record: joined(read(record)), classname=WIDE_SCREENS_ONLY
        )


class LacksColumn(Column):
    """What the row lacks of what a new entry must have."""

    def __init__(self) -> None:
        super().__init__("lacks", label=gettext_lazy("Lacks"), accessor=lacks_in_words)


def standing_in_words(record: Any) -> str:
    """Where a record stands, with the day where that is to come."""
    standing = standing_of(record)
    if standing is Standing.SCHEDULED:
        when = date_format(localtime(record.goes_public_at), "SHORT_DATETIME_FORMAT")
        return _("Scheduled, %(when)s") % {"when": when}
    return str(standing.label)


def lacks_in_words(record: Any) -> str:
    """What the row lacks, as `with_lacks` fetched it."""
    return words.listed(code for code in BY_CODE if getattr(record, lacks_name(code)))


def lacks_name(code: str) -> str:
    """What the annotation for a code of the gate is called."""
    return f"lacks_{code.replace('-', '_')}"


def joined(names: Any) -> str:
    """Names as one line."""
    return ", ".join(str(name) for name in names)
