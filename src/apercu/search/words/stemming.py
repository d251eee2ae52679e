"""Words of one stem: Snowball's English ("Porter 2") and French (snowballstem.org), and what they get wrong.

Stems of French words carry a sign of their own, so that a French stem is never taken for an English word.
"""

from __future__ import annotations

from functools import lru_cache

import Stemmer

from apercu.search.words.folding import folded
from apercu.search.words.spelling import one_spelling

ENGLISH, FRENCH = "en", "fr"
LANGUAGES = (ENGLISH, FRENCH)
OF_FRENCH = "~"  # no letter, so no word begins with it

# Without caches of their own: `stem` has one.
_STEMMERS = {ENGLISH: Stemmer.Stemmer("english", 0), FRENCH: Stemmer.Stemmer("french", 0)}
# Plurals from Greek and Latin, which the stemmer cuts from their singulars.
_IRREGULAR = {
    "analyses": "analysis", "crises": "crisis", "diagnoses": "diagnosis", "hypotheses": "hypothesis",
    "psychoses": "psychosis", "neuroses": "neurosis", "syntheses": "synthesis", "prognoses": "prognosis",
    "criteria": "criterion", "phenomena": "phenomenon", "children": "child", "women": "woman", "men": "man",
    "lives": "life", "selves": "self", "analyse": "analysis", "analysed": "analysis", "analysing": "analysis",
    "diagnose": "diagnosis", "diagnosed": "diagnosis", "diagnosing": "diagnosis",
}  # fmt: skip


@lru_cache(maxsize=10_000)
def stem(part: str, language: str) -> str:
    """The stem of a part of a word (small letters, accents kept) in a language; another than ours is
    English."""
    if language == FRENCH:
        return OF_FRENCH + folded(str(_STEMMERS[FRENCH].stemWord(part)))
    return stem_of_exact(exact(part))


def stem_of_exact(word: str) -> str:
    """The English stem of a word in its one spelling."""
    return str(_STEMMERS[ENGLISH].stemWord(_IRREGULAR.get(word, word)))


def exact(part: str) -> str:
    """The part unstemmed: folded and in one spelling."""
    return one_spelling(folded(part))
