"""Merging on the desk: choose what stays, read what will happen, do it. And deleting, which offers it."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django import forms
from django.contrib import messages
from django.db.models import ProtectedError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils.functional import cached_property
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.generic import FormView
from wagtail.admin.ui.menus import MenuItem
from wagtail.admin.views.generic.base import WagtailAdminTemplateMixin
from wagtail.admin.views.generic.permissions import PermissionCheckedMixin
from wagtail.snippets.views.snippets import DeleteView

from apercu.content import merging
from apercu.content.models import Person, Topic


@dataclass(frozen=True, kw_only=True)
class Kind:
    """How one kind of record is merged, and what is said of it."""

    reach: Callable[[Any], merging.Reach]
    merge: Callable[..., Any]
    has_address: bool


TERMS = Kind(reach=merging.reach_of_term, merge=merging.merge_terms, has_address=True)
PEOPLE = Kind(reach=merging.reach_of_person, merge=merging.merge_people, has_address=False)


class MergeForm(forms.Form):
    """Which one stays."""

    into: Any = forms.ModelChoiceField(
        label=gettext_lazy("Merge it into"), queryset=Topic.objects.none(), empty_label="—"
    )

    def __init__(self, *args: Any, choices: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["into"].queryset = choices  # type: ignore[attr-defined]


class MergeView(PermissionCheckedMixin, WagtailAdminTemplateMixin, FormView):  # type: ignore[type-arg]
    """Two steps: a choice, then (with `into` in the address) what it would do, and a button."""

    model: Any = None
    kind: Kind = TERMS
    index_url_name = ""
    edit_url_name = ""
    permission_required = "delete"
    template_name = "editing/merging/merge.html"
    page_title = gettext_lazy("Merge")
    form_class = MergeForm

    @cached_property
    def gone(self) -> Any:
        """What is to be merged away."""
        return get_object_or_404(self.model, pk=self.kwargs["pk"])

    @cached_property
    def into(self) -> Any:
        """What stays, once it is chosen."""
        form = self.get_form()
        return form.cleaned_data["into"] if form.is_valid() else None

    def get_page_subtitle(self) -> str:
        return str(self.gone)

    def get_breadcrumbs_items(self) -> list[dict[str, Any]]:
        lists = {"url": reverse(self.index_url_name), "label": self.model._meta.verbose_name_plural}
        here = {"url": "", "label": self.page_title, "sublabel": str(self.gone)}
        return [*self.breadcrumbs_items, lists, here]

    def get_form_kwargs(self) -> dict[str, Any]:
        data = self.request.POST if self.request.method == "POST" else self.request.GET
        chosen = data if "into" in data else None
        return {"data": chosen, "choices": self.model._default_manager.exclude(pk=self.gone.pk)}

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        reach = self.kind.reach(self.gone)
        return {
            **super().get_context_data(**kwargs),
            "gone": self.gone,
            "into": self.into,
            "reach": reach,
            "has_address": self.kind.has_address,
            "back": reverse(self.index_url_name),
        }

    def form_valid(self, _form: Any) -> HttpResponse:
        names = {"gone": str(self.gone), "into": str(self.into)}
        try:
            self.kind.merge(gone=self.gone, into=self.into, by=self.request.user)
        except merging.NotMergeable as refusal:
            messages.error(self.request, str(refusal))
            return redirect(self.index_url_name)
        messages.success(self.request, _("“%(gone)s” is now part of “%(into)s”.") % names)
        return redirect(self.edit_url_name, self.into.pk)


class MergePeopleView(MergeView):
    """The same for people."""

    kind = PEOPLE


class DeleteUnlessNamed(DeleteView):
    """Deletes a record unless something still names it, and then says what does."""

    def form_valid(self, form: Any) -> HttpResponse:
        try:
            done: HttpResponse = super().form_valid(form)
            return done
        except ProtectedError as refusal:
            users = "; ".join(
                sorted({str(getattr(one, "summary", one)) for one in refusal.protected_objects})[:5]
            )
            said = _("“%(record)s” cannot be deleted, it is in use: %(users)s.")
            messages.error(self.request, said % {"record": self.object, "users": users})
            return redirect(self.edit_url_name, self.object.pk)


class DeleteUnused(DeleteView):
    """Deletes what nothing carries; of anything else it says so, and offers the merge."""

    merge_url_name = ""
    kind: Kind = TERMS

    @cached_property
    def reach(self) -> merging.Reach:
        return self.kind.reach(self.object)

    @property
    def is_used(self) -> bool:
        """Whether a summary, or a draft of one, carries it."""
        return bool(self.reach.summaries or self.reach.drafts)

    def get_template_names(self) -> list[str]:
        return ["editing/merging/in_use.html"] if self.is_used else super().get_template_names()

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        merge = reverse(self.merge_url_name, args=[self.object.pk])
        return {**super().get_context_data(**kwargs), "reach": self.reach, "merge": merge}

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        answer: HttpResponse = (
            self.render_to_response(self.get_context_data())
            if self.is_used
            else super().post(request, *args, **kwargs)
        )
        return answer


class DeleteUnusedPerson(DeleteUnused):
    """The same for people."""

    kind = PEOPLE


class OffersMerge:
    """A list whose records can be merged: one more line in the menu of each row."""

    merge_url_name = ""

    def get_list_more_buttons(self, instance: Any) -> list[Any]:
        buttons: list[Any] = super().get_list_more_buttons(instance)  # type: ignore[misc]
        if self.user_has_permission("delete"):  # type: ignore[attr-defined]
            address = reverse(self.merge_url_name, args=[instance.pk])
            buttons.append(MenuItem(_("Merge…"), url=address, icon_name="resubmit", priority=25))
        return buttons


def merges(model: type[Any]) -> type[MergeView]:
    """The view that merges records of a model."""
    return MergePeopleView if model is Person else MergeView
