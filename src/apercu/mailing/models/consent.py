"""What somebody agreed to, when, and how: rows that are added and never changed."""

from __future__ import annotations

from typing import Any, NoReturn

from django.db import models
from django.utils.translation import gettext_lazy as _

from apercu.content.models import Language
from apercu.mailing.models.subscriber import Subscriber


class ConsentText(models.Model):
    """The words somebody agreed to, in one language; another wording is another version."""

    version = models.CharField(max_length=16)  # the beginning of the words' SHA-256
    language = models.CharField(max_length=5, choices=Language.choices)
    words = models.TextField()
    first_used_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["version", "language"], name="one_text_a_version_and_language")
        ]

    def __str__(self) -> str:
        return f"{self.version} ({self.language})"


class ConsentEvent(models.Model):
    """One thing somebody did, or that was done with their address."""

    class Kind(models.TextChoices):
        """What happened."""

        REQUESTED = "requested", _("asked for the mail")
        INVITED = "invited", _("came with an import, and is asked to confirm")
        CONFIRMED = "confirmed", _("confirmed")
        IMPORTED = "imported", _("was imported, with proof of an earlier consent")
        CHANGED = "changed", _("changed their choices")
        LEFT = "left", _("left")
        RETURNED = "returned", _("came back")
        BLOCKED = "blocked", _("was blocked")
        UNBLOCKED = "unblocked", _("was unblocked")
        MOVED = "moved", _("changed their address")

    subscriber = models.ForeignKey(Subscriber, on_delete=models.CASCADE, related_name="consent_events")
    kind = models.CharField(max_length=12, choices=Kind.choices)
    at = models.DateTimeField()
    text = models.ForeignKey(ConsentText, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    language = models.CharField(max_length=5, choices=Language.choices, blank=True)
    source = models.CharField(
        max_length=300
    )  # the form's address, "one-click", "import: …", a person of the desk
    details = models.JSONField(default=dict, blank=True)  # what was chosen, the reason of a block

    wagtail_reference_index_ignore = True

    class Meta:
        ordering = ["at", "pk"]

    def __str__(self) -> str:
        return f"{self.at:%Y-%m-%d} {self.kind}"

    def save(self, *args: Any, **kwargs: Any) -> None:
        """Add the row; one that is there is never written again."""
        if not self._state.adding:
            self._refuse()
        super().save(*args, **kwargs)

    def delete(self, *_args: Any, **_kwargs: Any) -> NoReturn:
        """Evidence goes only with the person it is about (`subscribing.erase`)."""
        self._refuse()

    def _refuse(self) -> NoReturn:
        raise RuntimeError("An event of consent is evidence: it is neither changed nor deleted.")
