"""Topics and research types on the desk: their listings and forms."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel, ObjectList
from wagtail.admin.ui.tables import Column, NumberColumn

from apercu.content.models import ResearchType, Topic
from apercu.editing.forms import TermForm
from apercu.editing.listing.columns import WIDE_SCREENS_ONLY, ListColumn
from apercu.editing.listing.filters import ResearchTypeFilters, TopicFilters
from apercu.editing.listing.lists import TermList
from apercu.editing.merging.views import DeleteUnused
from apercu.editing.viewsets.mergeable import MergeableViewSet


class TermViewSet(MergeableViewSet):
    """What topics and research types have in common."""

    copy_view_enabled = False
    index_view_class = TermList
    delete_view_class = DeleteUnused
    list_display = [
        "name_en",
        Column("name_fr", label=_("French name"), sort_key="name_fr", classname=WIDE_SCREENS_ONLY),
        NumberColumn("summaries_count", label=_("Summaries")),
        NumberColumn("public_count", label=_("of them public"), classname=WIDE_SCREENS_ONLY),
        ListColumn("aliases", label=_("Other words for it"), read=lambda term: term.aliases),
    ]
    list_export = [
        "name_en",
        "name_fr",
        "slug",
        "aliases",
        "description_en",
        "description_fr",
        "summaries_count",
        "public_count",
    ]
    export_headings = {
        "aliases": _("Other words for it"),
        "summaries_count": _("Summaries"),
        "public_count": _("of them public"),
    }
    edit_handler = ObjectList(
        [
            FieldPanel("name_en"),
            FieldPanel("name_fr"),
            FieldPanel("slug"),
            FieldPanel("alias_lines"),
            FieldPanel("description_en"),
            FieldPanel("description_fr"),
            FieldPanel("order"),
        ],
        base_form_class=TermForm,
    )


class TopicViewSet(TermViewSet):
    model = Topic
    icon = "tag"
    menu_label = _("Topics")
    filterset_class = TopicFilters
    export_filename = "topics"
    menu_order = 400


class ResearchTypeViewSet(TermViewSet):
    model = ResearchType
    icon = "clipboard-list"
    menu_label = _("Research types")
    filterset_class = ResearchTypeFilters
    export_filename = "research-types"
    menu_order = 500
