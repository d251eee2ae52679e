"""Whether the article's record tells of a notice about it, or its title says that it is one.

A record that was looked up keeps the notices the services told of. Of others only the title can tell:
services put a retraction at its head. What is not known is not claimed.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from apercu.editing.adding.sentences import GRAVE, notice_sentence
from apercu.editing.checks.entry import Cited, Entry
from apercu.editing.checks.finding import Check, Finding

_RETRACTED = re.compile(
    r"\W*(?:retracted|withdrawn|rétracté|retiré)(?:\s+(?:article|paper|chapter))?\s*[:\]]", re.IGNORECASE
)
_NOTICE = re.compile(
    r"\W*(?:retraction(?:\s+note)?|correction|corrigendum|erratum|expression of concern|addendum|"
    r"rétractation|correctif)"
    r"(?:\s*:|\s+(?:to|for|of|à|de)\b)",
    re.IGNORECASE,
)


def find(entry: Entry) -> Iterator[Finding]:
    """Articles somebody retracted or corrected, and articles that are such a notice themselves."""
    for article in entry.articles:
        title = article.reference.title
        if article.notices:
            yield from _told(article)
        elif _RETRACTED.match(title):
            yield Finding(
                code="article-retracted",
                field="articles",
                what=_("The article was retracted, by its own title: %(article)s.")
                % {"article": article.label},
                mend=_("Do not recommend what it found. If you write about it, let the gist say so."),
                words=title,
            )
        elif _NOTICE.match(title):
            yield Finding(
                code="article-is-notice",
                field="articles",
                what=_("This is a notice about an article, not the article: %(article)s.")
                % {"article": article.label},
                mend=_("Choose the article the notice is about, and read the notice before you write."),
                words=title,
            )


def _told(article: Cited) -> Iterator[Finding]:
    """What the services told of, the gravest alone: it says what to do."""
    kind = article.notices[0]
    is_grave = kind in GRAVE
    yield Finding(
        code="article-retracted" if is_grave else "article-corrected",
        field="articles",
        what=f"{notice_sentence(kind)} {article.label}",
        mend=_("Do not recommend what it found. If you write about it, let the gist say so.")
        if is_grave
        else _("Read it, and look whether it changes what you write."),
        words=" ".join(article.notices),
    )


CHECK: Check[Entry] = Check(code="retracted", title=gettext_lazy("Retracted or corrected"), find=find)
