"""Topics, research types and the month of many summaries at once."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from apercu.content import arranging
from apercu.content.models import Digest, ResearchType, Summary, Topic
from apercu.editing.bulk.acting import ActOnMany


class TopicsForm(forms.Form):
    """What is put on, what is taken off."""

    add = forms.ModelMultipleChoiceField(
        label=gettext_lazy("Put these topics on"),
        queryset=Topic.objects.all(),
        required=False,
        widget=forms.CheckboxSelectMultiple,
    )
    take = forms.ModelMultipleChoiceField(
        label=gettext_lazy("Take these topics off"),
        queryset=Topic.objects.all(),
        required=False,
        widget=forms.CheckboxSelectMultiple,
    )

    def clean(self) -> dict[str, Any]:
        cleaned: dict[str, Any] = super().clean() or {}
        add, take = set(cleaned.get("add") or ()), set(cleaned.get("take") or ())
        if not add and not take:
            raise forms.ValidationError(_("Choose at least one topic."))
        if both := add & take:
            names = ", ".join(str(topic) for topic in both)
            raise forms.ValidationError(
                _("Put it on or take it off, not both: %(topics)s.") % {"topics": names}
            )
        return cleaned


class TypesForm(forms.Form):
    """Which research types the summaries are to have."""

    types = forms.ModelMultipleChoiceField(
        label=gettext_lazy("Research types they are to have"),
        queryset=ResearchType.objects.all(),
        widget=forms.CheckboxSelectMultiple,
        help_text=gettext_lazy("These and no others."),
    )


class MonthForm(forms.Form):
    """The month they are to stand in."""

    digest = forms.ModelChoiceField(
        label=gettext_lazy("Month"),
        queryset=Digest.objects.all(),
        required=False,
        empty_label=gettext_lazy("No month"),
        help_text=gettext_lazy("Each is put last in the month, in the order of this list."),
    )


class SetTopics(ActOnMany):
    """Put topics on summaries, or take them off."""

    display_name = gettext_lazy("Set topics")
    action_type = "topics"
    aria_label = gettext_lazy("Put topics on the chosen summaries, or take them off")
    explanation = gettext_lazy(
        "Done to what readers see and to drafts alike; changes that are not public yet stay so."
    )
    action_priority = 10
    for_models = (Summary,)
    form_class = TopicsForm

    def act(self, record: Any) -> bool:
        chosen = self.cleaned_form.cleaned_data
        return arranging.set_topics(
            summary=record, add=chosen["add"], take=chosen["take"], by=self.request.user
        )


class SetTypes(ActOnMany):
    """Give summaries their research types."""

    display_name = gettext_lazy("Set research types")
    action_type = "types"
    aria_label = gettext_lazy("Set the research types of the chosen summaries")
    explanation = SetTopics.explanation
    action_priority = 20
    for_models = (Summary,)
    form_class = TypesForm

    def act(self, record: Any) -> bool:
        types = self.cleaned_form.cleaned_data["types"]
        return arranging.set_types(summary=record, types=types, by=self.request.user)


class SetMonth(ActOnMany):
    """Move summaries to a month."""

    display_name = gettext_lazy("Set month")
    action_type = "month"
    aria_label = gettext_lazy("Move the chosen summaries to a month")
    explanation = SetTopics.explanation
    action_priority = 25
    for_models = (Summary,)
    form_class = MonthForm

    def act(self, record: Any) -> bool:
        digest = self.cleaned_form.cleaned_data["digest"]
        return arranging.set_digest(summary=record, digest=digest, by=self.request.user)
