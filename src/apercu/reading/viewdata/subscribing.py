"""The form to subscribe, what is said once it was sent, and the step that is left."""

from __future__ import annotations

from dataclasses import dataclass

from django.utils.translation import gettext as _

from apercu.mailing.letters import sender
from apercu.reading import addresses
from apercu.reading.machine import addresses as of_machines
from apercu.reading.reporting.form import Problem
from apercu.reading.subscribing.form import EMAIL, Typed, beginning
from apercu.reading.subscribing.limits import Limit
from apercu.reading.viewdata.choosing import Choosing, choosing
from apercu.reading.viewdata.page import Link, Page, site
from apercu.reading.viewdata.report import NOT_FOR_SEARCH


@dataclass(frozen=True, kw_only=True)
class SubscribePage(Page):
    """The form, empty or with what was typed and what is wrong with it."""

    typed: Typed
    choosing: Choosing | None  # none: this digest has no mail yet
    problems: tuple[Problem, ...]
    refusal: str  # a sentence, where it was not taken for another reason than a field
    feeds: tuple[Link, ...]

    @property
    def email_problem(self) -> str:
        """What is wrong with the e-mail address, else nothing."""
        return next((problem.sentence for problem in self.problems if problem.field == EMAIL), "")

    @property
    def is_unfolded(self) -> bool:
        """Whether the choices stand open: something in them was changed or is wrong."""
        return not self.typed.chosen.is_usual


@dataclass(frozen=True, kw_only=True)
class SentPage(Page):
    """What is left to do once the form was sent."""

    sender: str  # the address the mail comes from
    again: str


@dataclass(frozen=True, kw_only=True)
class ConfirmPage(Page):
    """The button that is left to press, or why there is none."""

    digest: str
    is_good: bool
    preferences: str  # where a link that was used leads; empty for one that is too old, replaced or false
    again: str


@dataclass(frozen=True, kw_only=True)
class ForgottenPage(Page):
    """After somebody had their data deleted."""

    again: str


def subscribe_page(
    *, typed: Typed | None = None, problems: tuple[Problem, ...] = (), refusal: str = ""
) -> SubscribePage:
    """The form: the frame's query and 1 more."""
    frame = site()
    typed = typed or beginning(addresses.spoken())
    title = _("The digest by e-mail")
    return SubscribePage(
        site=frame,
        title=_("Error: %(title)s") % {"title": title} if problems or refusal else title,
        path=addresses.subscribe(),
        description=_("One field, one mail to confirm, and one click to leave again."),
        typed=typed,
        choosing=choosing(typed.chosen, problems=problems) if frame.mail_consent else None,
        problems=problems,
        refusal=refusal,
        feeds=_feeds(),
    )


def sent_page() -> SentPage:
    """What comes next: the frame's query and 2 more."""
    return SentPage(
        site=site(),
        title=_("One step left"),
        path=addresses.subscribe_sent(),
        head=NOT_FOR_SEARCH,
        sender=sender.of_the_site(addresses.spoken()).address,
        again=addresses.subscribe(),
    )


def confirm_page(token: str) -> ConfirmPage:
    """The one button."""
    return _confirm_page(token, title=_("One step left"), is_good=True)


def used_page(token: str, *, preferences: str) -> ConfirmPage:
    """A link that has done what it was for."""
    return _confirm_page(token, title=_("You have confirmed already"), preferences=preferences)


def stale_page(token: str) -> ConfirmPage:
    """A link that is not good (any more)."""
    return _confirm_page(token, title=_("This link is not good any more"))


def forgotten_page() -> ForgottenPage:
    """Nothing is kept now."""
    return ForgottenPage(
        site=site(),
        title=_("Your data is deleted"),
        path=addresses.forgotten(),
        head=NOT_FOR_SEARCH,
        again=addresses.subscribe(),
    )


def refusal_of(limit: Limit) -> str:
    """Why a request was not taken now, and what to do."""
    if limit is Limit.SITE:
        return _(
            "More people asked for the mail this hour than we can write to. Please try again in an hour."
        )
    return _("Many requests came from your connection this hour. Please try again in an hour.")


def _confirm_page(token: str, *, title: str, is_good: bool = False, preferences: str = "") -> ConfirmPage:
    frame = site()
    return ConfirmPage(
        site=frame,
        title=title,
        path=addresses.confirm(token),
        head=NOT_FOR_SEARCH,
        digest=frame.name,
        is_good=is_good,
        preferences=preferences,
        again=addresses.subscribe(),
    )


def _feeds() -> tuple[Link, ...]:
    return (
        Link(text=_("Feed of summaries"), address=of_machines.summaries_feed()),
        Link(text=_("Feed of digests"), address=of_machines.digests_feed()),
    )
