"""Why something that was due did not happen: kept as codes, said in the language of who reads them."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import asdict, dataclass
from typing import Any

from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from apercu.content import rules

_SENTENCES: dict[str, Promise] = {
    "in-review": gettext_lazy("It is still in review."),
    "last-day-over": gettext_lazy(
        "The day on which it was to be withdrawn is over already: give it a later one, or none."
    ),
    "unforeseen": gettext_lazy("Something went wrong that we did not foresee: %(detail)s"),
}
LONGEST = 300  # of what a database or a library says


@dataclass(frozen=True, kw_only=True)
class Reason:
    """One reason: a code of the gate (`rules.py`), or one of those above."""

    code: str
    field: str = ""
    detail: str = ""
    of: str = ""  # the record it is about, where that is not the one that was due

    @property
    def sentence(self) -> str:
        """What is wrong and what to do, in the language being spoken."""
        said = self._said()
        return _("“%(record)s”: %(reason)s") % {"record": self.of, "reason": said} if self.of else said

    def _said(self) -> str:
        if self.code in _SENTENCES:
            return str(_SENTENCES[self.code]) % {"detail": self.detail}
        try:
            return rules.Problem(code=self.code, field=self.field).sentence
        except KeyError:  # kept by a release that had other rules
            return self.code


def of_problems(problems: Iterable[rules.Problem], *, of: str = "") -> tuple[Reason, ...]:
    """The gate's refusal as reasons."""
    return tuple(Reason(code=problem.code, field=problem.field, of=of) for problem in problems)


def of_error(error: Exception, *, record: Any) -> tuple[Reason, ...]:
    """What an exception says, the gate's refusals in its own sentences."""
    if isinstance(error, LastDayOver):
        return (Reason(code="last-day-over"),)
    if not isinstance(error, rules.Unpublishable):
        detail = f"{type(error).__name__}: {error}"[:LONGEST]
        return (Reason(code="unforeseen", detail=detail),)
    other = error.record is not None and not _is_same(error.record, record)
    return of_problems(error.problems, of=str(error.record) if other else "")


def as_json(reasons: Iterable[Reason]) -> list[dict[str, str]]:
    """Reasons as a row keeps them."""
    return [{name: value for name, value in asdict(reason).items() if value} for reason in reasons]


def from_json(kept: Iterable[dict[str, str]]) -> tuple[Reason, ...]:
    """Reasons as a row kept them."""
    return tuple(Reason(**reason) for reason in kept)


class LastDayOver(Exception):
    """What was to be published should have been withdrawn again by now."""


def _is_same(one: Any, other: Any) -> bool:
    return type(one) is type(other) and one.pk == other.pk
