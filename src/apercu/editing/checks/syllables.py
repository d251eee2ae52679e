"""How many syllables a word has when it is read aloud: counted by rule, a little wrong now and then.

A reading formula takes the mean of hundreds of words, so that single errors cancel out.
"""

from __future__ import annotations

import re
from functools import lru_cache

from apercu.editing.checks.entry import FRENCH

_LETTERS = re.compile(r"[^\W\d_]+")

_ENGLISH_GROUP = re.compile(r"[aeiouy]+")
# Two vowels written together and spoken apart: cre-ate, sci-ence, vari-ation, medi-um, be-ing, the-ory.
_ENGLISH_APART = re.compile(
    r"(?<=cr)ea(?=t)|(?:(?<=[rdv])|(?<=cl)|(?<=sc))ie(?=n[ct])|(?<=[bdfhlmnprvz])ia(?!n$|ls?$|g)|ia(?=t)|(?<=[bdlmnprv])io(?!n)|iu|"
    r"(?<=[dnr])eo|(?<=th)eo|ua(?=l|t)|uo|(?<=[t])ui(?=t)|(?<=[aeouy])i?ing$|(?<=n)xie(?=t)|(?<=qui)e(?=t)"
)
# An e that is written and not spoken: outcom(e), treat-ment's in "improv(e)ment", ask(e)d, mov(e)s.
_ENGLISH_SILENT = re.compile(
    r"(?<=[^aeiouy])e$|(?<=[^aeiouydt])ed$|(?<=[^aeioucsxzgy])es$|(?<=[^aeiouyl])e(?=ment|less|ness|ful|ly$)"
)
_ENGLISH_SPOKEN_LE = re.compile(r"[^aeiouyrl]le[sd]?$")
_ENGLISH_SPOKEN_SM = re.compile(r"sms?$")
_ENGLISH_SOME = re.compile(r"^some(?=thing|one|what|times?$|where|body)")

_FRENCH_GROUP = re.compile(r"[aeiouyàâäéèêëîïôöùûüÿœæ]+")
_FRENCH_APART = re.compile(
    r"éa|éo|éu|ï|oé|aë|oë|(?<=[bcdfgklpt][rl])i(?=[aeéèêo])|ao(?=[^uû]|$)|ua(?=l|t)(?<!qua)(?<!gua)|ue(?=l)(?<!que)(?<!gue)|ué(?<!qué)(?<!gué)"
)
_FRENCH_MUTE = re.compile(r"(?<=[^aeiouyàâéèêîôûœ])es?$|(?<=[éiuyaîoû])es?$")


def syllables(word: str, language: str) -> int:
    """The syllables of a word in English or French; never fewer than one."""
    return sum(_of_part(part, language) for part in _LETTERS.findall(word.casefold())) or 1


@lru_cache(maxsize=20_000)
def _of_part(part: str, language: str) -> int:
    return max(1, _french(part) if language == FRENCH else _english(part))


def _english(part: str) -> int:
    part = _ENGLISH_SOME.sub("som", part)
    count = len(_ENGLISH_GROUP.findall(part)) + len(_ENGLISH_APART.findall(part))
    if _ENGLISH_SPOKEN_SM.search(part):
        count += 1
    if _ENGLISH_SPOKEN_LE.search(part):
        return count
    return count - (1 if _ENGLISH_SILENT.search(part) else 0)


def _french(part: str) -> int:
    spoken = re.sub(r"(?<=[qg])u(?=[aeiouéèê])", "", part)  # qu, gu: one sound
    bare = _FRENCH_MUTE.sub("", spoken)
    return len(_FRENCH_GROUP.findall(bare)) + len(_FRENCH_APART.findall(bare))
