"""How what was found is ordered.

**By words.** Every word of a query is looked for in all fields at once, stemmed in English and in French. A
field's BM25 score counts as often as `WEIGHTS` says, for a word in the title says more about a summary than
one in its body. The best field counts whole, the others a little (`TIE`): a word that stands everywhere is
still one word. What means the same (`words/synonyms.txt`) counts `SYNONYM` of a word, and a word taken for a
misspelling of another `CORRECTED` of it. Words that stand side by side in the title as they do in the query
add to the score (`clauses.together`).

**How many words must be there.** A phrase, a field, a year and what is in brackets or excluded are
conditions. Of other words all must be there up to two, and then most of them (`enough`); words that hold a
sentence together ("does", "the") are not looked for, and words that more than `COMMON` of all summaries have
("therapy") need not be there. When nothing has enough of them, fewer will do.

**By meaning.** The first `REORDERED` summaries found by words are ordered anew: their score, as a share of
the best one's, and how near they are in meaning to what was asked, in the proportion of `MEANING`. Later ones
keep the order of their words. So the total, the counts and the pages are those of the words; meaning only
helps to order. A query with a phrase or a field is meant to the letter: its order is that of its words alone.

**By age.** A summary of the newest year gets `RECENCY` more of its score than one twenty years older; ties go
to the newer. It decides between equals and no more: what helped clients in 2013 is not wrong because it is
old.

The order is total: equal scores stand by time, month and place, so no summary is met on two pages.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from apercu.search.engine import Hit
from apercu.search.schema import Field

WEIGHTS: dict[Field, float] = {
    Field.TITLE: 3.0,
    Field.GIST: 1.6,
    Field.TERMS: 1.5,
    Field.IMPLICATIONS: 1.0,
    Field.BODY: 1.0,
    Field.ARTICLE: 1.2,
    Field.AUTHORS: 1.6,
    Field.JOURNAL: 0.5,
}
PROSE = (Field.TITLE, Field.GIST, Field.TERMS, Field.IMPLICATIONS, Field.BODY, Field.ARTICLE)
NAMES = (Field.AUTHORS, Field.JOURNAL)
TIE = 0.3
SYNONYM = 0.7
CORRECTED = 0.8
COMMON = 0.5
REORDERED = 100
MEANING = 0.25
RECENCY = 0.05
_YEARS = 20


def enough(words: int) -> int:
    """How many of so many words must be there."""
    return words if words <= 2 else (2 * words + 2) // 3


def fused(hits: Sequence[Hit], *, nearness: Mapping[int, float], years: Mapping[int, int]) -> list[Hit]:
    """The hits in the order of words, meaning and age together; `nearness` is empty where meaning has no
    say."""
    if not hits:
        return []
    highest = max(hit.score for hit in hits) or 1.0
    nearest = max(nearness.values(), default=0.0)
    share = MEANING if nearest > 0 else 0.0
    newest_year = max(years.values(), default=0)

    def score(hit: Hit) -> float:
        by_words = hit.score / highest * _freshness(years.get(hit.key, 0), newest_year)
        by_meaning = max(nearness.get(hit.key, 0.0), 0.0) / nearest if share else 0.0
        return (1 - share) * by_words + share * by_meaning

    places = {hit.key: place for place, hit in enumerate(hits)}
    return sorted(hits, key=lambda hit: (-score(hit), places[hit.key]))


def _freshness(year: int, newest_year: int) -> float:
    if not year:
        return 1.0
    age = min(max(newest_year - year, 0), _YEARS)
    return 1.0 + RECENCY * (1 - age / _YEARS)
