"""The desk's screens: one's own second factor, and where else one is signed in."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect
from django.urls import reverse, reverse_lazy
from django.utils import timezone
from django.utils.decorators import method_decorator
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views import View
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_POST
from django.views.generic import FormView, TemplateView
from wagtail.admin.views.generic import WagtailAdminTemplateMixin

from apercu.editing.second_factor import codes, guarding
from apercu.editing.second_factor.forms import PasswordAndCodeForm, PasswordForm, SetUpForm

OFFER = "second-factor-offer"  # in the session: a key shown, not yet proved
MARK, CODE_GIVEN = "mark", "code-given"  # as `signing_in.sessions` reads them


class _Screen(WagtailAdminTemplateMixin):
    """Heading and way back, as the desk's other screens have them."""

    page_title = gettext_lazy("Second factor")
    header_icon = "lock"

    def get_breadcrumbs_items(self) -> list[dict[str, Any]]:
        here = {"url": "", "label": self.get_page_title()}
        above = {"url": reverse("wagtailadmin_account"), "label": _("Account")}
        return [*super().get_breadcrumbs_items(), above, here]


class State(_Screen, TemplateView):
    """Whether one has a second factor, and what can be done about it."""

    template_name = "second_factor/state.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        guard = guarding.guard_of(self.request.user)
        return {
            **super().get_context_data(**kwargs),
            "is_off": settings.SECOND_FACTOR == guarding.OFF,
            "since": guard.since if guard and guard.key else None,
            "codes_left": guard.backup_codes.count() if guard else 0,
            "is_required": guarding.is_required(self.request.user),
        }


class _Change(_Screen, FormView[PasswordForm]):
    """A change that asks for the password; where there is nothing to change, back to the state."""

    success_url = reverse_lazy("second_factor")
    wants_guard = True

    @method_decorator(sensitive_post_parameters())
    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        if settings.SECOND_FACTOR == guarding.OFF:
            raise Http404
        guard = guarding.guard_of(request.user)
        if bool(guard and guard.key) != self.wants_guard:
            return redirect("second_factor")
        return super().dispatch(request, *args, **kwargs)

    def get_form_kwargs(self) -> dict[str, Any]:
        return {**super().get_form_kwargs(), "request": self.request}

    def show_codes(self, new: list[str]) -> HttpResponse:
        """The backup codes, this once."""
        self.template_name = "second_factor/backup_codes.html"
        return self.render_to_response({**self.get_context_data(), "codes": new})


class SetUp(_Change):
    """The picture for the app, its key as text, and the code that proves it arrived."""

    page_title = gettext_lazy("Set up a second factor")
    template_name = "second_factor/set_up.html"
    form_class = SetUpForm
    wants_guard = False

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        context = super().get_context_data(**kwargs)
        key = self.request.session.get(OFFER)
        if key is None:
            return context
        address = codes.address_of(
            key=key, name=self.request.user.get_username(), site=settings.WAGTAIL_SITE_NAME
        )
        return {**context, "picture": _svg(address), "key": codes.key_in_groups(key)}

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        request.session.setdefault(OFFER, codes.new_key())
        return super().get(request, *args, **kwargs)

    def form_valid(self, form: Any) -> HttpResponse:
        key = self.request.session.get(OFFER)
        if key is None:
            return redirect("second_factor_set_up")
        user = self.request.user
        now = timezone.now()  # noqa: TID251 a view
        try:
            new = guarding.set_up(user=user, key=key, code=form.cleaned_data["code"], by=user, at=now)
        except guarding.WrongCode:
            form.add_error("code", _("This is not the code the app shows now. Check the time on your phone."))
            return self.form_invalid(form)
        del self.request.session[OFFER]
        go_on(self.request, code_given=True)
        return self.show_codes(new)


class RenewCodes(_Change):
    """Ten new backup codes instead of the old ones."""

    page_title = gettext_lazy("New backup codes")
    template_name = "second_factor/renew.html"
    form_class = PasswordForm

    def form_valid(self, _form: Any) -> HttpResponse:
        new = guarding.renew_backup_codes(user=self.request.user, by=self.request.user)
        go_on(self.request)
        return self.show_codes(new)


class Remove(_Change):
    """No second factor any more; the other sessions end."""

    page_title = gettext_lazy("Remove the second factor")
    template_name = "second_factor/remove.html"
    form_class = PasswordAndCodeForm

    def form_valid(self, form: Any) -> HttpResponse:
        guarding.take_away(user=self.request.user, by=self.request.user)
        go_on(self.request, code_given=False)
        messages.success(
            self.request, _("Your second factor is removed. You are signed out everywhere else.")
        )
        return super().form_valid(form)


@method_decorator(require_POST, name="dispatch")
class EndOtherSessions(View):
    """Signs one out on every other device."""

    def post(self, request: HttpRequest) -> HttpResponse:
        guarding.end_sessions(user=request.user, by=request.user)
        go_on(request)
        messages.success(request, _("You are signed out everywhere else."))
        return redirect("second_factor")


def go_on(request: HttpRequest, *, code_given: bool | None = None) -> None:
    """Let this session live on after a change that ended all of the account's; it gets a new key."""
    guard = guarding.guard_of(request.user)
    request.session.cycle_key()
    request.session[MARK] = guard.sessions if guard else ""
    if code_given is not None:
        request.session[CODE_GIVEN] = code_given


def _svg(address: str) -> SafeString:
    return mark_safe(codes.picture_of(address))  # noqa: S308 drawn by `segno`: rectangles, no text of anybody's
