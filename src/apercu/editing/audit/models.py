"""What happened to accounts and to the list of subscribers: one row each, and no address, no browser, no
password typed into the wrong field.
"""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _


class What(models.TextChoices):
    """What happened to an account, or was done with subscribers."""

    SIGNED_IN = "signed-in", _("signed in")
    SIGN_IN_REFUSED = "sign-in-refused", _("sign-in refused")
    CODE_REFUSED = "code-refused", _("code of the second factor refused")
    BACKUP_CODE_USED = "backup-code-used", _("backup code used")
    SESSIONS_ENDED = "sessions-ended", _("signed out everywhere else")
    PASSWORD_CHANGED = "password-changed", _("password changed")
    SECOND_FACTOR_ON = "second-factor-on", _("second factor set up")
    SECOND_FACTOR_OFF = "second-factor-off", _("second factor removed")
    SECOND_FACTOR_RESET = "second-factor-reset", _("second factor reset by an operator")
    BACKUP_CODES_RENEWED = "backup-codes-renewed", _("backup codes renewed")
    ACCOUNT_CREATED = "account-created", _("account created")
    ACCOUNT_DELETED = "account-deleted", _("account deleted")
    ACCOUNT_CHANGED = "account-changed", _("account changed")
    ROLE_CHANGED = "role-changed", _("roles changed")
    RIGHTS_CHANGED = "rights-changed", _("rights of a role changed")
    SUBSCRIBERS_EXPORTED = "subscribers-exported", _("all subscribers exported")
    SUBSCRIBERS_IMPORTED = "subscribers-imported", _("subscribers imported")
    SUBSCRIBER_TAKEN_OFF = "subscriber-taken-off", _("a subscriber taken off on request")
    SUBSCRIBER_UNBLOCKED = "subscriber-unblocked", _("a subscriber unblocked")
    SUBSCRIBER_ASKED_AGAIN = "subscriber-asked-again", _("a subscriber asked again to confirm")
    SUBSCRIBER_ERASED = "subscriber-erased", _("a subscriber erased")
    SUBSCRIBER_DATA_TAKEN = "subscriber-data-taken", _("a subscriber’s data downloaded")


class Event(models.Model):
    """One thing that happened."""

    what = models.CharField(max_length=24, choices=What.choices)
    account = models.CharField(
        max_length=254, blank=True
    )  # its name then; empty where there is no such account
    detail = models.CharField(max_length=500, blank=True)
    at = models.DateTimeField(auto_now_add=True, db_index=True)
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.SET_NULL, related_name="+"
    )

    class Meta:
        ordering = ["-at", "-id"]
        default_permissions = ("view",)  # nobody writes or alters one
        verbose_name = _("event of an account")
        verbose_name_plural = _("events of accounts")

    def __str__(self) -> str:
        return f"{self.account} {self.what}"
