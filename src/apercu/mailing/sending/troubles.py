"""How the relay fares, as one worker sees it: after how long it is tried again, and when that is no use."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field

from apercu.mailing.sending.pace import Pace
from apercu.mailing.sending.pausing import REFUSALS
from apercu.mailing.sending.replies import Handed, Kind, Trouble


@dataclass(frozen=True, kw_only=True)
class Pause:
    """Mailings have to stand still, and why."""

    code: str
    said: str


@dataclass(kw_only=True)
class Troubles:
    """Troubles and refusals in a row; one copy that is accepted ends both."""

    pace: Pace
    since: Callable[[], float]
    said: str = field(default="", init=False)  # what was wrong at the last try
    _in_a_row: int = field(default=0, init=False)
    _refused: int = field(default=0, init=False)
    _not_before: float = field(default=0.0, init=False)

    def must_wait(self) -> bool:
        """Whether the relay is left alone for now."""
        return self.since() < self._not_before

    def count(self, handed: Handed) -> Pause | None:
        """Take note of how a copy fared; what mailings have to stand still for, if anything."""
        self.said = str(handed.trouble or "")
        if handed.trouble is not None:
            return self._trouble(handed.trouble)
        if handed.kind is Kind.REFUSED:
            self._refused += 1
            if self._refused >= self.pace.refusals:
                self.forget()
                return Pause(code=REFUSALS, said=handed.said)
        elif handed.kind is Kind.ACCEPTED:
            self.forget()
        return None

    def forget(self) -> None:
        """Begin anew: the relay takes mail, or a person will look."""
        self._in_a_row, self._refused, self._not_before = 0, 0, 0.0

    def _trouble(self, trouble: Trouble) -> Pause | None:
        waits = self.pace.waits
        if trouble.is_final or self._in_a_row >= len(waits):
            self.forget()
            return Pause(code=trouble.code, said=str(trouble))
        self._not_before = self.since() + waits[self._in_a_row]
        self._in_a_row += 1
        return None
