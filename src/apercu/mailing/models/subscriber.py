"""Somebody who asked for the mail: an address, and what they chose."""

from __future__ import annotations

from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.utils.translation import gettext_lazy as _

from apercu.content.models import Language, ResearchType, Topic

LONGEST_ADDRESS = 254  # RFC 5321 §4.5.3.1.3, the angle brackets left out
MOST_A_WEEK = 7  # alerts: one a day


class Subscriber(models.Model):
    """An address and its choices. Whether somebody wants mail and whether mail reaches them are two things.

    `state` is theirs to change; `blocked` says what their provider told us, and an editor may take it back.
    """

    class State(models.TextChoices):
        """Where somebody stands, by their own doing."""

        PENDING = "pending", _("not confirmed yet")
        ACTIVE = "active", _("subscribed")
        LEFT = "left", _("has left")

    class Blocked(models.TextChoices):
        """Why nothing is sent although they are subscribed."""

        NO = "", _("reachable")
        BOUNCED = "bounced", _("mail bounces")
        COMPLAINED = "complained", _("complained")

    class Often(models.TextChoices):
        """How often somebody wants mail."""

        DIGEST = "digest", _("each digest")
        ALERTS = "alerts", _("as soon as something appears in my topics")

    email = models.CharField(_("e-mail address"), max_length=LONGEST_ADDRESS)  # as it was typed
    email_key = models.CharField(max_length=LONGEST_ADDRESS * 2, unique=True)  # `people.key_of`
    language = models.CharField(
        _("language"), max_length=5, choices=Language.choices, default=Language.ENGLISH
    )
    state = models.CharField(_("state"), max_length=8, choices=State.choices, default=State.PENDING)
    blocked = models.CharField(
        _("reachable"), max_length=10, choices=Blocked.choices, default=Blocked.NO, blank=True
    )
    blocked_at = models.DateTimeField(null=True, blank=True)
    often = models.CharField(_("how often"), max_length=8, choices=Often.choices, default=Often.DIGEST)
    weekly_cap = models.PositiveSmallIntegerField(
        _("at most so many alerts a week"),
        default=2,
        validators=[MinValueValidator(1), MaxValueValidator(MOST_A_WEEK)],
    )
    # "All" is a choice of its own: a topic that is taken away must not turn "these two" into "everything".
    all_topics = models.BooleanField(_("all topics"), default=True)
    topics = models.ManyToManyField(Topic, verbose_name=_("topics"), blank=True, related_name="+")
    all_types = models.BooleanField(_("all research types"), default=True)
    types = models.ManyToManyField(
        ResearchType, verbose_name=_("research types"), blank=True, related_name="+"
    )
    created_at = models.DateTimeField(_("asked"))
    confirmed_at = models.DateTimeField(_("confirmed"), null=True, blank=True)
    left_at = models.DateTimeField(_("left"), null=True, blank=True)
    # The one link to confirm that is valid now: its hash, and until when. Empty once it was used.
    confirm_hash = models.CharField(max_length=64, blank=True, db_index=True)
    confirm_asked_at = models.DateTimeField(null=True, blank=True)

    wagtail_reference_index_ignore = True

    class Meta:
        ordering = ["-created_at", "-pk"]
        verbose_name = _("subscriber")
        verbose_name_plural = _("subscribers")
        indexes = [
            models.Index(fields=["state", "blocked", "often"]),
            models.Index(fields=["state", "created_at"]),
        ]
        permissions = [("export_subscriber", "Can export and import subscribers")]

    def __str__(self) -> str:
        return self.email
