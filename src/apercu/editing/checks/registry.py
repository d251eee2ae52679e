"""All checks, in the order their findings are shown."""

from __future__ import annotations

from apercu.editing.checks.entry import DigestEntry, Entry
from apercu.editing.checks.finding import Check
from apercu.editing.checks.kinds import (
    abbreviations,
    address,
    already_summarised,
    author_names,
    causal_words,
    citation,
    doi,
    doubled_title,
    gate,
    gist,
    implications,
    length,
    links,
    printed_citation,
    reading_level,
    retracted,
    teaser,
    title_style,
    topic_names,
)

OF_SUMMARIES: tuple[Check[Entry], ...] = (
    gate.CHECK,
    retracted.CHECK,
    already_summarised.CHECK,
    citation.CHECK,
    doi.CHECK,
    printed_citation.CHECK,
    doubled_title.CHECK,
    title_style.CHECK,
    gist.CHECK,
    length.CHECK,
    causal_words.CHECK,
    author_names.CHECK,
    topic_names.CHECK,
    abbreviations.CHECK,
    links.CHECK,
    reading_level.CHECK,
    implications.CHECK,
    address.CHECK,
)
OF_DIGESTS: tuple[Check[DigestEntry], ...] = (
    gate.DIGEST_CHECK,
    teaser.DIGEST_CHECK,
    topic_names.DIGEST_CHECK,
    links.DIGEST_CHECK,
)
