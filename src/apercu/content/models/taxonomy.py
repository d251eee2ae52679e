"""The two facets a reader narrows by: topics and research types."""

from __future__ import annotations

from typing import Any

from django.db import models, transaction
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _
from wagtail.search import index

from apercu.content import addresses
from apercu.content.models import former
from apercu.content.models.drafted_with import refuse_deletion, summaries_drafted_with
from apercu.content.models.public import PublicRecord, type_name


class Term(index.Indexed, PublicRecord):
    """A name readers filter by, in both languages, with the other words people use for it."""

    name_en = models.CharField(_("name (English)"), max_length=120, unique=True)
    name_fr = models.CharField(_("name (French)"), max_length=120, blank=True)
    slug = models.SlugField(_("slug"), max_length=120, unique=True)
    aliases = models.JSONField(
        _("aliases"), default=list, blank=True, help_text=_("Other words for it, misspellings included.")
    )
    description_en = models.TextField(_("description (English)"), blank=True)
    description_fr = models.TextField(_("description (French)"), blank=True)
    order = models.PositiveIntegerField(_("order"), default=0)

    search_fields = [
        index.SearchField("name_en"),
        index.SearchField("name_fr"),
        index.AutocompleteField("name_en"),
        index.AutocompleteField("name_fr"),
    ]

    class Meta:
        abstract = True
        ordering = ["order", "name_en"]

    def __str__(self) -> str:
        return self.name

    @property
    def name(self) -> str:
        """The name in the language being spoken, English where there is no French one."""
        return (self.name_fr if _speaking_french() else "") or self.name_en

    @property
    def description(self) -> str:
        return (self.description_fr if _speaking_french() else "") or self.description_en

    def spellings(self) -> list[str]:
        """Every way of writing this term: its names and aliases."""
        return [self.name_en, *([self.name_fr] if self.name_fr else []), *self.aliases]

    def save(self, *args: Any, **kwargs: Any) -> None:
        with transaction.atomic():
            old = type(self)._base_manager.filter(pk=self.pk).values_list("slug", flat=True).first()
            super().save(*args, **kwargs)
            former.remember(
                object_type=type_name(type(self)), object_id=self.pk, old=old or "", new=self.slug
            )

    def carried_by(self) -> set[Any]:
        """The summaries that carry the term, and those of which only a draft does."""
        drafted = summaries_drafted_with(field=type(self).summaries.field.name, key=self.pk)
        return {*self.summaries.all(), *drafted}

    def delete(self, *args: Any, **kwargs: Any) -> tuple[int, dict[str, int]]:
        """Refuse while a summary carries the term: a deletion would silently drop it from drafts too."""
        said = _("Summaries still carry “%(term)s”. Merge it into another one: then nothing is lost.")
        refuse_deletion(message=str(said % {"term": self}), carriers=self.carried_by())
        return super().delete(*args, **kwargs)


class Topic(Term):
    """What a summary is about."""

    class Meta(Term.Meta):
        verbose_name = _("topic")
        verbose_name_plural = _("topics")

    def get_absolute_url(self) -> str:
        return addresses.topic(self.slug)


class ResearchType(Term):
    """The kind of research an article reports; its description says what that kind can and cannot show."""

    class Meta(Term.Meta):
        verbose_name = _("research type")
        verbose_name_plural = _("research types")

    def get_absolute_url(self) -> str:
        return addresses.research_type(self.slug)


def _speaking_french() -> bool:
    return (get_language() or "").startswith("fr")
