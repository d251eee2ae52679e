"""One entry of a source with all it names looked up, and what meeting it again adds to its summary."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from apercu.content import drafting
from apercu.content.models import Article
from apercu.content.models.taxonomy import Term
from apercu.importing.comparing import CORRECTIONS, TEXTS
from apercu.importing.models import Outcome
from apercu.sources.draft import Caveat, CorrectionDraft, SummaryDraft
from apercu.sources.streams import STREAMS

PRIVATE = "private"


@dataclass(frozen=True, kw_only=True)
class Entry:
    """A draft with everything it names looked up."""

    draft: SummaryDraft
    source: str
    month: str
    place: str
    topics: list[Term]
    types: list[Term]
    caveats: list[Caveat]

    @property
    def dois(self) -> list[str]:
        return [reference.doi for reference in self.draft.references if reference.doi]

    @property
    def identifier(self) -> str:
        """The name its source has for it: an export and a feed share a post's name, but not its print."""
        return self._named_by(self.source) if self.draft.post else self.draft.identifier

    @property
    def siblings(self) -> list[str]:
        """What the other kinds of sources that know the same name would call it."""
        return [self._named_by(kind) for kind in STREAMS if kind != self.source] if self.draft.post else []

    def _named_by(self, source: str) -> str:
        return f"{source} {self.draft.identifier}" if self.draft.identifier else ""

    @property
    def was_public(self) -> bool:
        """Whether readers could see it where it comes from."""
        return self.draft.post is None or self.draft.post.is_public

    @property
    def text(self) -> drafting.SummaryText:
        draft = self.draft
        return drafting.SummaryText(
            title=draft.title,
            gist=draft.gist,
            body=draft.body,
            implications=draft.implications,
            printed_citation=draft.citation or "",
        )

    @property
    def given(self) -> dict[str, Any]:
        """What the source says, in the form it is compared with next time."""
        texts = {field: getattr(self.text, field) for field in TEXTS}
        return {
            **texts,
            "references": [reference.to_csl() for reference in self.draft.references],
            CORRECTIONS: [{"date": f"{one.date}", "text": one.text} for one in self.draft.corrections],
            **({} if self.was_public else {PRIVATE: True}),
        }


@dataclass(frozen=True, kw_only=True)
class Revision:
    """What meeting an entry again adds to it."""

    text: dict[str, str]
    articles: list[Article]
    corrections: tuple[CorrectionDraft, ...] | None  # None: as they are
    topics: list[Term]
    types: list[Term]

    @property
    def parts(self) -> list[str]:
        """What an editor has to look at, by name."""
        corrections = [] if self.corrections is None else [CORRECTIONS]
        return [*sorted([*self.text, *corrections]), *(["articles"] if self.articles else [])]

    @property
    def outcome(self) -> Outcome:
        if self.parts:
            return Outcome.UPDATED
        return Outcome.UNITED if self.topics or self.types else Outcome.UNCHANGED
