"""What a reader types into the search box, read into parts: words, phrases, fields, years, what to leave out.

Here: the syntax as values and a parser that never raises. Not here: what any of it finds, or any sentence
for people. Floor 0a: no Django, no other room.
"""

from apercu.querylang.parser import LONGEST, MOST_WORDS, parse
from apercu.querylang.syntax import (
    AnyOf,
    Field,
    Group,
    Name,
    Not,
    Part,
    Phrase,
    Query,
    Unread,
    Why,
    Word,
    Years,
)
from apercu.querylang.tokens import plain

__all__ = [
    "LONGEST",
    "MOST_WORDS",
    "AnyOf",
    "Field",
    "Group",
    "Name",
    "Not",
    "Part",
    "Phrase",
    "Query",
    "Unread",
    "Why",
    "Word",
    "Years",
    "parse",
    "plain",
]
