"""Whether the teaser speaks of what is in the digest, and of nothing else."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from apercu.editing.checks.entry import FRENCH, DigestEntry, Summarised, Term
from apercu.editing.checks.finding import Check, Finding
from apercu.editing.checks.sentences import sentences, words
from apercu.search.words.folding import parts_of
from apercu.search.words.stemming import stem
from apercu.search.words.stop_words import STOP_WORDS

# "This month I blog about A, B and C": what follows, up to the end of the sentence, is a list of subjects.
# With a colon in it, it explains rather than lists.
_ANNOUNCES = re.compile(
    r"\b(?:about|cover(?:s|ing)?|summari[sz](?:e|es|ing)|feature(?:s|d)?|look(?:s|ing)? at|on the following|"
    r"à propos de|au sujet de|portent sur|porte sur|traite(?:nt)? de|au menu)\b\s*:?\s*(?P<subjects>[^:]+)$",
    re.IGNORECASE,
)
_BETWEEN = re.compile(r"\s*[,;]\s*(?:and|et|ou|or)?\s*|\s+(?:and|et)\s+", re.IGNORECASE)
_IS_A_QUESTION = re.compile(
    r"(?:how|what|who|whether|why|when|where|comment|ce que|ce qui|qui|pourquoi|quand|si)\b", re.IGNORECASE
)
_ENOUGH = 0.6  # of a subject's words that must stand together somewhere: both of two, two of three
_LONGEST_SUBJECT = 8  # words: a longer piece is a sentence, not a name
_LITTLE = """
blog blogue month mois study studies étude études research recherche recherches psychotherapy
psychotherapies psychothérapie psychothérapies therapy therapies thérapie thérapies therapist therapists
thérapeute thérapeutes client clients patient patients treatment treatments traitement traitements summary
summaries résumé résumés article articles new nouveau nouvelle nouveaux nouvelles effect effects effet
effets result results résultat résultats question questions role rôle three trois two deux people
personnes person
"""
_SAYS_LITTLE = frozenset(_LITTLE.split())


def find(entry: DigestEntry) -> Iterator[Finding]:
    """A teaser that mentions nothing of its digest; subjects it names that no summary is about."""
    teaser = entry.plain["teaser"]
    if not teaser or not entry.summaries:
        return
    told = _stems(teaser, entry.language)
    there = set().union(*(_stems(_whole(one), entry.language) for one in entry.summaries))
    if told and not told & there:
        yield Finding(
            code="teaser-mentions-nothing",
            field="teaser",
            what=_("The teaser mentions nothing that is in this digest."),
            mend=_("Say what the summaries are about: it is the first thing a reader sees."),
            words=teaser,
        )
        return
    for subject in dict.fromkeys([*_listed(entry), *_topics_named(entry)]):
        yield Finding(
            code="teaser-names-absent",
            field="teaser",
            what=_("The teaser names “%(subject)s”, which none of its summaries is about.")
            % {"subject": subject},
            mend=_("Take it out, or put the summary into this digest."),
            words=subject,
        )


def _listed(entry: DigestEntry) -> Iterator[str]:
    """The subjects of a list, as far as all their words stand together nowhere in the digest."""
    for sentence in sentences(entry.plain["teaser"]):
        announced = _ANNOUNCES.search(sentence)
        subjects = _BETWEEN.split(announced["subjects"].rstrip(" .!…")) if announced else []
        if len(subjects) < 2:
            continue
        for subject in subjects:
            wanted = _stems(subject, entry.language)
            if not wanted or len(words(subject)) > _LONGEST_SUBJECT or _IS_A_QUESTION.match(subject):
                continue
            if not any(len(wanted & place) >= _ENOUGH * len(wanted) for place in _places(entry)):
                yield subject.strip()


def _places(entry: DigestEntry) -> Iterator[set[str]]:
    """What may stand together to count as a subject: a title, a gist, the topics, a sentence."""
    for one in entry.summaries:
        topics = " ".join(spelling for topic in one.topics for spelling in topic.spellings)
        about = _stems(f"{one.title} {one.gist} {topics}", entry.language)
        yield about
        for sentence in sentences(one.text):
            yield _stems(sentence, entry.language)


def _topics_named(entry: DigestEntry) -> Iterator[str]:
    """Names of topics that stand in the teaser, of which no summary has the topic or the word."""
    listed = _listed_text(entry)
    carried = {topic.slug for one in entry.summaries for topic in one.topics}
    whole = [_row(_whole(one), entry.language) for one in entry.summaries]
    teaser = _row(entry.plain["teaser"], entry.language)
    for topic in entry.known_topics:
        if topic.slug in carried:
            continue
        for spelling in sorted(_telling(topic), key=len, reverse=True):
            row = _row(spelling, entry.language)
            if row and _stands_in(row, teaser) and not any(_stands_in(row, text) for text in whole):
                if spelling.casefold() not in listed:
                    yield spelling
                break


def _listed_text(entry: DigestEntry) -> str:
    """What is already told of, so that it is told once."""
    return " ".join(_listed(entry)).casefold()


def _telling(topic: Term) -> Iterable[str]:
    """Spellings that mean the topic and nothing else: of two words, or a long one."""
    return [one for one in topic.spellings if len(words(one)) > 1 or len(one) >= 8]


def _whole(one: Summarised) -> str:
    topics = " ".join(spelling for topic in one.topics for spelling in topic.spellings)
    return f"{one.title}\n{one.gist}\n{one.text}\n{topics}"


def _row(text: str, language: str) -> list[str]:
    language = FRENCH if language == FRENCH else "en"
    return [stem(part, language) for word in words(text) for part in parts_of(word)]


def _stems(text: str, language: str) -> set[str]:
    parts = (part for word in words(text) for part in parts_of(word))
    telling = (
        part for part in parts if part not in STOP_WORDS and part not in _SAYS_LITTLE and len(part) > 2
    )
    return {stem(part, FRENCH if language == FRENCH else "en") for part in telling}


def _stands_in(row: list[str], text: list[str]) -> bool:
    length = len(row)
    return any(text[at : at + length] == row for at in range(len(text) - length + 1))


DIGEST_CHECK: Check[DigestEntry] = Check(code="teaser", title=gettext_lazy("Teaser and digest"), find=find)
