"""Whether the practice implications have something to do in them."""

from __future__ import annotations

import re
from collections.abc import Iterator

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from apercu.editing.checks.entry import FRENCH, Entry
from apercu.editing.checks.finding import Check, Finding
from apercu.editing.checks.sentences import sentences, words

_VERBS = """
accept acknowledge act adapt address adjust admit agree aim allow anticipate apply arrange ask assess
attend avoid balance be become begin beware book bring build calibrate call change check choose clarify
collect combine compare consider consult continue cultivate decide deliver describe develop devote discuss
distinguish do draw encourage end ensure establish evaluate examine expect explain explore favor favour
find focus follow foster gather give go help hold identify include inform integrate introduce invite
involve join keep know learn leave let limit listen look maintain make measure mention mind monitor name
note notice observe offer open pay pick place plan practice practise prefer prepare present prioritise
prioritize probe promise propose protect provide put question raise reach read recognise recognize
recommend record reduce refer reflect remember remind repair repeat report respect respond rest return
review revisit reward schedule screen seek select send set share shift show sign slow speak spend start
state stay stop strengthen structure suggest supervise support tailor take talk teach tell think track
train treat trust try tune turn use validate vary view wait warn watch weigh welcome work write
"""
_ENGLISH_VERBS = frozenset(_VERBS.split())
_OPENING_WORDS = """
always instead then also and but so or first second third finally rather just simply even still now
"""
_OPENINGS = frozenset(_OPENING_WORDS.split())
_AFTER_A_NOUN = frozenset({"of", "is", "was", "are", "were"})  # “focus is”, “use of”: no order
_ENGLISH_YOU = re.compile(r"\byou(?:r|rs|rself|rselves)?\b", re.IGNORECASE)
_ENGLISH_AGENT = re.compile(
    r"\b(?:therapists?|psychotherapists?|clinicians?|practitioners?|psychologists?|counsell?ors?|supervisors?|"
    r"trainers?|educators?|trainees?|services?|teams?|clinics?|programs?|programmes?|we|one|it)\b"
    r"(?: \S+){0,6}? (?:can|could|may|might|do well|would do well)\b(?! be\b| have\b| not\b)",
    re.IGNORECASE,
)
_ENGLISH_SHOULD = re.compile(
    r"\b(?:should|ought to|needs? to|must|would do well to|do well to|"
    r"it (?:is|(?:may|might|would|could) be) (?:\w+ )?(?:worth|wise|best|better|important|useful|helpful))\b",
    re.IGNORECASE,
)
_FRENCH_YOU = re.compile(r"\b(?:vous|votre|vos)\b|\b\w{3,}ez\b", re.IGNORECASE)
_FRENCH_SHOULD = re.compile(
    r"\b(?:devrai(?:t|ent)|doi(?:t|vent)|faut|faudrait|"
    r"il (?:est|serait) (?:utile|important|judicieux|préférable|bon|sage)|"
    r"(?:thérapeutes?|cliniciens?|cliniciennes?|psychologues?|intervenants?|superviseure?s?|équipes?|on)\b"
    r"(?: \S+){0,5}? "
    r"(?:peut|peuvent|pourrait|pourraient|gagne(?:nt|rai\w+)? à))\b",
    re.IGNORECASE,
)
# What asks for patience or for studies, and not for anything a reader could do on Monday.
_NOTHING_TO_DO = re.compile(
    r"\b(?:more|further|future|additional|larger|other|the existing) (?:\w+ ){0,2}"
    r"(?:research|studies|study|work|trials?|evidence)\b"
    r"|\b(?:research|studies|researchers|results|findings|conclusions)\b(?: \S+){0,3}? (?:should|must|need)"
    r"|\bshould (?:be )?(?:consider\w*|interpret\w*|tak\w+|read|view\w*|treat\w*|regard\w*)\b[^.;]{0,50}?"
    r"(?:cauti\w+|grain of salt|findings?|results?|preliminary|with care)"
    r"|\b(?:d[’']autres|davantage de|de nouvelles|de plus amples) (?:\w+ )?(?:recherches?|études?|travaux)\b"
    r"|\b(?:résultats?|conclusions?|recherches?)\b(?: \S+){0,3}? (?:devraient|doivent|devrait|doit)"
    r"|\bavec (?:prudence|précaution|circonspection)\b",
    re.IGNORECASE,
)


def find(entry: Entry) -> Iterator[Finding]:
    """Practice implications no sentence of which tells anybody to do, or not to do, something."""
    text = entry.plain["implications"]
    found = sentences(text)
    asks = _asks_in_french if entry.language == FRENCH else _asks_in_english
    if not found or any(asks(sentence) for sentence in found):
        return
    waits = tuple(sentence for sentence in found if _NOTHING_TO_DO.search(sentence))
    yield Finding(
        code="nothing-to-do",
        field="implications",
        what=_(
            "The practice implications ask for patience or more research, and leave a reader nothing to do."
        )
        if waits
        else _("Nothing in the practice implications tells a reader what to do."),
        mend=_(
            "Begin a sentence with a verb (“Ask …”, “When …, check …”), or say what you, a therapist, a "
            "supervisor should do; “do not change anything yet” is something, too."
        ),
        words=text,
        quotes=waits[:2],
    )


def _asks_in_english(sentence: str) -> bool:
    if _NOTHING_TO_DO.search(sentence):
        return _begins_with_verb(sentence)
    return bool(
        _ENGLISH_YOU.search(sentence)
        or _ENGLISH_SHOULD.search(sentence)
        or _ENGLISH_AGENT.search(sentence)
        or _begins_with_verb(sentence)
    )


def _begins_with_verb(sentence: str) -> bool:
    """An order: a verb first, or first after “When a client …,”, “Instead,” and the like."""
    for clause in re.split(r"[,;:—–]\s+|\s[—–]\s", sentence):
        said = [word.casefold().replace("'", "’") for word in words(clause)]
        while said and said[0] in _OPENINGS:
            said.pop(0)
        if said[:2] == ["do", "not"] or said[:1] in (["don’t"], ["never"], ["please"]):
            return True
        if said and said[0] in _ENGLISH_VERBS and not (len(said) > 1 and said[1] in _AFTER_A_NOUN):
            return True
    return False


def _asks_in_french(sentence: str) -> bool:
    if _NOTHING_TO_DO.search(sentence):
        return False
    return bool(
        _FRENCH_YOU.search(sentence) or _FRENCH_SHOULD.search(sentence) or _french_infinitive(sentence)
    )


def _french_infinitive(sentence: str) -> bool:
    """An order in the infinitive: “Vérifier l’alliance …”, “Ne pas conclure …”."""
    said = [word.casefold() for word in words(sentence)[:4]]
    while said and said[0] in {"ne", "pas", "se", "s", "d’abord", "surtout"}:
        said.pop(0)
    return (
        bool(said)
        and len(said[0]) > 4
        and said[0].endswith(("er", "ir", "re"))
        and said[0] not in _NOT_INFINITIVE
    )


_NOT_INFINITIVE = frozenset(
    {"entre", "autre", "notre", "votre", "contre", "outre", "premier", "dernier", "encore"}
)

CHECK: Check[Entry] = Check(code="implications", title=gettext_lazy("Something to do"), find=find)
