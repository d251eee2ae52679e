from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.db import models
from django.utils.text import slugify
from django.utils.translation import gettext_lazy as _
from modelcluster.fields import ParentalKey, ParentalManyToManyField
from wagtail.fields import RichTextField
from wagtail.models import Orderable
from wagtail.search import index

from apercu.content import addresses, previewing, rules
from apercu.content.models import former
from apercu.content.models.article import Article
from apercu.content.models.digest import Digest
from apercu.content.models.drafted import DraftedRecord
from apercu.content.models.people import Person
from apercu.content.models.taxonomy import ResearchType, Topic
from apercu.sources.cleaning import text_of

TEXT_FEATURES = ["bold", "italic", "h3", "ul", "ol", "blockquote", "link", "superscript", "subscript"]
SLUG_LENGTH = 120
# /summaries/citations.json and /summaries/feed.json are lists', so no summary may stand at /summaries/feed/.
RESERVED_SLUGS = frozenset({"citations", "feed"})


class Language(models.TextChoices):
    """The languages a summary can be written in."""

    ENGLISH = "en", _("English")
    FRENCH = "fr", _("French")


class Summary(DraftedRecord):
    """Our text about one article (now and then several): what was found, and what to do with it."""

    title = models.CharField(_("title"), max_length=500)
    slug = models.SlugField(
        _("slug"),
        max_length=SLUG_LENGTH,
        unique=True,
        blank=True,
        help_text=_("The last part of its address."),
    )
    gist = models.TextField(_("gist"), blank=True, help_text=_("One sentence a reader gets in five seconds."))
    body = RichTextField(_("what was studied and found"), features=TEXT_FEATURES, blank=True)
    implications = RichTextField(_("practice implications"), features=TEXT_FEATURES, blank=True)
    printed_citation = models.TextField(
        _("citation as printed"),
        blank=True,
        help_text=_("As the imported page gave it; kept for comparison."),
    )
    topics = ParentalManyToManyField(Topic, verbose_name=_("topics"), blank=True, related_name="summaries")
    types = ParentalManyToManyField(
        ResearchType, verbose_name=_("research types"), blank=True, related_name="summaries"
    )
    language = models.CharField(
        _("language"), max_length=5, choices=Language.choices, default=Language.ENGLISH
    )
    digest = models.ForeignKey(
        Digest,
        verbose_name=_("digest"),
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="summaries",
    )
    position = models.PositiveSmallIntegerField(
        _("position"), default=0, help_text=_("Its place in the month: 1 stands first.")
    )
    studies_count = models.PositiveIntegerField(_("number of studies"), null=True, blank=True)
    participants_count = models.PositiveIntegerField(_("number of people"), null=True, blank=True)
    translation_of = models.ForeignKey(
        "self",
        verbose_name=_("translation of"),
        null=True,
        blank=True,
        on_delete=models.SET_NULL,
        related_name="translations",
    )

    kept_fields = ("slug",)
    search_fields = [
        index.SearchField("title"),
        index.SearchField("gist"),
        index.AutocompleteField("title"),
        index.FilterField("live"),
        index.FilterField("legacy"),
        index.FilterField("language"),
    ]

    class Meta:
        ordering = ["-digest__month", "position", "pk"]
        verbose_name = _("summary")
        verbose_name_plural = _("summaries")
        indexes = [
            models.Index(fields=["live", "digest", "position"]),
            models.Index(fields=["live", "language"]),  # which languages readers meet: asked in every edition
        ]

    def __str__(self) -> str:
        return self.title

    def get_absolute_url(self) -> str:
        return addresses.summary(self.slug)

    def clean(self) -> None:
        super().clean()
        self.slug = self.slug or free_slug(self.title)

    def save(self, *args: Any, **kwargs: Any) -> None:
        self.slug = self.slug or free_slug(self.title)
        super().save(*args, **kwargs)

    def public_row_changes(self, before: dict[str, Any]) -> None:
        if before.get("live"):
            former.remember(object_type="summary", object_id=self.pk, old=before["slug"], new=self.slug)

    def change_label(self) -> str:
        return self.title

    @property
    def preview_modes(self) -> list[Any]:
        return previewing.MODES_OF_A_SUMMARY

    def draft_facts(self) -> rules.SummaryFacts:
        rows = self.summary_articles.all()
        return rules.SummaryFacts(
            title=bool(self.title.strip()),
            slug=bool(self.slug),
            slug_taken=self._slug_is_taken(),
            gist=bool(self.gist.strip()),
            body=bool(text_of(self.body).strip()),
            implications=bool(text_of(self.implications).strip()),
            authors=self.summary_authors.count(),
            topics=self.topics.count(),
            types=self.types.count(),
            language=self.language in Language.values,
            articles=tuple(_facts_of(row.article) for row in rows if row.article_id),
            legacy=self.legacy,
        )

    def _slug_is_taken(self) -> bool:
        others = type(self)._base_manager.filter(slug=self.slug).exclude(pk=self.pk)
        return (
            self.slug in RESERVED_SLUGS
            or others.exists()
            or former.is_taken_by_another(object_type="summary", slug=self.slug, object_id=self.pk)
        )


class SummaryArticle(Orderable):
    """An article a summary is about, in order."""

    summary = ParentalKey(Summary, on_delete=models.CASCADE, related_name="summary_articles")
    article = models.ForeignKey(
        Article, verbose_name=_("article"), on_delete=models.PROTECT, related_name="summary_articles"
    )

    class Meta(Orderable.Meta):
        verbose_name = _("article")

    def __str__(self) -> str:
        return str(self.article)


class Correction(Orderable):
    """What was put right in a summary after it was published, told to its readers."""

    summary = ParentalKey(Summary, on_delete=models.CASCADE, related_name="corrections")
    date = models.DateField(_("date"))
    text = models.TextField(
        _("what was corrected"), help_text=_("One or two sentences: what it said, and what it says now.")
    )

    class Meta(Orderable.Meta):
        verbose_name = _("correction")
        verbose_name_plural = _("corrections")

    def __str__(self) -> str:
        return f"{self.date}: {self.text}"


class SummaryAuthor(Orderable):
    """A person who signs a summary, in order."""

    summary = ParentalKey(Summary, on_delete=models.CASCADE, related_name="summary_authors")
    person = models.ForeignKey(
        Person, verbose_name=_("author"), on_delete=models.PROTECT, related_name="summary_authors"
    )

    class Meta(Orderable.Meta):
        verbose_name = _("author")

    def __str__(self) -> str:
        return str(self.person)


def free_slug(title: str, *, is_taken: Callable[[str], bool] | None = None) -> str:
    """A slug for this title that no summary has or ever had."""
    is_taken = is_taken or _is_taken
    stem = slugify(title)[: SLUG_LENGTH - 6].strip("-") or "summary"
    candidate, number = stem, 1
    while candidate in RESERVED_SLUGS or is_taken(candidate):
        number += 1
        candidate = f"{stem}-{number}"
    return candidate


def _is_taken(slug: str) -> bool:
    return (
        Summary._base_manager.filter(slug=slug).exists()
        or former.FormerAddress.objects.filter(object_type="summary", slug=slug).exists()
    )


def _facts_of(article: Article) -> rules.ArticleFacts:
    return rules.ArticleFacts(
        title=bool(article.title.strip()),
        authors=bool(article.authors),
        year=bool(article.year),
        container_or_publisher=bool(article.container_title or article.publisher),
    )
