"""What a reader meets when something is not there, or broke."""

from __future__ import annotations

from dataclasses import dataclass

from django.utils.translation import gettext as _

from apercu.reading.viewdata.page import Page, site, site_without_records


@dataclass(frozen=True, kw_only=True)
class ErrorPage(Page):
    """An error, where to go from it, and the number to quote when telling us of it."""

    number: str = ""
    is_a_form: bool = False  # and what somebody wrote into it was not kept


def missing_page() -> ErrorPage:
    """Nothing is at this address: the frame's query alone."""
    return ErrorPage(site=site(), title=_("There is no page at this address"))


def unavailable_page(*, number: str = "", is_a_form: bool = False) -> ErrorPage:
    """The database is away or has no room, for a while: no query."""
    return ErrorPage(
        site=site_without_records(),
        title=_("This page cannot be shown just now"),
        number=number,
        is_a_form=is_a_form,
    )


def broken_page(*, number: str = "") -> ErrorPage:
    """Something of ours broke: no query, for the database may be what broke."""
    return ErrorPage(site=site_without_records(), title=_("Something went wrong on our side"), number=number)
