"""How hard the text is to read, and its hardest sentences.

English: the Flesch-Kincaid grade level (Kincaid, Fishburne, Rogers & Chissom 1975, Research Branch Report
8-75, Naval Technical Training Command): 0.39 words a sentence + 11.8 syllables a word - 15.59.
French: Kandel and Moles' ease (Kandel & Moles 1958, "Application de l'indice de Flesch à la langue
française", Cahiers d'études de radio-télévision 19): 207 - 1.015 words a sentence - 73.6 syllables a word.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from apercu.editing.checks.entry import FRENCH, Entry
from apercu.editing.checks.finding import Check, Finding
from apercu.editing.checks.sentences import sentences, words
from apercu.editing.checks.syllables import syllables

FIELDS = ("body", "implications")
LEAST_WORDS = 50  # below that a mean says nothing
HARDEST_GRADE = 16.0  # as many years of school: a clinician reads this, but not between two clients
LEAST_EASE = 20.0  # the same on the French scale, where 0 to 30 is for specialists
SHOWN = 3  # of the hardest sentences
LONG_SENTENCE = 20  # words: a shorter one is not what makes a text hard


@dataclass(frozen=True, kw_only=True)
class Level:
    """The counts of a text, and what the formula of its language makes of them."""

    sentences: int
    words: int
    syllables: int
    language: str

    @property
    def score(self) -> float:
        """The school grade of an English text, the ease of a French one."""
        length, weight = self.words / self.sentences, self.syllables / self.words
        if self.language == FRENCH:
            return 207 - 1.015 * length - 73.6 * weight
        return 0.39 * length + 11.8 * weight - 15.59

    @property
    def is_hard(self) -> bool:
        return self.score < LEAST_EASE if self.language == FRENCH else self.score > HARDEST_GRADE


def level_of(text: str, language: str) -> Level | None:
    """The level of a plain text; none where it has no words."""
    found = sentences(text)
    said = [word for sentence in found for word in words(sentence) if not word.isdigit()]
    if not said:
        return None
    count = sum(syllables(word, language) for word in said)
    return Level(sentences=len(found), words=len(said), syllables=count, language=language)


def hardest(text: str, language: str) -> tuple[str, ...]:
    """The sentences of some length that weigh most on the level, the hardest first."""
    levels = [(one, level) for one in sentences(text) if (level := level_of(one, language))]
    long = [(one, level) for one, level in levels if level.words >= LONG_SENTENCE]
    long.sort(key=lambda pair: pair[1].score, reverse=language != FRENCH)
    return tuple(one for one, _level in long[:SHOWN])


def find(entry: Entry) -> Iterator[Finding]:
    """A text that is harder than its readers have time for."""
    text = "\n".join(found for _field, found in entry.texts(*FIELDS))
    level = level_of(text, entry.language)
    if level is None or level.words < LEAST_WORDS or not level.is_hard:
        return
    score = round(level.score)
    what = (
        _("Hard to read: an ease of %(score)s by Kandel and Moles; a text for busy readers has 30 or more.")
        if entry.language == FRENCH
        else _("Hard to read: grade %(score)s by Flesch-Kincaid; a text for busy readers has 14 or less.")
    )
    yield Finding(
        code="hard-to-read",
        field="body",
        what=what % {"score": score},
        mend=_("Cut its hardest sentences in two, and say them with shorter words:"),
        words=f"{score // 2}",
        quotes=hardest(text, entry.language),
    )


CHECK: Check[Entry] = Check(code="reading-level", title=gettext_lazy("Reading level"), find=find)
