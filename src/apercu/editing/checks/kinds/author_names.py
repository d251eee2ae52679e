"""Whether the text spells the article's authors as the article does."""

from __future__ import annotations

from collections.abc import Iterator

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from rapidfuzz.distance import OSA

from apercu.editing.checks.entry import Entry
from apercu.editing.checks.finding import Check, Finding
from apercu.editing.checks.sentences import words
from apercu.search.words.folding import folded, parts_of

SHORTEST = 6  # letters: below that, one letter makes another name (Hayes, Haynes)


def find(entry: Entry) -> Iterator[Finding]:
    """Words with a capital that are nearly, but not quite, an author's family name."""
    names = {
        part: folded(part)
        for article in entry.articles
        for author in article.reference.authors
        for part in words(author.family)
        if len(part) >= SHORTEST
    }
    told: set[str] = set()
    for field, text in entry.texts():
        for word in words(text):
            bare = _without_ending(word)
            if not bare[:1].isupper() or {bare, bare.removesuffix("s")} & (names.keys() | told):
                continue
            if name := _meant(bare, names):
                told.add(bare)
                yield Finding(
                    code="author-misspelt",
                    field=field,
                    what=_("“%(written)s” is spelt “%(name)s” in the citation.")
                    % {"written": bare, "name": name},
                    mend=_("Look at the article itself, and correct the one that is wrong."),
                    words=bare,
                )


def _without_ending(word: str) -> str:
    """The name in “Nguyen’s” and “d’Orlinsky”; others as they are."""
    pieces = word.replace("'", "’").split("’")
    if len(pieces) > 1 and len(parts_of(word)) == 1:
        return max(pieces, key=len)
    return word


def _meant(word: str, names: dict[str, str]) -> str:
    plain = folded(word)
    for name, as_plain in names.items():
        if plain[:1] == as_plain[:1] and OSA.distance(plain, as_plain, score_cutoff=1) <= 1:
            return name
    return ""


CHECK: Check[Entry] = Check(code="author-names", title=gettext_lazy("Names of authors"), find=find)
