"""Wagtail's forms at the door, with a limit on how often."""

from __future__ import annotations

from typing import Any

from django import forms
from django.conf import settings
from django.http import HttpRequest
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from wagtail.admin.forms.auth import LoginForm, PasswordResetForm

from apercu.content.senders import address_of
from apercu.editing.throttling import counting, doors


def address_behind(request: HttpRequest) -> str:
    """The client's address, by the word of our own proxies."""
    return address_of(request.META, trusted_proxies=settings.TRUSTED_PROXIES)


class SignInForm(LoginForm):
    """Name and password; a try is counted before the password is looked at."""

    too_many: counting.TooMany | None = None

    def clean(self) -> dict[str, Any]:
        name = self.cleaned_data.get("username")
        if not name or not self.cleaned_data.get("password"):
            return dict(self.cleaned_data)
        try:
            attempt = counting.admit(
                door=doors.PASSWORD,
                who=name,
                address=address_behind(self.request),
                at=timezone.now(),  # noqa: TID251 a form of a view's
            )
        except counting.TooMany as error:
            self.too_many = error
            raise forms.ValidationError(error.sentence, code="too-many") from error
        cleaned: dict[str, Any] = super().clean()
        counting.forgive(attempt=attempt)
        return cleaned


class CodeForm(forms.Form):
    """The code of the second factor, or a backup code."""

    code = forms.CharField(
        label=_("Code"),
        max_length=32,
        help_text=_("The six digits your app shows now, or one of your backup codes."),
        widget=forms.TextInput(
            attrs={"autocomplete": "one-time-code", "autofocus": True, "autocapitalize": "none"}
        ),
    )


class ForgottenPasswordForm(PasswordResetForm):
    """The address to write to; letters are written only when the answer is on its way (`AnswerFirst`)."""

    request: HttpRequest | None = None
    too_many: counting.TooMany | None = None

    def clean(self) -> dict[str, Any]:
        cleaned: dict[str, Any] = super().clean() or self.cleaned_data
        if self.request is None or "email" not in cleaned:
            return cleaned
        try:
            counting.admit(
                door=doors.RESET,
                who=cleaned["email"],
                address=address_behind(self.request),
                at=timezone.now(),  # noqa: TID251 a form of a view's
            )
        except counting.TooMany as error:
            self.too_many = error
            raise forms.ValidationError(error.sentence, code="too-many") from error
        return cleaned
