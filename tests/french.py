"""What makes a French text of ours right on paper: its typography, and its placeholders."""

from __future__ import annotations

import re
from collections import Counter
from functools import cache

from tests.words import forms, read_catalogue

PLACEHOLDER = re.compile(r"%\(\w+\)[sd]|%[sd]|%%|\{\w*\}")
_RULES = {
    "a straight apostrophe": re.compile(r"\w'\w"),
    "a straight quotation mark": re.compile(r'"'),
    "English quotation marks": re.compile(r"[“”‘]"),
    "no no-break space before : ; ? ! or »": re.compile(r"(?<![\u00a0\u202f?!])[:;?!»](?=\s|$|[)»])"),
    "no no-break space after «": re.compile(r"«(?![\u00a0\u202f])"),
    "three full stops for an ellipsis": re.compile(r"\.\.\."),
    "an ordinary space before %": re.compile(r"\d %"),
    "two spaces": re.compile(r"[ \u00a0]{2}"),
    "an unaccented capital": re.compile(r"\b(?:A(?= )|Etude|Etat|Ecole|Equipe|Editeur|Evaluation|Ecrire)"),
}


def faults(text: str) -> list[str]:
    """The typographic rules this text breaks, in words; its HTML tags aside."""
    bare = re.sub(r"<[^>]+>", "", text)
    return [name for name, pattern in _RULES.items() if pattern.search(bare)]


def placeholders(text: str) -> Counter[str]:
    """What will be filled in, with how often."""
    return Counter(PLACEHOLDER.findall(text))


def english_said(lines: str) -> set[str]:
    """The English texts of the catalogue that stand in these lines."""
    return {
        text
        for text, pattern in english_patterns()
        # A pattern is slow to look for, so its longest words go before.
        if max(PLACEHOLDER.split(text), key=len) in lines and pattern.search(lines)
    }


def _stands_in(whole: str, words: str) -> bool:
    """Whether these words stand in it as words."""
    return words in whole and bool(re.search(rf"(?<!\w){re.escape(words)}(?!\w)", whole))


@cache
def english_patterns() -> tuple[tuple[str, re.Pattern[str]], ...]:
    """Each English text of the catalogue, as a pattern of a whole line; a long one also within others.

    A text that is French, too ("Page", "type"), is left out.
    """
    found = []
    catalogue = [message for message in read_catalogue() if message.id]
    french = "\n".join(form.casefold() for message in catalogue for form in forms(message))
    for message in catalogue:
        for text in [message.id] if isinstance(message.id, str) else message.id:
            bare = PLACEHOLDER.sub("", text)
            pattern = ".+".join(map(re.escape, PLACEHOLDER.split(text)))
            if re.search(r"\w", bare) and not _stands_in(french, text.casefold()):
                whole = rf"(?<!\w){pattern}" if len(bare) > 12 else rf"^{pattern}$"
                found.append((text, re.compile(whole, re.MULTILINE)))
    return tuple(found)
