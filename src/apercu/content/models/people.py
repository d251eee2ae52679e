from __future__ import annotations

from typing import Any

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _
from wagtail.search import index

from apercu.content.models.drafted_with import refuse_deletion, summaries_drafted_with
from apercu.content.models.public import PublicRecord


class Person(index.Indexed, PublicRecord):
    """Somebody who signs summaries."""

    name = models.CharField(
        _("name"), max_length=200, unique=True, help_text=_("As it is printed under a summary.")
    )
    about = models.TextField(
        _("about"), blank=True, help_text=_("A line or two: position, place, interests.")
    )
    orcid = models.CharField("ORCID", max_length=19, blank=True)
    user = models.OneToOneField(
        settings.AUTH_USER_MODEL,
        verbose_name=_("desk login"),
        null=True,
        blank=True,
        on_delete=models.SET_NULL,
        related_name="person",
    )

    search_fields = [index.SearchField("name"), index.AutocompleteField("name")]

    class Meta:
        ordering = ["name"]
        verbose_name = _("person")
        verbose_name_plural = _("people")

    def __str__(self) -> str:
        return self.name

    def delete(self, *args: Any, **kwargs: Any) -> tuple[int, dict[str, int]]:
        """Refuse while a draft is signed by them; the database refuses for the summaries themselves."""
        said = _("Drafts are signed by “%(person)s”.") % {"person": self}
        drafted = summaries_drafted_with(field="summary_authors", child="person", key=self.pk)
        refuse_deletion(message=str(said), carriers=set(drafted))
        return super().delete(*args, **kwargs)
