"""Whether the gist is one sentence that is read in five seconds and says more than the title."""

from __future__ import annotations

from collections.abc import Iterator

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from apercu.citations.keys import title_key
from apercu.editing.checks.entry import Entry
from apercu.editing.checks.finding import Check, Finding
from apercu.editing.checks.sentences import sentences, words

MOST_WORDS = 40


def find(entry: Entry) -> Iterator[Finding]:
    """A gist of several sentences, a long one, one that only repeats the title."""
    gist = entry.plain["gist"]
    if not gist:
        return
    found, count = sentences(gist), len(words(gist))
    if title_key(gist) == title_key(entry.title):
        yield Finding(
            code="gist-is-title",
            field="gist",
            what=_("The gist says what the title says."),
            mend=_("Say what was found: lists print the one below the other."),
            words=gist,
        )
    elif len(found) > 1:
        yield Finding(
            code="gist-of-several-sentences",
            field="gist",
            what=_("The gist has %(count)s sentences.") % {"count": len(found)},
            mend=_("Keep the one that says what was found."),
            words=gist,
            quotes=tuple(found[1:]),
        )
    elif count > MOST_WORDS:
        text = ngettext("The gist has %(count)s word.", "The gist has %(count)s words.", count)
        yield Finding(
            code="gist-long",
            field="gist",
            what=text % {"count": count},
            mend=_("Cut it to %(most)s: a reader has five seconds.") % {"most": MOST_WORDS},
            words=gist,
        )


CHECK: Check[Entry] = Check(code="gist", title=gettext_lazy("Gist"), find=find)
