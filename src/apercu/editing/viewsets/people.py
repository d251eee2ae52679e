"""Those who sign summaries, on the desk."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel
from wagtail.admin.ui.tables import NumberColumn

from apercu.content.models import Person
from apercu.editing.listing.lists import PersonList
from apercu.editing.merging.views import DeleteUnusedPerson
from apercu.editing.viewsets.mergeable import MergeableViewSet


class PersonViewSet(MergeableViewSet):
    """Those who sign summaries."""

    model = Person
    icon = "user"
    menu_label = _("People")
    menu_order = 600
    copy_view_enabled = False
    index_view_class = PersonList
    delete_view_class = DeleteUnusedPerson
    list_display = ["name", "user", NumberColumn("summaries_count", label=_("Summaries"))]
    list_export = ["name", "about", "orcid", "summaries_count"]
    export_headings = {"summaries_count": _("Summaries")}
    export_filename = "people"
    panels = [FieldPanel("name"), FieldPanel("about"), FieldPanel("orcid"), FieldPanel("user")]
