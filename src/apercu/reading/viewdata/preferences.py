"""Somebody's own page: what they chose, the way to leave and back, and their data."""

from __future__ import annotations

import datetime
from dataclasses import dataclass

from django.utils.translation import gettext as _

from apercu.mailing import subscribing
from apercu.mailing.models import Subscriber
from apercu.reading import addresses
from apercu.reading.reporting.form import Problem
from apercu.reading.subscribing.form import Chosen, of_choices
from apercu.reading.viewdata.choosing import Choosing, Option, choosing
from apercu.reading.viewdata.page import Page, site
from apercu.reading.viewdata.report import NOT_FOR_SEARCH


@dataclass(frozen=True, kw_only=True)
class Deeds:
    """Where each thing is done."""

    see: str
    choose: str
    leave: str
    come_back: str
    data: str
    erase: str
    subscribe: str  # the form for everybody

    @classmethod
    def of(cls, token: str) -> Deeds:
        """The addresses that go with one person's token."""
        return cls(
            see=addresses.preferences(token),
            choose=addresses.preferences(token, "choices"),
            leave=addresses.preferences(token, "leave"),
            come_back=addresses.preferences(token, "return"),
            data=addresses.preferences(token, "data"),
            erase=addresses.preferences(token, "erase"),
            subscribe=addresses.subscribe(),
        )


@dataclass(frozen=True, kw_only=True)
class OwnPage(Page):
    """What every page of one person needs."""

    email: str
    deeds: Deeds
    blocked: str  # "bounced", "complained" or nothing


@dataclass(frozen=True, kw_only=True)
class PreferencesPage(OwnPage):
    """The choices as a form."""

    choosing: Choosing
    problems: tuple[Problem, ...]
    is_saved: bool


@dataclass(frozen=True, kw_only=True)
class SubscribedPage(OwnPage):
    """What somebody gets now, said back to them."""

    language: str
    often: str
    topics: tuple[Option, ...]  # none: all of them
    types: tuple[Option, ...]
    cap: int  # alerts a week; 0 for who gets the digest


@dataclass(frozen=True, kw_only=True)
class LeftPage(OwnPage):
    """Somebody has left, and may come back."""

    left_at: datetime.datetime | None
    can_return: bool


@dataclass(frozen=True, kw_only=True)
class NobodyPage(Page):
    """A link that is nobody's."""

    subscribe: str


def preferences_page(
    subscriber: Subscriber,
    token: str,
    *,
    chosen: Chosen | None = None,
    problems: tuple[Problem, ...] = (),
    is_saved: bool = False,
) -> PreferencesPage:
    """Their choices, or what they have just typed and what is wrong with it."""
    chosen = chosen or of_choices(subscribing.chosen(subscriber))
    title = _("Your subscription")
    return PreferencesPage(
        site=site(),
        title=_("Error: %(title)s") % {"title": title} if problems else title,
        path=addresses.preferences(token, "saved" if is_saved else ""),
        head=NOT_FOR_SEARCH,
        email=subscriber.email,
        deeds=Deeds.of(token),
        blocked=subscriber.blocked,
        choosing=choosing(chosen, problems=problems),
        problems=problems,
        is_saved=is_saved,
    )


def subscribed_page(subscriber: Subscriber, token: str) -> SubscribedPage:
    """After confirming or coming back."""
    now = of_choices(subscribing.chosen(subscriber))
    every = choosing(now)
    alerts = now.often == Subscriber.Often.ALERTS
    return SubscribedPage(
        site=site(),
        title=_("You are subscribed"),
        path=addresses.preferences(token, "subscribed"),
        head=NOT_FOR_SEARCH,
        email=subscriber.email,
        deeds=Deeds.of(token),
        blocked=subscriber.blocked,
        language=next(one.name for one in every.languages if one.is_chosen),
        often=str(Subscriber.Often(now.often).label),
        topics=() if now.all_topics else tuple(one for one in every.topics.options if one.is_chosen),
        types=() if now.all_types else tuple(one for one in every.types.options if one.is_chosen),
        cap=now.cap if alerts else 0,
    )


def left_page(subscriber: Subscriber, token: str) -> LeftPage:
    """After leaving."""
    return LeftPage(
        site=site(),
        title=_("You have left"),
        path=addresses.preferences(token),
        head=NOT_FOR_SEARCH,
        email=subscriber.email,
        deeds=Deeds.of(token),
        blocked=subscriber.blocked,
        left_at=subscriber.left_at,
        can_return=subscriber.confirmed_at is not None,
    )


def step_page(subscriber: Subscriber, token: str, *, deed: str) -> OwnPage:
    """The page before a step, `leave` or `erase`, with one button."""
    titles = {"leave": _("Leave the mailing list?"), "erase": _("Delete everything about you?")}
    return OwnPage(
        site=site(),
        title=titles[deed],
        path=addresses.preferences(token, deed),
        head=NOT_FOR_SEARCH,
        email=subscriber.email,
        deeds=Deeds.of(token),
        blocked=subscriber.blocked,
    )


def nobody_page(token: str) -> NobodyPage:
    """Whoever asks, nobody is subscribed by this link."""
    return NobodyPage(
        site=site(),
        title=_("Nobody is subscribed by this link"),
        path=addresses.preferences(token),
        head=NOT_FOR_SEARCH,
        subscribe=addresses.subscribe(),
    )
