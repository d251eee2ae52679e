"""What somebody may choose of the mail, as a form prints it."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from django.conf import settings

from apercu.content.models import ResearchType, Topic
from apercu.mailing.models import MailSettings, Subscriber
from apercu.mailing.models.subscriber import MOST_A_WEEK
from apercu.reading import texts
from apercu.reading.reporting.form import Problem
from apercu.reading.subscribing.form import ALL, CHOSEN, TOPIC, TOPICS, TYPE, TYPES, Chosen
from apercu.reading.terms import terms


@dataclass(frozen=True, kw_only=True)
class Option:
    """One thing to choose."""

    value: str
    name: str
    is_chosen: bool
    language: str = ""  # the `lang` of the name where that differs from the page's


@dataclass(frozen=True, kw_only=True)
class Group:
    """All of a kind, or some of it."""

    field: str  # of the two buttons, and the id of what is wrong with them
    box: str  # the name of the boxes
    is_all: bool
    options: tuple[Option, ...]
    problem: str = ""
    all_value: str = ALL
    chosen_value: str = CHOSEN


@dataclass(frozen=True, kw_only=True)
class Choosing:
    """Every choice, with what is chosen now."""

    languages: tuple[Option, ...]
    often: tuple[Option, ...]  # none where the digest sends no alerts
    caps: tuple[Option, ...]
    topics: Group
    types: Group

    @property
    def groups(self) -> tuple[Group, Group]:
        """What may be all or some of it, in the order of the form."""
        return self.topics, self.types


def choosing(chosen: Chosen, *, problems: Iterable[Problem] = ()) -> Choosing:
    """The choices of a form: 1 query, 2 more once an edition."""
    wrong = {problem.field: problem.sentence for problem in problems}
    every = terms()
    return Choosing(
        languages=tuple(
            Option(value=code, name=name, is_chosen=code == chosen.language, language=texts.foreign(code))
            for code, name in settings.LANGUAGES
        ),
        often=_often(chosen),
        caps=tuple(
            Option(value=str(number), name=str(number), is_chosen=number == chosen.cap)
            for number in range(1, MOST_A_WEEK + 1)
        ),
        topics=Group(
            field=TOPICS,
            box=TOPIC,
            is_all=chosen.all_topics,
            options=_terms(every.topics, chosen.topics),
            problem=wrong.get(TOPICS, ""),
        ),
        types=Group(
            field=TYPES,
            box=TYPE,
            is_all=chosen.all_types,
            options=_terms(every.types, chosen.types),
            problem=wrong.get(TYPES, ""),
        ),
    )


def _often(chosen: Chosen) -> tuple[Option, ...]:
    """How often: no choice where alerts are not sent, but for those who chose them when they were."""
    sends_alerts = MailSettings.objects.filter(alerts=True).exists()
    if not sends_alerts and chosen.often == Subscriber.Often.DIGEST:
        return ()
    return tuple(
        Option(value=often.value, name=str(often.label), is_chosen=often == chosen.often)
        for often in Subscriber.Often
    )


def _terms(every: Iterable[Topic | ResearchType], chosen: Iterable[str]) -> tuple[Option, ...]:
    ticked = set(chosen)
    return tuple(
        Option(value=term.slug, name=str(term.name), is_chosen=term.slug in ticked) for term in every
    )
