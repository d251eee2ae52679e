"""What a reader says is wrong in a summary; seen on the desk, never in public."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from apercu.content.models.summary import Summary


class ErrorReport(models.Model):
    """A reader's words about one summary, until an editor has dealt with them."""

    summary = models.ForeignKey(
        Summary, verbose_name=_("summary"), on_delete=models.CASCADE, related_name="error_reports"
    )
    text = models.TextField(_("what is wrong"), max_length=4000)
    email = models.EmailField(_("e-mail"), blank=True)  # only where the reader wants an answer
    at = models.DateTimeField(_("received"))
    handled_at = models.DateTimeField(_("dealt with"), null=True, blank=True)
    handled_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name=_("dealt with by"),
        null=True,
        blank=True,
        on_delete=models.SET_NULL,
        related_name="+",
    )

    class Meta:
        ordering = ["-at"]
        verbose_name = _("error report")
        verbose_name_plural = _("error reports")

    def __str__(self) -> str:
        return self.text[:80]
