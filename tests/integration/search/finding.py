"""What the tests of search ask it with."""

from __future__ import annotations

from typing import Any

from apercu.content.models import Summary
from apercu.reading.terms import terms
from apercu.search import searching
from apercu.search.searching import Request, Results


def results(text: str = "", **asked: Any) -> Results:
    """What the index finds."""
    return searching.search(Request(text=text, **asked), find_terms=terms().keys_of)


def found(text: str = "", **asked: Any) -> list[str]:
    """The titles of what words find, in their order."""
    return titles(one.key for one in results(text, **asked).found)


def titles(keys: Any) -> list[str]:
    """The titles of summaries by their keys, in the order given."""
    known = dict(Summary.objects.values_list("pk", "title"))
    return [known[key] for key in keys]
