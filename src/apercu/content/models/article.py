from __future__ import annotations

from typing import Any

from django.db import models, transaction
from django.utils.translation import gettext_lazy as _
from wagtail.search import index

from apercu.citations.identifiers import normalise_doi
from apercu.citations.reference import Reference
from apercu.content import desk_index
from apercu.content.models.drafted_with import refuse_deletion, summaries_drafted_with
from apercu.content.models.public import PublicRecord


class Article(index.Indexed, PublicRecord):
    """A published work that summaries are about. The columns are what we query; `csl` is the whole record."""

    type = models.CharField(_("type"), max_length=40, default="article-journal")
    title = models.TextField(_("title"))
    authors = models.JSONField(
        _("authors"),
        default=list,
        blank=True,
        help_text=_("CSL names: family and given, or literal for a group."),
    )
    authors_cut = models.BooleanField(
        _("more authors exist"), default=False, help_text=_("The list ended in “et al.” where it was read.")
    )
    container_title = models.CharField(_("journal or book"), max_length=500, blank=True)
    publisher = models.CharField(_("publisher"), max_length=300, blank=True)
    volume = models.CharField(_("volume"), max_length=40, blank=True)
    issue = models.CharField(_("issue"), max_length=40, blank=True)
    pages = models.CharField(_("pages"), max_length=60, blank=True)
    year = models.PositiveSmallIntegerField(_("year"), null=True, blank=True, db_index=True)
    issued = models.JSONField(
        _("date"), default=list, blank=True, help_text=_("CSL date parts: year, then month and day if known.")
    )
    doi = models.CharField("DOI", max_length=255, null=True, blank=True, unique=True)
    pmid = models.CharField("PMID", max_length=20, blank=True, db_index=True)
    url = models.URLField("URL", max_length=1000, blank=True)
    csl = models.JSONField("CSL-JSON", default=dict, blank=True, editable=False)
    provenance = models.JSONField(_("where each value came from"), default=dict, blank=True, editable=False)

    search_auto_update = False  # `save` does it, once a block
    search_fields = [
        index.SearchField("title"),
        index.SearchField("container_title"),
        index.SearchField("doi"),
        index.AutocompleteField("title"),
    ]

    class Meta:
        ordering = ["-year", "title"]
        verbose_name = _("article")
        verbose_name_plural = _("articles")

    def __str__(self) -> str:
        first = self.first_author
        about = ", ".join(part for part in (first, str(self.year or "")) if part)
        return f"{self.title} ({about})" if about else self.title

    @property
    def first_author(self) -> str:
        """The first author's family name, or the group's name; empty when unknown."""
        if not self.authors:
            return ""
        name = self.authors[0]
        return str(name.get("family") or name.get("literal") or "")

    def save(self, *args: Any, **kwargs: Any) -> None:
        self.doi = (self.doi or "").strip().lower() or None
        if self.issued and isinstance(self.issued[0], int):
            self.year = self.issued[0]
        with transaction.atomic():
            super().save(*args, **kwargs)
            desk_index.update(self)

    def delete(self, *args: Any, **kwargs: Any) -> tuple[int, dict[str, int]]:
        """Refuse while a draft is about this article; the database refuses for the summaries themselves."""
        said = _("Drafts are about “%(article)s”.") % {"article": self}
        drafted = summaries_drafted_with(field="summary_articles", child="article", key=self.pk)
        refuse_deletion(message=str(said), carriers=set(drafted))
        return super().delete(*args, **kwargs)

    def reference(self) -> Reference:
        """The article as a reference: its columns laid over the CSL record it came from."""
        custom = {key: value for key, value in self.csl.get("custom", {}).items() if key != "et-al"}
        if self.authors_cut:
            custom["et-al"] = True
        return Reference.from_csl({**self.csl, "custom": custom, **self._columns_as_csl()})

    @classmethod
    def from_reference(cls, reference: Reference, *, source: str) -> Article:
        """An unsaved article with what a reference says; `source` is kept as where each value came from."""
        csl = reference.to_csl()
        doi = normalise_doi(reference.doi) or ""
        columns = {
            "type": reference.type,
            "title": reference.title,
            "authors": csl.get("author", []),
            "authors_cut": reference.authors_cut,
            "container_title": reference.container_title[:500],
            "publisher": reference.publisher[:300],
            "volume": reference.volume[:40],
            "issue": reference.issue[:40],
            "pages": (reference.pages or reference.number)[:60],
            "issued": reference.issued.to_csl() if reference.issued else [],
            "doi": doi if len(doi) <= 255 else "",
            "pmid": reference.pmid[:20],
            "url": reference.url[:1000],
        }
        provenance = {name: source for name, value in columns.items() if value}
        return cls(**columns, csl=csl, provenance=provenance)

    def _columns_as_csl(self) -> dict[str, Any]:
        columns: dict[str, Any] = {
            "type": self.type,
            "title": self.title,
            "author": self.authors,
            "container-title": self.container_title,
            "publisher": self.publisher,
            "volume": self.volume,
            "issue": self.issue,
            "page": self.pages,
            "issued": {"date-parts": [self.issued or [self.year]]} if self.issued or self.year else None,
            "DOI": self.doi,
            "PMID": self.pmid,
            "URL": self.url,
        }
        return {key: value for key, value in columns.items() if value}
