"""A look at how deep HTML is nested, before any parser sees it.

The tree builders of HTML5 take a time that grows with the square of the depth: 200,000 nested `<div>` kept
lexbor busy for four minutes, 100,000 nh3 for one. Formatting tags left open in a block are worse: every block
after it repeats them (HTML standard, "reconstruct the active formatting elements").
"""

from __future__ import annotations

import re
from collections import Counter, defaultdict

DEEPEST = 2_000
MOST_REPEATED = 2_000_000  # formatting tags left open, times the tags that may repeat them: about a second

_TAG = re.compile(r"<(/?)([a-z][a-z0-9:-]*)([^<>]*)", re.IGNORECASE)
_FORMATTING = frozenset(["b", "big", "code", "em", "font", "i", "s", "small", "strike", "strong", "tt", "u"])
_REPEATED_ALIKE = 3  # times: the standard's "Noah's Ark clause"
# Never nested by being left open: HTML closes them itself, or they have no end tag.
_SELF_ENDING = """
    a nobr p li td th tr dt dd option optgroup thead tbody tfoot colgroup rt rp html head body area base br
    col embed hr img input link meta param source track wbr
"""
_NEVER_NESTED = frozenset(_SELF_ENDING.split())


def too_deep(html: str) -> bool:
    """Whether the HTML is nested deeper than any page a person made."""
    depth = tags = most_open = 0
    formatting = _OpenFormatting()
    for closing, tag, attributes in _TAG.findall(html):
        tags += 1
        name = tag.lower()
        if name in _FORMATTING:
            formatting.meet(name, None if closing else attributes)
            most_open = max(most_open, formatting.count)
        elif name not in _NEVER_NESTED:
            depth = max(0, depth - 1 if closing else depth + 1)
            if depth > DEEPEST:
                return True
    return most_open * tags > MOST_REPEATED and most_open > 2 * len(_FORMATTING)


class _OpenFormatting:
    """The formatting tags that are open and would be repeated."""

    def __init__(self) -> None:
        self.count = 0
        self._alike: Counter[tuple[str, str]] = Counter()
        self._open: defaultdict[str, list[str]] = defaultdict(list)

    def meet(self, name: str, attributes: str | None) -> None:
        """A start tag with its attributes, or an end tag."""
        if attributes is None:
            if self._open[name]:
                self._alike[name, self._open[name].pop()] -= 1
                self.count -= 1
        elif self._alike[name, attributes] < _REPEATED_ALIKE:
            self._alike[name, attributes] += 1
            self._open[name].append(attributes)
            self.count += 1
