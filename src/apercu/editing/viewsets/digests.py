"""Months on the desk: their listing and form."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _
from wagtail.admin.ui.tables import NumberColumn, UpdatedAtColumn
from wagtail.snippets.views.snippets import SnippetViewSet

from apercu.content.models import Digest
from apercu.editing.listing.columns import WIDE_SCREENS_ONLY, StandingColumn
from apercu.editing.listing.filters import DigestFilters
from apercu.editing.listing.lists import DigestList
from apercu.editing.merging.views import DeleteUnlessNamed
from apercu.editing.viewsets.columns import LegacyColumn
from apercu.editing.writing.forms import DIGEST_FORM
from apercu.editing.writing.views import CreateDigest, EditDigest


class DigestViewSet(SnippetViewSet):
    """Months, newest first."""

    model = Digest
    icon = "calendar-alt"
    menu_label = _("Digests")
    menu_order = 200
    index_view_class = DigestList
    delete_view_class = DeleteUnlessNamed
    filterset_class = DigestFilters
    list_display = [
        "__str__",
        StandingColumn(),
        NumberColumn("summaries_count", label=_("Summaries")),
        NumberColumn("public_count", label=_("of them public")),
        LegacyColumn(),
        UpdatedAtColumn(classname=WIDE_SCREENS_ONLY),
    ]
    list_export = ["month", "standing", "summaries_count", "public_count", "last_published_at", "address"]
    export_headings = {
        "standing": _("State"),
        "summaries_count": _("Summaries"),
        "public_count": _("of them public"),
        "address": _("Address"),
    }
    export_filename = "digests"
    copy_view_enabled = False
    add_view_class = CreateDigest
    edit_view_class = EditDigest
    edit_handler = DIGEST_FORM
