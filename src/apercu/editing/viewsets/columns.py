"""Columns several listings share."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _
from wagtail.admin.ui.tables import Column

from apercu.content.models import Digest, Summary
from apercu.editing.listing.columns import WIDE_SCREENS_ONLY


class LegacyColumn(Column):
    """A word beside entries from before the rules, and nothing beside the others."""

    def __init__(self) -> None:
        super().__init__("legacy", label=_("Imported"), accessor=_legacy_word, classname=WIDE_SCREENS_ONLY)


def _legacy_word(record: Summary | Digest) -> str:
    return str(_("from before the rules")) if record.legacy else ""
