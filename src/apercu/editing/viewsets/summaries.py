"""Summaries on the desk: their listing, and their form in the order one writes."""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext_lazy as _
from wagtail.admin.ui.tables import Column, UpdatedAtColumn
from wagtail.snippets.views.snippets import SnippetViewSet

from apercu.content.models import Summary
from apercu.editing.adding.begin import AboutAnArticle
from apercu.editing.listing.columns import WIDE_SCREENS_ONLY, LacksColumn, ListColumn, StandingColumn
from apercu.editing.listing.filters import SummaryFilters
from apercu.editing.listing.lists import SummaryList
from apercu.editing.viewsets.columns import LegacyColumn
from apercu.editing.writing.forms import SUMMARY_FORM
from apercu.editing.writing.views import CreateSummary, EditSummary


def _place(summary: Summary) -> str:
    """The month, and the place in it."""
    if not summary.digest:
        return ""
    return f"{summary.digest}, {summary.position}" if summary.position else str(summary.digest)


def _authors(summary: Summary) -> list[Any]:
    return [row.person for row in summary.summary_authors.all()]


class BeginSummary(AboutAnArticle, CreateSummary):
    """The form of a new summary, begun as far as it can be."""


class SummaryViewSet(SnippetViewSet):
    """Summaries, in the order one writes them."""

    model = Summary
    icon = "doc-full"
    menu_label = _("Summaries")
    menu_order = 100
    index_view_class = SummaryList
    add_view_class = BeginSummary
    edit_view_class = EditSummary
    list_display = [
        "title",
        StandingColumn(),
        Column("month", label=_("Month"), accessor=_place, sort_key="digest__month"),
        ListColumn("topics", label=_("Topics"), read=lambda summary: summary.topics.all()),
        ListColumn("authors", label=_("Authors"), read=_authors),
        LacksColumn(),
        LegacyColumn(),
        UpdatedAtColumn(classname=WIDE_SCREENS_ONLY),
    ]
    list_export = [
        "title",
        "gist",
        "standing",
        "month",
        "position",
        "topics",
        "types",
        "authors",
        "language",
        "articles",
        "dois",
        "studies_count",
        "participants_count",
        "lacks",
        "legacy",
        "first_published_at",
        "last_published_at",
        "address",
    ]
    export_headings = {
        "standing": _("State"),
        "month": _("Month"),
        "topics": _("Topics"),
        "types": _("Research types"),
        "authors": _("Authors"),
        "articles": _("Articles"),
        "dois": _("DOI"),
        "lacks": _("Lacks"),
        "address": _("Address"),
    }
    export_filename = "summaries"
    list_per_page = 50
    filterset_class = SummaryFilters
    copy_view_enabled = False  # a copy would share the address and the place in the month
    edit_handler = SUMMARY_FORM
