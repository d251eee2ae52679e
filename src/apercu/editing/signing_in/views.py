"""The pages at the door."""

from __future__ import annotations

import datetime
from collections.abc import Callable
from http import HTTPStatus
from typing import Any

from django.contrib import messages
from django.contrib.auth import get_user_model, login
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.http.response import HttpResponseBase
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone, translation
from django.utils.crypto import constant_time_compare
from django.utils.decorators import method_decorator
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.csrf import csrf_protect
from django.views.decorators.debug import sensitive_post_parameters
from django.views.generic import FormView
from wagtail.admin.views import account

from apercu.editing.audit.models import What
from apercu.editing.audit.recording import record
from apercu.editing.second_factor import guarding
from apercu.editing.signing_in import sessions
from apercu.editing.signing_in.forms import CodeForm, ForgottenPasswordForm, SignInForm, address_behind
from apercu.editing.signing_in.language import in_language_of_browser
from apercu.editing.throttling import counting, doors

BACKEND = "django.contrib.auth.backends.ModelBackend"
AT_THE_DOOR = "at-the-door"  # in the session: whose password was right and whose code is still to come
PATIENCE = datetime.timedelta(minutes=10)  # for the code

_at_the_door: list[Any] = [sensitive_post_parameters(), csrf_protect, never_cache, in_language_of_browser]


class _Throttled:
    """A form that was refused for the number of tries is answered as HTTP has it (RFC 6585 §4)."""

    def form_invalid(self, form: Any) -> HttpResponse:
        response: HttpResponse = super().form_invalid(form)  # type: ignore[misc]
        return refuse(response, getattr(form, "too_many", None))


def refuse(response: HttpResponse, too_many: counting.TooMany | None) -> HttpResponse:
    """The page with the status and the wait of a throttled answer, where it is one."""
    if too_many is not None:
        response.status_code = HTTPStatus.TOO_MANY_REQUESTS
        response.headers["Retry-After"] = str(too_many.seconds)
    return response


@method_decorator(_at_the_door, name="dispatch")
class SignIn(_Throttled, account.LoginView):
    """Name and password."""

    def get_form_class(self) -> type[SignInForm]:
        return SignInForm

    def form_valid(self, form: Any) -> HttpResponseBase:
        user = form.get_user()
        remembered = bool(form.cleaned_data.get("remember"))
        if guarding.is_asked(guarding.guard_of(user)):
            self.request.session.flush()
            self.request.session[AT_THE_DOOR] = {
                "user": user.pk,
                "hash": user.get_session_auth_hash(),
                "at": timezone.now().timestamp(),  # noqa: TID251 a view
                "next": self.get_success_url(),
                "remembered": remembered,
            }
            self.request.session.set_expiry(int(PATIENCE.total_seconds()))
            return redirect("code_at_the_door")
        login(self.request, user)
        sessions.remember(self.request, on_this_device=remembered)
        return HttpResponseRedirect(self.get_success_url())


@method_decorator(_at_the_door, name="dispatch")
class CodeAtTheDoor(_Throttled, FormView[CodeForm]):
    """The code, after the password was right."""

    form_class = CodeForm
    template_name = "signing_in/code.html"
    waiting: dict[str, Any]
    user: Any

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        self.waiting = request.session.get(AT_THE_DOOR) or {}
        self.user = _whose(self.waiting, at=timezone.now())  # noqa: TID251 a view
        if self.user is None:
            request.session.pop(AT_THE_DOOR, None)
            messages.error(request, _("Please sign in with your name and password first."))
            return redirect("wagtailadmin_login")
        return super().dispatch(request, *args, **kwargs)

    def form_valid(self, form: CodeForm) -> HttpResponse:
        now = timezone.now()  # noqa: TID251 a view
        name = self.user.get_username()
        try:
            attempt = counting.admit(door=doors.CODE, who=name, address=address_behind(self.request), at=now)
        except counting.TooMany as error:
            form.add_error("code", error.sentence)
            return refuse(self.render_to_response(self.get_context_data(form=form)), error)
        answer = guarding.judge(user=self.user, code=form.cleaned_data["code"], at=now)
        if answer is guarding.Answer.WRONG:
            record(what=What.CODE_REFUSED, account=name, by=None)
            form.add_error("code", _("This code is not right, or it was used already. Try the next one."))
            return self.form_invalid(form)
        counting.forgive(attempt=attempt)
        return self._let_in(used_backup_code=answer is guarding.Answer.BACKUP_CODE)

    def _let_in(self, *, used_backup_code: bool) -> HttpResponse:
        self.request.session.flush()
        self.request.code_given = True  # type: ignore[attr-defined]  # read by `sessions.begin`
        login(self.request, self.user, backend=BACKEND)
        sessions.remember(self.request, on_this_device=bool(self.waiting["remembered"]))
        if used_backup_code:
            left = self.user.guard.backup_codes.count()
            sentence = translation.ngettext(
                "You used a backup code; %(count)s is left. New ones can be made under “Second factor”.",
                "You used a backup code; %(count)s are left. New ones can be made under “Second factor”.",
                left,
            )
            messages.warning(self.request, sentence % {"count": left})
        return HttpResponseRedirect(self._where_to())

    def _where_to(self) -> str:
        wanted = str(self.waiting["next"])
        host = {self.request.get_host()}
        if url_has_allowed_host_and_scheme(wanted, host, require_https=self.request.is_secure()):
            return wanted
        return reverse("wagtailadmin_home")


def _whose(waiting: dict[str, Any], *, at: datetime.datetime) -> Any:
    """Whose code is waited for; None where nobody's, for too long, or where the password has changed."""
    if not waiting or at.timestamp() - waiting["at"] > PATIENCE.total_seconds():
        return None
    user = get_user_model()._default_manager.filter(pk=waiting["user"], is_active=True).first()
    if user is None or not constant_time_compare(user.get_session_auth_hash(), waiting["hash"]):
        return None
    return user


class AnswerFirst(HttpResponseRedirect):
    """A redirect that does something once it is sent: how long that takes tells the client nothing."""

    def __init__(self, address: str, afterwards: Callable[[], None]) -> None:
        super().__init__(address)
        self._afterwards = afterwards

    def close(self) -> None:
        afterwards, self._afterwards = self._afterwards, lambda: None
        afterwards()
        super().close()


@method_decorator(_at_the_door, name="dispatch")
class ForgottenPassword(_Throttled, account.PasswordResetView):
    """Asks for an e-mail address; the answer is the same, and as quick, for one that nobody has."""

    def get_form_class(self) -> type[ForgottenPasswordForm]:
        return ForgottenPasswordForm

    def get_form(self, form_class: Any = None) -> ForgottenPasswordForm:
        form: ForgottenPasswordForm = super().get_form(form_class)
        form.request = self.request
        return form

    def form_valid(self, form: Any) -> HttpResponseBase:
        language = translation.get_language() or "en"

        def write() -> None:
            with translation.override(language):
                form.save(
                    use_https=self.request.is_secure(),
                    token_generator=self.token_generator,
                    from_email=self.from_email,
                    email_template_name=self.email_template_name,
                    subject_template_name=self.subject_template_name,
                    request=self.request,
                )

        return AnswerFirst(str(self.get_success_url()), write)
