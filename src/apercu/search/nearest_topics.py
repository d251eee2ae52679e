"""The topics nearest to a query that found nothing: a way on."""

from __future__ import annotations

from collections.abc import Iterable

from apercu.content.models import Topic
from apercu.search import meaning
from apercu.search.words.analysing import terms_of
from apercu.search.words.stemming import LANGUAGES
from apercu.search.words.stop_words import STOP_WORDS

MOST = 5
FROM = 0.15  # the cosine from which a topic is near
_WORD = 0.5  # what having words in common adds


def nearest_topics(text: str, topics: Iterable[Topic]) -> list[Topic]:
    """Those of these topics that are nearest to some words: in words in common, and in meaning."""
    known = list(topics)
    asked = _stems([word for word in text.split() if word.casefold() not in STOP_WORDS])
    near = _nearness(text, known)
    scores = {
        topic.pk: near.get(topic.pk, 0.0) + (_WORD if asked & _stems(topic.spellings()) else 0.0)
        for topic in known
    }
    found = [topic for topic in known if scores[topic.pk] >= FROM]
    return sorted(found, key=lambda topic: (-scores[topic.pk], topic.order, topic.pk))[:MOST]


def _nearness(text: str, topics: list[Topic]) -> dict[int, float]:
    if not meaning.is_on() or not topics:
        return {}
    (query,) = meaning.embed([text])
    names = meaning.embed(["; ".join([topic.name_en, *map(str, topic.aliases)]) for topic in topics])
    return {topic.pk: float(closeness) for topic, closeness in zip(topics, names @ query, strict=True)}


def _stems(texts: Iterable[str]) -> set[str]:
    return {
        stem for text in texts for language in LANGUAGES for stem in terms_of(text, language).stems.split()
    }
