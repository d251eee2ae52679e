"""What is wanted of the index for one word, phrase or name."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from apercu.search.ranking import NAMES, PROSE, SYNONYM, TIE, WEIGHTS
from apercu.search.schema import Field
from apercu.search.wanted import All, Best, InOrder, Start, Term, Wanted, Weighted
from apercu.search.words.analysing import Word, read_word, read_words
from apercu.search.words.folding import folded, words_of
from apercu.search.words.stemming import ENGLISH, LANGUAGES
from apercu.search.words.synonyms import SIGN


def readings(written: str) -> tuple[Word, ...]:
    """The word read in each language; none where it has no letter or digit."""
    found = (word for language in LANGUAGES for one in words_of(written) for word in _read(one, language))
    return tuple(found)


def of_word(words: Sequence[Word]) -> tuple[Wanted, ...]:
    """Entries with a word, in any form and field, as each language reads it: several ways of asking for one
    thing."""
    return tuple(_forms(words))


def best(parts: Iterable[Wanted]) -> Best:
    """What fits one of several ways of asking for one thing."""
    return Best(parts=tuple(parts), tie=TIE)


def of_synonyms(groups: Iterable[str], *, share: float = SYNONYM) -> tuple[Wanted, ...]:
    """Entries with a word of one of these groups, in any field of prose."""
    return tuple(
        Weighted(part=Term(field=field, text=SIGN + group), weight=WEIGHTS[field] * share)
        for group in groups
        for field in PROSE
    )


def of_start(written: str) -> Wanted:
    """Entries with a word that begins so."""
    begins = folded(written)
    return best(Start(field=field, text=begins) for field in (Field.EXACT, Field.AUTHORS))


def of_phrase(text: str) -> Wanted | None:
    """Entries in which these words stand together, to the letter but for accents and spelling."""
    words = tuple(part for word in read_words(text, ENGLISH) for part in word.exacts)
    if not words:
        return None
    fields = (Field.EXACT, Field.AUTHORS, Field.JOURNAL)
    return Best(parts=tuple(InOrder(field=field, terms=words) for field in fields))


def of_name(field: Field, value: str, *, in_order: bool) -> Wanted | None:
    """Entries with all words of a name in a field; initials may be missing."""
    words = [part for word in read_words(value, ENGLISH) for part in word.exacts]
    spelt_out = [word for word in words if len(word) > 1] or words
    if not words:
        return None
    if in_order and len(words) > 1:
        return InOrder(field=field, terms=tuple(words), slop=0 if spelt_out == words else 1)
    return All(
        parts=tuple(Term(field=field, text=word) for word in spelt_out),
        welcome=tuple(Term(field=field, text=word) for word in words if word not in spelt_out),
    )


def of_terms(value: str) -> Wanted | None:
    """Entries with these words in the names of their topics and types."""
    words = [best(_in_field(Field.TERMS, word) for word in readings(one)) for one in words_of(value)]
    return All(parts=tuple(words)) if words else None


def together(first: Sequence[Word], second: Sequence[Word]) -> tuple[Wanted, ...]:
    """Entries in which two words stand side by side in the title.

    Not anywhere in the text: the places of two common words would be read through in every entry, which can
    take longer than all the rest of a search, and moved no answer (docs/features/search.md).
    """
    return tuple(
        InOrder(field=Field.TITLE, terms=(*one.stems, *other.stems), slop=1)
        for one, other in zip(first, second, strict=False)
    )


def _read(written: str, language: str) -> Iterable[Word]:
    word = read_word(written, language)
    return (word,) if word.stems else ()


def _forms(words: Sequence[Word]) -> Iterable[Wanted]:
    for word in words:
        if len(word.stems) == 1:
            yield from (_weighted(field, word.stems[0]) for field in PROSE)
        else:
            yield from (_weighted(field, word.joined_stem) for field in PROSE)
            yield Weighted(part=InOrder(field=Field.TITLE, terms=word.stems), weight=WEIGHTS[Field.TITLE])
    for word in words[:1]:  # unstemmed it is the same word in every language
        if len(word.exacts) == 1:
            yield from (_weighted(field, word.exacts[0]) for field in NAMES)
        else:
            yield from (_weighted(field, word.joined_exact) for field in NAMES)
            yield InOrder(field=Field.EXACT, terms=word.exacts)


def _in_field(field: Field, word: Word) -> Wanted:
    return All(parts=tuple(Term(field=field, text=stem) for stem in word.stems))


def _weighted(field: Field, text: str) -> Wanted:
    return Weighted(part=Term(field=field, text=text), weight=WEIGHTS[field])
