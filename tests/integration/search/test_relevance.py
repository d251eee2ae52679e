"""The relevance set: ours beats the others on the part that tuning never saw, and exact questions stay exact."""

from __future__ import annotations

import pytest
from django.utils import timezone

from apercu.ops import sample, taxonomy
from tests import relevance
from tests.relevance import TO_THE_LETTER

pytestmark = [pytest.mark.django_db, pytest.mark.slow]


@pytest.fixture
def ways() -> dict[str, relevance.Finds]:
    """Every way of searching, over the sample digest."""
    taxonomy.load()
    sample.load(clock=timezone.now)
    return relevance.ways()


def test_the_set_is_large_and_a_third_is_kept_aside() -> None:
    asked = relevance.asks()
    aside = [ask for ask in asked if ask.is_aside]
    assert len(asked) >= 60
    assert len(aside) == len(asked) // 3
    assert {ask.kind for ask in aside} == {ask.kind for ask in asked}


def test_ours_is_best(ways: dict[str, relevance.Finds]) -> None:
    aside = [ask for ask in relevance.asks() if ask.is_aside]
    scores = {name: relevance.score(finds, aside) for name, finds in ways.items()}
    ours = scores["words and meaning"]
    for name, other in scores.items():
        if name.startswith(("SQLite", "Wagtail")):
            assert ours.ndcg >= other.ndcg + 0.10, (name, scores)
    assert ours.success >= 0.9

    exact = [ask for ask in relevance.asks() if ask.kind in TO_THE_LETTER]
    for ask in exact:
        fused = relevance.ndcg(ways["words and meaning"](ask.text), ask.answers)
        assert fused >= relevance.ndcg(ways["words alone (BM25)"](ask.text), ask.answers), ask.text
