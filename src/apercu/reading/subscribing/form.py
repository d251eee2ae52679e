"""What somebody chose in the form to subscribe or on their own page, and what keeps it from being taken."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Protocol

from django.utils.translation import gettext as _

from apercu.content.addresses import LANGUAGES
from apercu.mailing import people
from apercu.mailing.models import Subscriber
from apercu.mailing.models.subscriber import LONGEST_ADDRESS, MOST_A_WEEK
from apercu.mailing.subscribing import Choices
from apercu.reading.reporting.form import TRAP, Problem
from apercu.sources.richtext import without_controls

EMAIL, LANGUAGE, OFTEN, CAP = "email", "language", "often", "cap"  # the names of the fields, and their ids
TOPICS, TOPIC, TYPES, TYPE = "topics", "topic", "types", "type"
ALL, CHOSEN = "all", "chosen"
MOST_TERMS = 500  # ticked boxes that are read; a form of ours has as many as the site has topics


class Fields(Protocol):
    """A form that came, as Django's QueryDict has it."""

    def get(self, key: str, default: str, /) -> str: ...

    def getlist(self, key: str) -> list[str]: ...

    def __contains__(self, key: object, /) -> bool: ...


@dataclass(frozen=True, kw_only=True)
class Chosen:
    """The choices as they stand in the form."""

    language: str
    often: str = Subscriber.Often.DIGEST
    cap: int = 2
    all_topics: bool = True
    topics: tuple[str, ...] = ()  # slugs
    all_types: bool = True
    types: tuple[str, ...] = ()

    @property
    def is_usual(self) -> bool:
        """Whether they are what a form begins with, so that it need not be unfolded."""
        return self.all_topics and self.all_types and self.often == Subscriber.Often.DIGEST

    def as_choices(self) -> Choices:
        """As the mail keeps them."""
        return Choices(
            language=self.language,
            often=self.often,
            weekly_cap=self.cap,
            topics=None if self.all_topics else self.topics,
            types=None if self.all_types else self.types,
        )


@dataclass(frozen=True, kw_only=True)
class Typed:
    """The form to subscribe: an address and the choices."""

    chosen: Chosen
    email: str = ""
    trap: str = ""  # a field no person sees; programs that fill in everything fill it too


def beginning(language: str) -> Typed:
    """The form as it is before anybody typed: everything, each month, in the page's language."""
    return Typed(chosen=Chosen(language=language))


def of_choices(choices: Choices) -> Chosen:
    """What somebody chose earlier, as the form shows it."""
    return Chosen(
        language=choices.language,
        often=choices.often,
        cap=choices.weekly_cap,
        all_topics=choices.topics is None,
        topics=choices.topics or (),
        all_types=choices.types is None,
        types=choices.types or (),
    )


def read(fields: Fields, *, spoken: str) -> Typed:
    """The form to subscribe; whatever is missing is as the form begins."""
    return Typed(
        chosen=read_choices(fields, before=Chosen(language=spoken)),
        email=without_controls(fields.get(EMAIL, "")).strip()[: LONGEST_ADDRESS * 2],
        trap=fields.get(TRAP, "").strip(),
    )


def read_choices(fields: Fields, *, before: Chosen) -> Chosen:
    """The choices alone; what the form does not say stays as it was before."""
    language, often, cap = (fields.get(name, "") for name in (LANGUAGE, OFTEN, CAP))
    return Chosen(
        language=language if language in LANGUAGES else before.language,
        often=often if often in Subscriber.Often.values else before.often,
        cap=int(cap) if cap in {str(number) for number in range(1, MOST_A_WEEK + 1)} else before.cap,
        all_topics=_is_all(fields, TOPICS, before=before.all_topics),
        topics=_ticked(fields, TOPIC) if TOPICS in fields else before.topics,
        all_types=_is_all(fields, TYPES, before=before.all_types),
        types=_ticked(fields, TYPE) if TYPES in fields else before.types,
    )


def problems(typed: Typed) -> tuple[Problem, ...]:
    """What must be put right before this can be sent, in the order of the form."""
    found = []
    if sentence := _wrong_with(typed.email):
        found.append(Problem(field=EMAIL, sentence=sentence))
    found += problems_of_choices(typed.chosen)
    if typed.trap:  # said, not swallowed: a browser that fills in forms may have done it for a person
        sentence = _("A field that is to stay empty was filled in. It is empty again: please send once more.")
        found.append(Problem(field=TRAP, sentence=sentence))
    return tuple(found)


def problems_of_choices(chosen: Chosen) -> tuple[Problem, ...]:
    """Choices that would leave nothing to send."""
    found = []
    if not chosen.all_topics and not chosen.topics:
        found.append(Problem(field=TOPICS, sentence=_("Choose at least one topic, or all of them.")))
    if not chosen.all_types and not chosen.types:
        found.append(Problem(field=TYPES, sentence=_("Choose at least one research type, or all of them.")))
    return tuple(found)


def _wrong_with(email: str) -> str:
    if not email:
        return _("Write your e-mail address.")
    try:
        address = people.cleaned(email)
    except people.NotAnAddress:
        return _("Write the e-mail address in full, like name@example.org.")
    if people.needs_smtputf8(address):
        return _("Mail cannot be sent from here to an address with such letters before the @. Write another.")
    return ""


def _is_all(fields: Fields, name: str, *, before: bool) -> bool:
    said = fields.get(name, "")
    return said == ALL if said in {ALL, CHOSEN} else before


def _ticked(fields: Fields, name: str) -> tuple[str, ...]:
    return tuple(dict.fromkeys(fields.getlist(name)[:MOST_TERMS]))
