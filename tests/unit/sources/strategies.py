"""Drafts for property tests: any title, any text of the allowed subset, any reference."""

from __future__ import annotations

from typing import Any

from hypothesis import strategies as st

from apercu.citations.reference import Name, PartialDate, Reference
from apercu.sources.cleaning import clean_html
from apercu.sources.draft import CorrectionDraft, DigestDraft, SummaryDraft

# Plenty of what Markdown, HTML and YAML give a meaning to.
SIGNS = "*_`~^#>+-=.!()[]{}<>&;:|\\/'\"@%$ \t\u00a0\u2003\u200b“”’–−…é\u0301漢😀0123456789abcXYZ"
CHARACTERS = st.one_of(st.sampled_from(SIGNS), st.characters(exclude_categories=["Cs", "Cc"]))
WORDS = st.sampled_from(
    ["word", "1. ", "- ", "# ", "> ", "&amp;", "&lt;b&gt;", "**", "~~", "2) ", "    ", "---", "[a](b)", "&#42;", "===", "```"]
)  # fmt: skip
TEXT = st.lists(st.one_of(WORDS, st.text(CHARACTERS, max_size=12)), max_size=5).map("".join)
LINE = st.text(CHARACTERS, min_size=1, max_size=40).filter(lambda text: bool(text.strip()))
ADDRESSES = st.sampled_from(
    [
        "https://example.org/",
        "http://example.org/a(b)?x=1&amp;copy=2#_c_",
        "mailto:a@example.org",
        "https://e.org/*a*_b_",
    ]
)


def _escaped(text: str) -> str:
    return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")


def _wrapped(tag: str, inner: st.SearchStrategy[str]) -> st.SearchStrategy[str]:
    return inner.map(lambda html: f"<{tag}>{html}</{tag}>")


INLINE: st.SearchStrategy[str] = st.recursive(
    st.one_of(TEXT.map(_escaped), st.just("<br>")),
    lambda inner: st.one_of(
        *(_wrapped(tag, inner) for tag in ("em", "strong", "sub", "sup", "i", "b")),
        st.builds("<a href='{}'>{}</a>".format, ADDRESSES, inner),
        st.lists(inner, max_size=4).map("".join),
    ),
    max_leaves=8,
)
BLOCKS: st.SearchStrategy[str] = st.recursive(
    st.one_of(_wrapped("p", INLINE), _wrapped("h3", INLINE), INLINE),
    lambda inner: st.one_of(
        _wrapped("blockquote", inner),
        st.lists(inner, max_size=3).map(
            lambda items: "<ul>" + "".join(f"<li>{i}</li>" for i in items) + "</ul>"
        ),
        st.lists(inner, max_size=3).map(
            lambda items: "<ol>" + "".join(f"<li>{i}</li>" for i in items) + "</ol>"
        ),
        st.lists(inner, max_size=3).map("".join),
    ),
    max_leaves=6,
)
MESSY_HTML = st.one_of(BLOCKS, st.text(CHARACTERS, max_size=80))
RICH_TEXT = BLOCKS.map(clean_html)

NAMES = st.one_of(
    st.builds(
        Name,
        family=LINE,
        given=TEXT,
        particle=st.sampled_from(["", "van der"]),
        suffix=st.sampled_from(["", "Jr."]),
    ),
    st.builds(Name, literal=LINE),
)
DATES = st.one_of(
    st.builds(PartialDate, year=st.integers(1500, 2100)),
    st.builds(PartialDate, year=st.integers(1500, 2100), month=st.integers(1, 12), day=st.integers(1, 31)),
)
UNKNOWN: st.SearchStrategy[Any] = st.one_of(
    LINE, st.integers(-5, 10**12), st.booleans(), st.lists(LINE, max_size=2)
)
REFERENCES = st.builds(
    Reference,
    title=TEXT,
    authors=st.lists(NAMES, max_size=3).map(tuple),
    authors_cut=st.booleans(),
    editors=st.lists(NAMES, max_size=2).map(tuple),
    container_title=TEXT,
    volume=st.sampled_from(["", "12", "007", "1e5", "12.10", "yes", "~", "2021-06-01"]),
    pages=st.sampled_from(["", "12–29", "0x1F", "1:30"]),
    issued=st.none() | DATES,
    status=TEXT,
    doi=st.sampled_from(["", "10.5555/abc.(1)"]),
    unknown=st.dictionaries(st.sampled_from(["note", "abstract", "ISSN", "keyword"]), UNKNOWN, max_size=2),
)
MONTHS = st.builds("{:04d}-{:02d}".format, st.integers(1900, 2099), st.integers(1, 12))

SUMMARIES = st.builds(
    SummaryDraft,
    title=LINE,
    month=st.none() | MONTHS,
    body=RICH_TEXT,
    implications=RICH_TEXT,
    citation=st.none() | LINE,
    references=st.lists(REFERENCES, max_size=2).map(tuple),
    gist=TEXT,
    slug=st.sampled_from(["", "letters-between-sessions", "2021", "true"]),
    identifier=TEXT,
    language=st.sampled_from(["", "en", "fr"]),
    authors=st.lists(LINE, max_size=2).map(tuple),
    topics=st.lists(LINE, max_size=3).map(tuple),
    types=st.lists(LINE, max_size=2).map(tuple),
    position=st.none() | st.integers(0, 10**9),
    studies_count=st.none() | st.integers(0, 10**6),
    participants_count=st.none() | st.integers(0, 10**9),
    corrections=st.lists(st.builds(CorrectionDraft, date=st.dates(), text=LINE), max_size=2).map(tuple),
)
DIGESTS = st.builds(DigestDraft, month=MONTHS, teaser=RICH_TEXT, announcements=RICH_TEXT, identifier=TEXT)
