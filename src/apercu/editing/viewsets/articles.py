"""Published works on the desk: their listing and form."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel, MultiFieldPanel, ObjectList
from wagtail.admin.ui.tables import Column, NumberColumn
from wagtail.snippets.views.snippets import SnippetViewSet

from apercu.content.models import Article
from apercu.editing.adding.chooser import ArticleChooser
from apercu.editing.adding.viewset import OffersAdding
from apercu.editing.forms import ArticleForm
from apercu.editing.listing.columns import WIDE_SCREENS_ONLY
from apercu.editing.listing.filters import ArticleFilters
from apercu.editing.listing.lists import ArticleList
from apercu.editing.merging.views import DeleteUnlessNamed


class ArticlesToAddTo(OffersAdding, ArticleList):
    """The list of articles, and the way to one more."""


class ArticleViewSet(SnippetViewSet):
    """The published works summaries are about."""

    model = Article
    icon = "doc-empty-inverse"
    menu_label = _("Articles")
    menu_order = 300
    index_view_class = ArticlesToAddTo
    chooser_viewset_class = ArticleChooser
    delete_view_class = DeleteUnlessNamed
    filterset_class = ArticleFilters
    list_display = [
        "title",
        Column("first_author", label=_("First author"), classname=WIDE_SCREENS_ONLY),
        "container_title",
        "year",
        "doi",
        NumberColumn("summaries_count", label=_("Summaries")),
    ]
    list_export = [
        "title",
        "authors",
        "container_title",
        "publisher",
        "volume",
        "issue",
        "pages",
        "year",
        "type",
        "doi",
        "pmid",
        "url",
        "summaries_count",
    ]
    export_headings = {"summaries_count": _("Summaries")}
    export_filename = "articles"
    copy_view_enabled = False
    edit_handler = ObjectList(
        [
            FieldPanel("title"),
            FieldPanel("author_lines"),
            FieldPanel("authors_cut"),
            MultiFieldPanel([FieldPanel("year"), FieldPanel("type")], heading=_("Date and kind")),
            MultiFieldPanel(
                [
                    FieldPanel("container_title"),
                    FieldPanel("publisher"),
                    FieldPanel("volume"),
                    FieldPanel("issue"),
                    FieldPanel("pages"),
                ],
                heading=_("Where it appeared"),
            ),
            MultiFieldPanel(
                [FieldPanel("doi"), FieldPanel("pmid"), FieldPanel("url")], heading=_("Identifiers")
            ),
        ],
        base_form_class=ArticleForm,
    )
