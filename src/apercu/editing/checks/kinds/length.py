"""Whether the text has a usual length: what readers take in between two clients."""

from __future__ import annotations

from collections.abc import Iterator

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from apercu.editing.checks.entry import Entry
from apercu.editing.checks.finding import Check, Finding
from apercu.editing.checks.sentences import words

# Words; below the first and above the second it is worth a second look. A digest's summaries are usually
# 90 to 250 words long, with practice implications of a few sentences.
USUAL = {"body": (90, 250), "implications": (20, 150)}
TOLERANCE = 1.2  # a tenth or two over is nobody's business
_STEP = 50  # set aside at 320 words, it is said again at 350


def find(entry: Entry) -> Iterator[Finding]:
    """Texts that are much shorter or longer than usual; an empty one is the gate's affair."""
    for field, (least, most) in USUAL.items():
        count = len(words(entry.plain[field]))
        numbers = {"count": count, "least": least, "most": most}
        if 0 < count < least:
            yield Finding(
                code="text-short",
                field=field,
                what=_("%(count)s words: short. %(least)s to %(most)s are usual.") % numbers,
                mend=_("Say who was studied, how, what was found and how sure it is.")
                if field == "body"
                else _("Say in two or three sentences what a reader can do differently."),
                words=f"short {count // 10}",
            )
        elif count > most * TOLERANCE:
            yield Finding(
                code="text-long",
                field=field,
                what=_("%(count)s words: long. %(least)s to %(most)s are usual.") % numbers,
                mend=_("Cut what a reader does not need to judge or use the finding."),
                words=f"long {count // _STEP}",
            )


CHECK: Check[Entry] = Check(code="length", title=gettext_lazy("Length"), find=find)
