"""The desk's listings and forms, one viewset a record, gathered in one menu."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _
from wagtail.snippets.views.snippets import SnippetViewSetGroup

from apercu.editing.adding.viewset import AddingViewSet
from apercu.editing.error_reports import ErrorReportViewSet
from apercu.editing.viewsets.articles import ArticleViewSet
from apercu.editing.viewsets.digests import DigestViewSet
from apercu.editing.viewsets.people import PersonViewSet
from apercu.editing.viewsets.summaries import SummaryViewSet
from apercu.editing.viewsets.terms import ResearchTypeViewSet, TopicViewSet

__all__ = [
    "ArticleViewSet",
    "DigestGroup",
    "DigestViewSet",
    "PersonViewSet",
    "ResearchTypeViewSet",
    "SummaryViewSet",
    "TopicViewSet",
]


class DigestGroup(SnippetViewSetGroup):
    """The digest's own menu."""

    items = (
        AddingViewSet,
        SummaryViewSet,
        ErrorReportViewSet,
        DigestViewSet,
        ArticleViewSet,
        TopicViewSet,
        ResearchTypeViewSet,
        PersonViewSet,
    )
    menu_label = _("Digest")
    menu_icon = "openquote"
    menu_order = 50
