"""Words of the text that are nearly, but not quite, the name of a topic."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from rapidfuzz.distance import OSA
from rapidfuzz.process import extractOne

from apercu.editing.checks.entry import DigestEntry, Entry, Term
from apercu.editing.checks.finding import Check, Finding
from apercu.editing.checks.sentences import words
from apercu.search.words.folding import parts_of
from apercu.search.words.stemming import exact, stem

SHORTEST = 8  # letters: below that, one letter makes another word
VERY_LONG = 14  # letters from which two may be wrong


def find(entry: Entry | DigestEntry) -> Iterator[Finding]:
    """Each misspelt word once, with the name that was probably meant."""
    right, wrong = _words_of_topics(entry.known_topics, entry.language)
    stems = {stem(word, entry.language) for word in right}
    told: set[str] = set()
    for field, text in entry.texts():
        for word in words(text):
            for part in parts_of(word):
                if part in told or len(part) < SHORTEST:
                    continue
                told.add(part)
                meant = wrong.get(part) or _meant(part, right, stems, entry.language)
                if meant:
                    yield Finding(
                        code="topic-misspelt",
                        field=field,
                        what=_("“%(written)s” looks like a misspelling of “%(meant)s”.")
                        % {"written": word, "meant": meant},
                        mend=_("Correct it: readers who search for it will not find the summary."),
                        words=part,
                    )


def _meant(part: str, right: dict[str, str], stems: set[str], language: str) -> str:
    plain = exact(part)
    if plain in right or stem(part, language) in stems:
        return ""
    near = extractOne(plain, right.keys(), scorer=OSA.distance, score_cutoff=2, processor=None)
    if near is None:
        return ""
    name, distance = str(near[0]), int(near[1])
    allowed = 2 if len(name) >= VERY_LONG else 1
    inflected = min(len(plain), len(name)) >= SHORTEST and (plain.startswith(name) or name.startswith(plain))
    if distance > allowed or inflected or plain[0] != name[0]:
        return ""
    return right[name]


def _words_of_topics(topics: Iterable[Term], language: str) -> tuple[dict[str, str], dict[str, str]]:
    """The long words of topics' names and aliases, and the aliases that are known misspellings of a name.

    Topics list misspellings among their aliases, so that imports understand them; a writer should not.
    """
    right: dict[str, str] = {}
    wrong: dict[str, str] = {}
    for topic in topics:
        named = {exact(part): part for part in _parts([topic.name_in(language)])}
        right.update(named)
        for part in _parts(topic.aliases):
            plain = exact(part)
            if plain in named:
                continue
            if (meant := _misspelt_name(part, named)) is not None:
                wrong[part] = meant
            else:
                right.setdefault(plain, part)
    return right, wrong


def _parts(texts: Iterable[str]) -> Iterator[str]:
    for text in texts:
        for word in words(text):
            yield from (part for part in parts_of(word) if len(part) >= SHORTEST)


def _misspelt_name(part: str, named: dict[str, str]) -> str | None:
    """The word of a name that an alias writes with one letter wrong; an ending more or less is none."""
    plain = exact(part)
    for name, written in named.items():
        if plain.startswith(name) or name.startswith(plain) or plain[0] != name[0]:
            continue
        if OSA.distance(plain, name, score_cutoff=1) <= 1:
            return written
    return None


CHECK: Check[Entry] = Check(code="topic-names", title=gettext_lazy("Names of topics"), find=find)
DIGEST_CHECK: Check[DigestEntry] = Check(code="topic-names", title=gettext_lazy("Names of topics"), find=find)
