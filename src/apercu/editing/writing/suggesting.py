"""Topics and research types the text speaks of and that are not chosen yet."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from functools import lru_cache
from typing import TypeVar

from apercu.content.models import ResearchType, Summary, Topic
from apercu.content.models.taxonomy import Term
from apercu.editing.checks.sentences import words
from apercu.search.nearest_topics import nearest_topics
from apercu.search.words.folding import parts_of
from apercu.search.words.stemming import LANGUAGES, stem
from apercu.sources.cleaning import text_of

MOST = 4
# What a term scores: two for standing in the headline (title, gist, titles of articles), one for each mention
# in the text, at most three. Measured on the thirty sample summaries: of the topics suggested six in ten are
# the right ones, and six in ten of the right ones are suggested; of the types eight in ten.
_IN_HEADLINE = 2
_COUNTED = 3
ENOUGH_FOR_TOPIC = 3
ENOUGH_FOR_TYPE = 2
_NEAREST = 1  # by meaning, beside those that are mentioned
T = TypeVar("T", bound=Term)


@dataclass(frozen=True, kw_only=True)
class Suggestions:
    """What is suggested for one field of the form."""

    field: str
    terms: tuple[Term, ...]

    @property
    def anchor(self) -> str:
        return f"suggested-{self.field}"

    @property
    def button(self) -> str:
        """The name under which a press on a suggestion is sent."""
        return f"add-{self.field}"


def for_summary(summary: Summary) -> tuple[Suggestions, ...]:
    """What to add to the topics and the research types of a summary as it stands in the form."""
    own = f"{summary.title or ''}\n{summary.gist or ''}"
    cited = "\n".join(row.article.title for row in summary.summary_articles.all() if row.article_id)
    text = f"{text_of(summary.body or '')}\n{text_of(summary.implications or '')}"
    head, body = _Rows(f"{own}\n{cited}"), _Rows(text)
    topics = _unchosen(Topic.objects.all(), summary.topics.all())
    types = _unchosen(ResearchType.objects.all(), summary.types.all())
    near = nearest_topics(own, topics)[:_NEAREST] if own.strip() else []
    suggested = [*_mentioned(head, body, topics, ENOUGH_FOR_TOPIC)[: MOST - len(near)], *near]
    return (
        Suggestions(field="topics", terms=tuple(dict.fromkeys(suggested))),
        Suggestions(field="types", terms=tuple(_mentioned(head, body, types, ENOUGH_FOR_TYPE)[:MOST])),
    )


def _unchosen(known: Iterable[T], chosen: Iterable[T]) -> list[T]:
    ticked = {term.pk for term in chosen}
    return [term for term in known if term.pk not in ticked]


def _mentioned(head: _Rows, body: _Rows, terms: Iterable[T], enough: int) -> list[T]:
    """Terms whose names stand in the text often enough, the most mentioned first."""
    scores = {term: _score(term, head, body) for term in terms}
    found = [term for term, score in scores.items() if score >= enough]
    return sorted(found, key=lambda term: (-scores[term], term.order, term.pk))


def _score(term: Term, head: _Rows, body: _Rows) -> int:
    spellings = set(term.spellings())
    in_headline = any(head.count(one) for one in spellings)
    return (_IN_HEADLINE if in_headline else 0) + min(_COUNTED, max(map(body.count, spellings), default=0))


class _Rows:
    """A text as rows of stems, one a language, in which a name is looked for."""

    def __init__(self, text: str) -> None:
        self._written = words(text)
        self._rows = {language: f" {' '.join(_stems(text, language))} " for language in LANGUAGES}

    def count(self, name: str) -> int:
        """How often a name stands in the text; one in capitals must stand there in capitals."""
        if name.isupper():
            return sum(word in (name, f"{name}s") for word in self._written)
        counts = []
        for language, row in self._rows.items():
            wanted = _row_of(name, language)
            counts.append(row.count(wanted) if wanted.strip() else 0)
        return max(counts)


@lru_cache(maxsize=4_000)  # the names of all topics and types, in both languages
def _row_of(name: str, language: str) -> str:
    return f" {' '.join(_stems(name, language))} "


def _stems(text: str, language: str) -> list[str]:
    return [stem(part, language) for word in words(text) for part in parts_of(word)]
