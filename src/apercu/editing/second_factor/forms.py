"""What changes a second factor asks for the password once more: the desk may have been left open."""

from __future__ import annotations

from typing import Any

from django import forms
from django.conf import settings
from django.contrib.auth import authenticate
from django.http import HttpRequest
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from apercu.content.senders import address_of
from apercu.editing.audit.models import What
from apercu.editing.audit.recording import record
from apercu.editing.second_factor import guarding
from apercu.editing.throttling import counting, doors


class PasswordForm(forms.Form):
    """One's own password."""

    password = forms.CharField(
        label=gettext_lazy("Your password"),
        strip=False,
        widget=forms.PasswordInput(attrs={"autocomplete": "current-password"}),
    )

    def __init__(self, *args: Any, request: HttpRequest, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.request = request

    def clean_password(self) -> str:
        password: str = self.cleaned_data["password"]
        name = self.request.user.get_username()
        attempt = admitted(self.request, door=doors.PASSWORD)
        if authenticate(self.request, username=name, password=password) != self.request.user:
            raise forms.ValidationError(_("This is not your password."))
        counting.forgive(attempt=attempt)
        return password


class SetUpForm(PasswordForm):
    """The first code of the app, as the proof that it has the key."""

    code = forms.CharField(
        label=gettext_lazy("Code"),
        max_length=32,
        help_text=gettext_lazy("The six digits your app shows now."),
        widget=forms.TextInput(attrs={"autocomplete": "one-time-code", "inputmode": "numeric"}),
    )
    field_order = ["code", "password"]


class PasswordAndCodeForm(PasswordForm):
    """Password and code; the code is used up only where the password is right."""

    code = forms.CharField(
        label=gettext_lazy("Code"),
        max_length=32,
        help_text=gettext_lazy("The six digits your app shows now, or one of your backup codes."),
        widget=forms.TextInput(attrs={"autocomplete": "one-time-code"}),
    )

    def clean(self) -> dict[str, Any]:
        cleaned: dict[str, Any] = super().clean() or self.cleaned_data
        if self.errors:
            return cleaned
        attempt = admitted(self.request, door=doors.CODE)
        now = timezone.now()  # noqa: TID251 a form of a view's
        answer = guarding.judge(user=self.request.user, code=cleaned["code"], at=now)
        if answer is guarding.Answer.WRONG:
            record(what=What.CODE_REFUSED, account=self.request.user.get_username(), by=self.request.user)
            self.add_error("code", _("This code is not right, or it was used already. Try the next one."))
        else:
            counting.forgive(attempt=attempt)
        return cleaned


def admitted(request: HttpRequest, *, door: doors.Door) -> counting.Try:
    """One more try of whoever is signed in, or the sentence that says how long to wait."""
    try:
        return counting.admit(
            door=door,
            who=request.user.get_username(),
            address=address_of(request.META, trusted_proxies=settings.TRUSTED_PROXIES),
            at=timezone.now(),  # noqa: TID251 a form of a view's
        )
    except counting.TooMany as error:
        raise forms.ValidationError(error.sentence, code="too-many") from error
