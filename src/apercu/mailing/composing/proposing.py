"""The subject and the preheader a mailing has until somebody writes better ones."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Protocol

from django.utils import translation
from django.utils.formats import date_format
from django.utils.text import capfirst
from django.utils.translation import gettext, ngettext

from apercu.mailing.composing.parts import Content, Part
from apercu.sources.cleaning import text_of


class Proposal(Protocol):
    """How a line is proposed for a content, or for some of its summaries."""

    def __call__(self, content: Content, *, language: str, parts: Sequence[Part] | None = None) -> str: ...


LONGEST = 200  # as `Mailing` keeps it
LONGEST_PREHEADER = 140  # what mailboxes show beside a subject at most


def subject(content: Content, *, language: str, parts: Sequence[Part] | None = None) -> str:
    """A subject that names the month and the first of these summaries (else of all)."""
    shown = content.summaries if parts is None else parts
    with translation.override(language):
        month = capfirst(date_format(content.month, "YEAR_MONTH_FORMAT")) if content.month else ""
        lead = month or gettext("New")
        if not shown:
            return lead
        frame = _frame(lead, "", len(shown) - 1)
        return _frame(lead, _cut(shown[0].title, LONGEST - len(frame)), len(shown) - 1)


def _frame(lead: str, title: str, more: int) -> str:
    said = {"lead": lead, "title": title, "count": more}
    if not more:
        return gettext("%(lead)s: %(title)s") % said
    return (
        ngettext("%(lead)s: “%(title)s” and %(count)s more", "%(lead)s: “%(title)s” and %(count)s more", more)
        % said
    )


def preheader(content: Content, *, language: str, parts: Sequence[Part] | None = None) -> str:
    """What stands beside the subject: the teaser's first words, else how much there is to read."""
    shown = content.summaries if parts is None else parts
    is_whole = len(shown) == len(content.summaries)
    teaser = " ".join(text_of(content.teaser).split())
    if teaser and is_whole and content.language in ("", language):
        return _cut(teaser, LONGEST_PREHEADER)
    if len(shown) == 1 and shown[0].gist and shown[0].language == language:
        return _cut(shown[0].gist, LONGEST_PREHEADER)
    with translation.override(language):
        return (
            ngettext(
                "%(count)s summary of a published study, and what it means for practice",
                "%(count)s summaries of published studies, and what they mean for practice",
                len(shown),
            )
            % {"count": len(shown)}
            if shown
            else ""
        )


def _cut(words: str, longest: int) -> str:
    """The words, ended at a word's end where they are too long."""
    if len(words) <= longest:
        return words
    return words[: longest - 1].rsplit(" ", 1)[0].rstrip(",;:—– ") + "…"
