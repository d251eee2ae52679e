"""Whether a text is written in capitals, or with a capital for every word."""

from __future__ import annotations

from apercu.editing.checks.sentences import words

_LEAST_LETTERS = 10  # below that it is an abbreviation or two
_LEAST_WORDS = 6
_SHORT = 4  # letters: "and", "with" have small letters in any style
_MOST_SMALL = 1  # long words with a small letter that a title in title case may have


def is_in_capitals(text: str) -> bool:
    """Whether nearly every letter is a capital, and there are enough to call it shouting."""
    letters = [letter for letter in text if letter.isalpha()]
    capitals = sum(letter.isupper() for letter in letters)
    return len(letters) >= _LEAST_LETTERS and len(words(text)) > 1 and capitals >= 0.9 * len(letters)


def is_in_title_case(text: str) -> bool:
    """Whether Every Longer Word Has a Capital, which no sentence does by chance."""
    long = [word for word in words(text) if len(word) > _SHORT]
    small = sum(word[0].islower() for word in long)
    return len(long) >= _LEAST_WORDS and small <= _MOST_SMALL and not is_in_capitals(text)
