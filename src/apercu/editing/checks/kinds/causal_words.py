"""Words of cause and effect about research that cannot show them.

Which research types can is in `CAN_SHOW_CAUSES` below. A sentence that asks, denies or doubts claims nothing,
and one that speaks of a trial has the right to such words.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from enum import Enum

from django.utils.translation import get_language, gettext_lazy
from django.utils.translation import gettext as _

from apercu.editing.checks.entry import ENGLISH, FRENCH, Entry
from apercu.editing.checks.finding import Check, Finding
from apercu.editing.checks.sentences import sentences


class Shows(Enum):
    """What a kind of research can say of causes."""

    CAUSES = "causes"
    DEPENDS = "depends on the studies it reports"
    LINKS = "links only"


# By the address of our research types; a type that is not here may be anything, and nothing is said.
CAN_SHOW_CAUSES = {
    "randomised-controlled-trial": Shows.CAUSES,
    "network-meta-analysis": Shows.CAUSES,  # of trials
    "meta-analysis": Shows.DEPENDS,  # of trials, or of correlations
    "systematic-review": Shows.DEPENDS,
    "narrative-review": Shows.DEPENDS,
    "chapter-or-book": Shows.DEPENDS,
    "practice-based-study": Shows.LINKS,
    "survey": Shows.LINKS,
    "process-study": Shows.LINKS,
    "qualitative-study": Shows.LINKS,
}
FIELDS = ("title", "gist", "body")
MOST = 5  # sentences told of at once


def _any_of(*claims: str) -> re.Pattern[str]:
    """One pattern for all the ways to claim a cause."""
    return re.compile(rf"\b(?:{'|'.join(claims)})", re.IGNORECASE)


_ENGLISH = _any_of(
    r"caus(?:e|es|ed|ing)(?! for concern)",
    r"leads? (?:\w+ )?to", r"led (?:\w+ )?to", r"leading to",
    r"results? in", r"resulted in", r"resulting in",
    r"brings? about", r"brought about", r"due to", r"thanks to", r"as a result of", r"owing to",
    r"(?:has|have|had|having) an? (?:\w+ )?(?:effect|impact|influence) on",
    r"(?:the|its|their) (?:\w+ )?(?:effects?|impact|influence) of [^.;]{1,60}? on",
    r"impacts? on", r"impacted", r"(?:the |an? )?consequences? of",
    # not "increases in", "helps with": a noun, or a word that takes no object here
    r"(?:improves|reduces|increases|decreases|lowers|raises|boosts|enhances|worsens|diminishes|strengthens|"
    r"weakens|prevents|promotes|fosters|helps)(?! in\b)(?! with\b)(?! and\b)(?! by\b)(?! \w+ed\b)(?= \w)",
    r"protects? (?:\w+ ){0,2}(?:from|against)",
    r"makes? (?:\w+ ){1,3}(?:better|worse|more|less)\b",
)  # fmt: skip
_ENGLISH_CLAIMS_NOTHING = re.compile(
    r"\?|n[’']t\b|\b(?:not|nothing|nobody|cannot|no|nor|never|neither|without|whether|if|may|might|could|would|"
    r"perhaps|possibly|unclear|unknown|suggests? that|hypothesi[sz]\w*|theor\w+|assum\w+|suppos\w+|believ\w+|"
    r"thought to|argu\w+|wonder\w*|way round|which came first|said|say|report(?:ed)? that|in their view|"
    r"according to|randomi[sz]ed|trials?|experiments?|experimental)\b",
    re.IGNORECASE,
)
_FRENCH = _any_of(
    r"cause(?:nt|r)?(?= (?:l|d|un|plus|moins|à))", r"(?:a|ont) causé", r"caus(?:ée?s?) par",
    r"entraîn(?:e|ent|ait|é|ée|er)", r"(?:mène|mènent|menait|conduit|conduisent|conduisait) à",
    r"provoqu(?:e|ent|ait|é|ée)", r"engendr(?:e|ent|ait|é)",
    r"(?:a|ont|avait|avaient) une? (?:\w+ )?(?:effet|impact|influence|incidence) (?:\w+ )?sur",
    r"(?:l[’']|cet |son |leur )(?:effet|impact|influence|incidence) d[^.;]{1,60}? sur",
    r"(?:améliore|améliorent|réduit|réduisent|augmente|augmentent|diminue|diminuent|favorise|favorisent|"
    r"renforce|renforcent|aggrave|aggravent|prévient|préviennent)"
    r"(?= (?:l[ea]s?|leurs?|s[ao]n?|ses|un|une|des|du) | l[’'])",
    r"protège(?:nt)? (?:contre|de|d[’'])", r"grâce à", r"en raison d[eu’']", r"à cause d[eu’']",
    r"attribuables? à", r"conséquences? d[eu’']", r"rend(?:ent)? (?:\w+ ){1,3}(?:plus|moins)",
)  # fmt: skip
_FRENCH_CLAIMS_NOTHING = re.compile(
    r"\?|\bn[’']|\bs[’']il|\b(?:ne|pas|rien|ni|jamais|aucune?|sans|si|peut|peuvent|pourrait|pourraient|peut-être|"
    r"selon|serait|seraient|semble\w*|hypothèse\w*|suppos\w+|théori\w+|pens\w+ que|croi\w+ que|aléatoire\w*|"
    r"randomisée?s?|hasard|essais?|expérience\w*|expérimental\w*)\b",
    re.IGNORECASE,
)


def find(entry: Entry) -> Iterator[Finding]:
    """Each sentence that claims a cause, where every research type chosen shows links only."""
    shows = [CAN_SHOW_CAUSES.get(one.slug) for one in entry.types]
    if not shows or any(one is not Shows.LINKS for one in shows):
        return
    names = ", ".join(one.name_in(get_language() or ENGLISH) for one in entry.types)
    for field, sentence, claim in _claims(entry)[:MOST]:
        yield Finding(
            code="causal-words",
            field=field,
            what=_("“%(words)s” speaks of a cause, and this kind of research (%(types)s) shows links only.")
            % {"words": claim, "types": names},
            mend=_(
                "Say what goes with what: “went with”, “was linked to”, “those who … also …”; or choose the "
                "research type that fits."
            ),
            words=sentence,
            quotes=(sentence,),
        )


def _claims(entry: Entry) -> list[tuple[str, str, str]]:
    french = entry.language == FRENCH
    claims, nothing = (_FRENCH, _FRENCH_CLAIMS_NOTHING) if french else (_ENGLISH, _ENGLISH_CLAIMS_NOTHING)
    return [
        (field, sentence, found[0])
        for field, text in entry.texts(*FIELDS)
        for sentence in sentences(text)
        if (found := claims.search(sentence)) and not nothing.search(sentence)
    ]


CHECK: Check[Entry] = Check(code="causal-words", title=gettext_lazy("Causes and links"), find=find)
