"""The desk's listings and forms, one viewset a record, gathered in one menu."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _
from wagtail.admin.filters import WagtailFilterSet
from wagtail.admin.panels import FieldPanel, InlinePanel, MultiFieldPanel, ObjectList
from wagtail.admin.ui.tables import Column, LiveStatusTagColumn, UpdatedAtColumn
from wagtail.snippets.views.snippets import SnippetViewSet, SnippetViewSetGroup

from apercu.content.models import Article, Digest, Person, ResearchType, Summary, Topic
from apercu.editing.error_reports import ErrorReportViewSet
from apercu.editing.forms import ArticleForm, TermForm
from apercu.editing.panels import LegacyPanel


class LegacyColumn(Column):
    """A word beside entries from before the rules, and nothing beside the others."""

    def __init__(self) -> None:
        super().__init__("legacy", label=_("Imported"), accessor=_legacy_word)


def _legacy_word(record: Summary | Digest) -> str:
    return str(_("from before the rules")) if record.legacy else ""


class SummaryFilters(WagtailFilterSet):
    class Meta:
        model = Summary
        fields = ["live", "legacy", "language", "digest", "topics", "types"]


class SummaryViewSet(SnippetViewSet):
    """Summaries, in the order one writes them."""

    model = Summary
    icon = "doc-full"
    menu_label = _("Summaries")
    menu_order = 100
    list_display = [
        "title",
        "digest",
        "position",
        LiveStatusTagColumn(),
        LegacyColumn(),
        UpdatedAtColumn(),
    ]
    list_per_page = 50
    filterset_class = SummaryFilters
    copy_view_enabled = False  # a copy would share the address and the place in the month
    panels = [
        LegacyPanel(),
        InlinePanel(
            "summary_articles", label=_("Article"), heading=_("Articles"), panels=[FieldPanel("article")]
        ),
        FieldPanel("title"),
        FieldPanel("gist"),
        FieldPanel("body"),
        FieldPanel("implications"),
        FieldPanel("topics"),
        FieldPanel("types"),
        InlinePanel(
            "summary_authors", label=_("Author"), heading=_("Authors"), panels=[FieldPanel("person")]
        ),
        InlinePanel(
            "corrections",
            label=_("Correction"),
            heading=_("Corrections"),
            panels=[FieldPanel("date"), FieldPanel("text")],
        ),
        MultiFieldPanel([FieldPanel("digest"), FieldPanel("position")], heading=_("Month")),
        MultiFieldPanel(
            [FieldPanel("studies_count"), FieldPanel("participants_count")], heading=_("At a glance")
        ),
        MultiFieldPanel(
            [
                FieldPanel("slug"),
                FieldPanel("language"),
                FieldPanel("translation_of"),
                FieldPanel("legacy"),
                FieldPanel("printed_citation"),
            ],
            heading=_("Particulars"),
            classname="collapsed",
        ),
    ]


class DigestViewSet(SnippetViewSet):
    """Months, newest first."""

    model = Digest
    icon = "calendar-alt"
    menu_label = _("Digests")
    menu_order = 200
    list_display = ["__str__", LiveStatusTagColumn(), LegacyColumn(), UpdatedAtColumn()]
    copy_view_enabled = False
    panels = [
        LegacyPanel(),
        FieldPanel("month"),
        FieldPanel("teaser"),
        FieldPanel("announcements"),
        FieldPanel("legacy"),
    ]


class ArticleViewSet(SnippetViewSet):
    """The published works summaries are about."""

    model = Article
    icon = "doc-empty-inverse"
    menu_label = _("Articles")
    menu_order = 300
    list_display = ["title", "container_title", "year", "doi"]
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


class TermViewSet(SnippetViewSet):
    """What topics and research types have in common."""

    copy_view_enabled = False
    list_display = ["name_en", "name_fr", "slug"]
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
    menu_order = 400


class ResearchTypeViewSet(TermViewSet):
    model = ResearchType
    icon = "clipboard-list"
    menu_label = _("Research types")
    menu_order = 500


class PersonViewSet(SnippetViewSet):
    """Those who sign summaries."""

    model = Person
    icon = "user"
    menu_label = _("People")
    menu_order = 600
    copy_view_enabled = False
    list_display = ["name", "user"]
    panels = [FieldPanel("name"), FieldPanel("about"), FieldPanel("orcid"), FieldPanel("user")]


class DigestGroup(SnippetViewSetGroup):
    """The digest's own menu."""

    items = (
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
