"""The HTML part: tables, the styles written into the elements, light and dark, no image, no script.

Mailboxes cut a mail at about 100 kB and hide its end, where the way out stands. So of a long month the last
summaries are shown without their practice implications: gist, evidence and the link remain.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache

from css_inline import CSSInliner
from django.template.loader import render_to_string
from django.utils import translation

from apercu.mailing.composing.letter import Letter
from apercu.mailing.composing.text import test_notice

LARGEST = 90_000  # bytes
# After the preheader, so that no mailbox shows the mail's first words behind it.
_FILLER = "\u034f\u200c\u00a0" * 50


@dataclass(frozen=True, kw_only=True)
class Written:
    """The part, and of how many summaries it shows the practice implications."""

    html: str
    whole: int

    @property
    def size(self) -> int:
        """In bytes, as mailboxes count it."""
        return len(self.html.encode())


def write(letter: Letter) -> Written:
    """The copy as HTML, with the practice implications of as many summaries as there is room for."""
    written = _write(letter, whole=len(letter.sections))
    if written.size <= LARGEST:
        return written
    fitting = _write(letter, whole=0)  # where even that is too large, the linter says so
    fits, too_many = 0, len(letter.sections)
    while too_many - fits > 1:
        tried = _write(letter, whole=(fits + too_many) // 2)
        if tried.size <= LARGEST:
            fits, fitting = tried.whole, tried
        else:
            too_many = tried.whole
    return fitting


def _write(letter: Letter, *, whole: int) -> Written:
    with translation.override(letter.language):
        html = render_to_string(
            "mailing/mail.html",
            {
                "letter": letter,
                "sections": [(one, number < whole) for number, one in enumerate(letter.sections)],
                "filler": _FILLER,
                "test_notice": test_notice(),
            },
        )
    return Written(html=_inliner().inline(html), whole=whole)


@cache
def _inliner() -> CSSInliner:
    """Nothing is loaded from anywhere: all styles are in the template."""
    return CSSInliner(keep_at_rules=True, minify_css=True, load_remote_stylesheets=False)
