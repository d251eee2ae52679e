"""What a service's module does: whether it can be asked, what to ask, and what the reply says."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Protocol

from apercu.citations.identifying import Identifiers
from apercu.fetching import Reply
from apercu.lookup.answers import Answer
from apercu.lookup.settings import LookupSettings


@dataclass(frozen=True, kw_only=True)
class Question:
    """One request; keys among its parameters and headers are in no `repr`."""

    url: str
    params: Mapping[str, str] = field(default_factory=dict, repr=False)
    headers: Mapping[str, str] = field(default_factory=dict, repr=False)


class Service(Protocol):
    """A service, as its module gives it."""

    @property
    def SERVICE(self) -> str:
        """Its name in answers and failures."""
        ...

    def can_ask(self, identifiers: Identifiers) -> bool:
        """Whether one request will do with what is known."""
        ...

    def question(self, identifiers: Identifiers, settings: LookupSettings) -> Question:
        """The request."""
        ...

    def read(self, reply: Reply, *, asked: Identifiers) -> Answer:
        """The answer in the reply, or an `Unanswered`."""
        ...
