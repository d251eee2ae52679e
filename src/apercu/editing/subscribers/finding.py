"""Finding somebody: by a part of the address, by where they stand, by what they chose."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django import forms
from django.db.models import Count, Q, QuerySet
from django.utils.translation import gettext_lazy as _

from apercu.content.models import Topic
from apercu.mailing import people
from apercu.mailing.models import Subscriber

State, Blocked, Often = Subscriber.State, Subscriber.Blocked, Subscriber.Often
ANY = ("", _("any"))
_REACHABLE = "yes"


class FindForm(forms.Form):
    """What to look for; anything not understood narrows nothing."""

    q = forms.CharField(label=_("Address, or a part of it"), required=False, max_length=254)
    state = forms.ChoiceField(label=_("State"), required=False, choices=[ANY, *State.choices])
    reach = forms.ChoiceField(
        label=_("Reachable"),
        required=False,
        choices=[ANY, (_REACHABLE, _("reachable")), *(one for one in Blocked.choices if one[0])],
    )
    often = forms.ChoiceField(label=_("How often"), required=False, choices=[ANY, *Often.choices])
    topic = forms.ModelChoiceField(
        label=_("Chose the topic"),
        required=False,
        queryset=Topic.objects.all(),
        to_field_name="slug",
        empty_label=_("any"),
    )

    def found(self) -> QuerySet[Subscriber]:
        """Whoever it is about, the newest first."""
        self.is_valid()
        asked: dict[str, Any] = self.cleaned_data
        found = Subscriber.objects.all()
        if words := (asked.get("q") or "").strip():
            found = found.filter(_address_like(words))
        if state := asked.get("state"):
            found = found.filter(state=state)
        if reach := asked.get("reach"):
            found = found.filter(blocked="" if reach == _REACHABLE else reach)
        if often := asked.get("often"):
            found = found.filter(often=often)
        if topic := asked.get("topic"):
            found = found.filter(all_topics=False, topics=topic)
        return found


@dataclass(frozen=True, kw_only=True)
class Counted:
    """How many stand somewhere, and the list of them."""

    label: str
    count: int
    query: str


def counts() -> list[Counted]:
    """Everybody by where they stand: 1 query."""
    reachable, gets = Q(blocked=""), Q(state=State.ACTIVE, blocked="")
    asked = {
        "get": (_("get the mail"), gets, f"state={State.ACTIVE}&reach={_REACHABLE}"),
        "pending": (
            _("not confirmed yet"),
            Q(state=State.PENDING) & reachable,
            f"state={State.PENDING}&reach={_REACHABLE}",
        ),
        "left": (_("have left"), Q(state=State.LEFT), f"state={State.LEFT}"),
        "bounced": (_("mail bounces"), Q(blocked=Blocked.BOUNCED), f"reach={Blocked.BOUNCED}"),
        "complained": (_("complained"), Q(blocked=Blocked.COMPLAINED), f"reach={Blocked.COMPLAINED}"),
    }
    numbers = Subscriber.objects.aggregate(
        **{name: Count("pk", filter=which) for name, (_label, which, _query) in asked.items()}
    )
    return [
        Counted(label=str(label), count=numbers[name], query=query)
        for name, (label, _which, query) in asked.items()
    ]


def _address_like(words: str) -> Q:
    """A part of it as it was typed; a whole address however it is spelt."""
    like = Q(email__icontains=words) | Q(email_key__contains=words.casefold())
    try:
        return like | Q(email_key=people.key_of(words))
    except people.NotAnAddress:
        return like
