"""What an editor fills in: the words of a mailing, and when it leaves."""

from __future__ import annotations

import datetime
from typing import Any

from django import forms
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from apercu.mailing.models import Mailing


class WordsForm(forms.ModelForm[Mailing]):
    """Subject and preheader in both languages."""

    class Meta:
        model = Mailing
        fields = ("subject", "preheader", "subject_fr", "preheader_fr")


class SendForm(forms.Form):
    """The one explicit act: how many were named on the screen, and when."""

    named = forms.IntegerField(widget=forms.HiddenInput, min_value=0)
    send_at = forms.DateTimeField(
        label=gettext_lazy("Or send it later"),
        required=False,
        widget=forms.DateTimeInput(attrs={"type": "datetime-local"}),
    )

    def __init__(self, *args: Any, at: datetime.datetime, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self._at = at

    def clean(self) -> dict[str, Any]:
        """A date is needed by the button that schedules, and lies ahead."""
        cleaned: dict[str, Any] = super().clean() or {}
        if "later" not in self.data or "send_at" in self.errors:
            return cleaned
        send_at = cleaned.get("send_at")
        if send_at is None:
            self.add_error("send_at", _("Choose the day and the hour."))
        elif send_at <= self._at:
            zone = timezone.get_current_timezone_name()
            self.add_error("send_at", _("Choose an hour to come (%(zone)s).") % {"zone": zone})
        return cleaned
