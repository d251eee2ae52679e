"""The relevance set asked of our search, of its parts, and of others, over the sample digest.

nDCG@10 (Järvelin and Kekäläinen 2002, gain 2^grade - 1), the mean reciprocal rank of the first answer graded 3, and
how often one stands among the first three. The site with the sample digest must be in the database.
"""

from __future__ import annotations

import math
import re
import sqlite3
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path
from statistics import mean
from typing import Any
from unittest.mock import patch

import yaml
from django.db import OperationalError
from django.db.models import QuerySet
from modelsearch.backends import get_search_backend
from modelsearch.index import SearchField

from apercu.content.models import Summary
from apercu.reading.terms import terms
from apercu.search import meaning, ranking, searching
from apercu.search.live import live
from apercu.search.searching import Request
from apercu.sources.cleaning import text_of

SET = Path(__file__).parent / "samples" / "relevance.yaml"
TO_THE_LETTER = {"quoted", "fielded", "doi"}
Slugs = list[str]
Finds = Callable[[str], Slugs]


@dataclass(frozen=True, kw_only=True)
class Ask:
    """One query with its graded answers."""

    text: str
    kind: str
    is_aside: bool
    answers: dict[str, int]


@dataclass(frozen=True, kw_only=True)
class Score:
    """How well a way of searching answers a set of queries."""

    ndcg: float
    reciprocal_rank: float
    success: float  # one graded 3 among the first three


def asks() -> list[Ask]:
    """The whole set, in its order."""
    return [
        Ask(text=one["ask"], kind=one["kind"], is_aside=bool(one.get("aside")), answers=one["answers"])
        for one in yaml.safe_load(SET.read_text("utf-8"))
    ]


def score(finds: Finds, asked: Iterable[Ask]) -> Score:
    """How well this way of searching answers these queries."""
    found = [(ask, finds(ask.text)) for ask in asked]
    return Score(
        ndcg=mean(ndcg(slugs, ask.answers) for ask, slugs in found),
        reciprocal_rank=mean(_reciprocal_rank(slugs, ask.answers) for ask, slugs in found),
        success=mean(any(ask.answers.get(slug) == 3 for slug in slugs[:3]) for ask, slugs in found),
    )


def ndcg(found: Sequence[str], answers: dict[str, int], *, most: int = 10) -> float:
    """The discounted gain of what was found, as a share of the best possible."""
    gained = _gain(answers.get(slug, 0) for slug in found[:most])
    return gained / _gain(sorted(answers.values(), reverse=True)[:most])


def ways() -> dict[str, Finds]:
    """Ours, its parts, and what others do with the same texts."""
    return {
        "words and meaning": fused(),
        "words alone (BM25)": by_words(),
        "meaning alone": by_meaning(),
        "SQLite FTS5 (porter, all words)": by_fts5(" "),
        "SQLite FTS5 (porter, any word)": by_fts5(" OR "),
        "Wagtail (all words)": by_wagtail("and"),
        "Wagtail (any word)": by_wagtail("or"),
    }


def fused() -> Finds:
    """As a page shows it: what words found, and below it what is close in meaning."""
    slugs = dict(Summary.objects.values_list("pk", "slug"))

    def finds(text: str) -> Slugs:
        results = searching.search(Request(text=text), find_terms=terms().keys_of)
        return [slugs[one.key] for one in (*results.found, *results.close)]

    return finds


def by_words() -> Finds:
    """What words found, in the order of words and age."""
    slugs = dict(Summary.objects.values_list("pk", "slug"))

    def finds(text: str) -> Slugs:
        with patch.object(ranking, "MEANING", 0.0):
            results = searching.search(Request(text=text), find_terms=terms().keys_of)
        return [slugs[one.key] for one in results.found]

    return finds


def by_meaning() -> Finds:
    """The nearest in meaning to the query as it was typed."""
    slugs = dict(Summary.objects.values_list("pk", "slug"))
    snapshot = live.snapshot()
    assert snapshot is not None

    def finds(text: str) -> Slugs:
        (query,) = meaning.embed([text])
        return [slugs[key] for key, _near in snapshot.vectors.nearest(query, at_least=-1.0, most=10)]

    return finds


def by_fts5(joined: str) -> Finds:
    """SQLite's full text search with stems and weights, over the same texts, topics and authors."""
    rows = sqlite3.connect(":memory:")
    rows.execute(
        "CREATE VIRTUAL TABLE found USING fts5(slug UNINDEXED, title, gist, implications, body, about, "
        "tokenize='porter unicode61 remove_diacritics 2')"
    )
    for summary in everything():
        texts = (summary.title, summary.gist, text_of(summary.implications), text_of(summary.body))
        rows.execute("INSERT INTO found VALUES (?, ?, ?, ?, ?, ?)", (summary.slug, *texts, about(summary)))

    def finds(text: str) -> Slugs:
        asked = joined.join(f'"{word}"' for word in re.findall(r"\w+", text))
        found = rows.execute(
            "SELECT slug FROM found WHERE found MATCH ? ORDER BY bm25(found, 0, 3, 2, 1, 1, 1) LIMIT 10",
            [asked],
        )
        return [slug for (slug,) in found]

    return finds


def by_wagtail(operator: str) -> Finds:
    """Wagtail's database search, given the same texts to index; a query it breaks on finds nothing."""
    fields = [
        *Summary.search_fields,
        SearchField("implications"),
        SearchField("body"),
        SearchField("about_it"),
    ]
    backend: Any = get_search_backend()
    with (
        patch.object(Summary, "search_fields", fields),
        patch.object(Summary, "about_it", property(about), create=True),
    ):
        backend.add_bulk(Summary, list(everything()))

    def finds(text: str) -> Slugs:
        try:
            found = backend.search(text, Summary.objects.public(), operator=operator)
            return [summary.slug for summary in found[:10]]
        except OperationalError:  # a lone quotation mark, for one
            return []

    return finds


def everything() -> QuerySet[Summary]:
    """The public summaries with what stands around their texts."""
    return Summary.objects.public().prefetch_related("topics", "types", "summary_articles__article")


def about(summary: Summary) -> str:
    """The articles, their authors and journals, and all names of topics and types."""
    said: list[str] = []
    for row in summary.summary_articles.all():
        article = row.article
        said.extend([article.title, article.container_title, article.doi or ""])
        said.extend(f"{one.get('given', '')} {one.get('family', '')}" for one in article.authors)
    for term in (*summary.topics.all(), *summary.types.all()):
        said.extend(map(str, term.spellings()))
    return " ".join(said)


def _gain(grades: Iterable[int]) -> float:
    return float(sum((2**grade - 1) / math.log2(rank + 2) for rank, grade in enumerate(grades)))


def _reciprocal_rank(found: Sequence[str], answers: dict[str, int]) -> float:
    return next((1 / rank for rank, slug in enumerate(found[:10], start=1) if answers.get(slug) == 3), 0.0)
