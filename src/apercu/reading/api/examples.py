"""One answer of every kind, as the description shows it. The study and the people in it are invented."""

from __future__ import annotations

import datetime
from typing import Any

from apercu.reading.api import schemas
from apercu.reading.api.places import ROOT

_HOST = "https://digest.example.org"
_SLUG = "letters-between-sessions"
_PUBLISHED = datetime.datetime(2021, 6, 1, 8, 30, tzinfo=datetime.UTC)
_UPDATED = datetime.datetime(2021, 6, 9, 14, 5, tzinfo=datetime.UTC)
_CURSOR = "WyJzdW1tYXJpZXMiLCIyMDIxLTA2LTAxIiwxLDQyXQ"
PATH: dict[str, Any] = {"slug": _SLUG, "year": "2021", "month": "06", "id": 17}


def _pages(path: str) -> schemas.Pages:
    return schemas.Pages(en=f"{_HOST}{path}", fr=f"{_HOST}/fr{path}")


WORDS = schemas.Words(en="Alliance", fr="Alliance thérapeutique")
PAGES = _pages(f"/summaries/{_SLUG}/")
AUTHOR = schemas.Author(name="Ana Quill", orcid="0000-0002-1825-0097")
CORRECTION = schemas.Correction(
    date=datetime.date(2021, 6, 9), text="The number of clients was given as 48; it is 84."
)
TOPIC_LINK = schemas.TermLink(
    slug="alliance", name=WORDS, summaries=f"{_HOST}{ROOT}/summaries?topic=alliance"
)
TYPE_LINK = schemas.TermLink(
    slug="survey",
    name=schemas.Words(en="Survey", fr="Enquête"),
    summaries=f"{_HOST}{ROOT}/summaries?type=survey",
)
CITATION = schemas.Citation(
    html="Obi, C., &amp; Lund, S. T. (2019). Letters between sessions: A diary study. "
    "<i>Invented Counselling</i>, <i>4</i>(2), 12–29. "
    '<a href="https://doi.org/10.5555/let.2019">https://doi.org/10.5555/let.2019</a>',
    text="Obi, C., & Lund, S. T. (2019). Letters between sessions: A diary study. "
    "Invented Counselling, 4(2), 12–29. https://doi.org/10.5555/let.2019",
)
_ARTICLE: dict[str, Any] = {
    "id": 17,
    "url": f"{_HOST}{ROOT}/articles/17",
    "doi": "10.5555/let.2019",
    "apa": CITATION,
    "csl": {
        "id": "article-17",
        "type": "article-journal",
        "title": "Letters between sessions: A diary study",
        "author": [{"family": "Obi", "given": "Chidi"}, {"family": "Lund", "given": "Sara T."}],
        "container-title": "Invented Counselling",
        "volume": "4",
        "issue": "2",
        "page": "12–29",
        "issued": {"date-parts": [[2019]]},
        "DOI": "10.5555/let.2019",
    },
}
ARTICLE_LINK = schemas.ArticleLink(**_ARTICLE)
SUMMARY_LINK = schemas.SummaryLink(
    slug=_SLUG,
    title="Letters between sessions",
    language="en",
    url=f"{_HOST}{ROOT}/summaries/{_SLUG}",
    pages=PAGES,
)
ARTICLE = schemas.Article(**_ARTICLE, summaries=[SUMMARY_LINK])
SUMMARY = schemas.Summary(
    slug=_SLUG,
    url=f"{_HOST}{ROOT}/summaries/{_SLUG}",
    pages=PAGES,
    title="Letters between sessions",
    language="en",
    gist="Clients who wrote to their therapist about the relationship felt the alliance was better.",
    body_html="<p>Writing a letter that is never sent is an <em>old</em> exercise.</p>",
    body_text="Writing a letter that is never sent is an old exercise.",
    implications_html="<p>Suggest a letter when a client finds it hard to speak.</p>",
    implications_text="Suggest a letter when a client finds it hard to speak.",
    month="2021-06",
    position=1,
    topics=[TOPIC_LINK],
    types=[TYPE_LINK],
    authors=[AUTHOR],
    articles=[ARTICLE_LINK],
    printed_citation=None,
    studies=1,
    participants=84,
    corrections=[CORRECTION],
    published=_PUBLISHED,
    updated=_UPDATED,
    licence="https://creativecommons.org/licenses/by/4.0/",
)
_DIGEST: dict[str, Any] = {
    "month": "2021-06",
    "url": f"{_HOST}{ROOT}/digests/2021/06",
    "pages": _pages("/digests/2021/06/"),
    "teaser_html": "<p>This month: letters between sessions.</p>",
    "teaser_text": "This month: letters between sessions.",
    "announcements_html": "",
    "announcements_text": "",
    "count": 1,
    "published": _PUBLISHED,
    "updated": _PUBLISHED,
}
DIGEST = schemas.Digest(**_DIGEST)
WHOLE_DIGEST = schemas.WholeDigest(**_DIGEST, summaries=[SUMMARY])
TERM = schemas.Term(
    slug="alliance",
    name=WORDS,
    description=schemas.Words(
        en="How client and therapist work together.", fr="Comment client et thérapeute travaillent ensemble."
    ),
    aliases=["working alliance"],
    count=12,
    pages=_pages("/topics/alliance/"),
    summaries=f"{_HOST}{ROOT}/summaries?topic=alliance",
)
_SEARCH = f"{_HOST}{ROOT}/search?q=letters&limit=1"
MATCH = schemas.Match(
    summary=SUMMARY_LINK,
    gist=SUMMARY.gist,
    month="2021-06",
    topics=[TOPIC_LINK],
    types=[TYPE_LINK],
    title_html="<mark>Letters</mark> between sessions",
    gist_html="",
    passage_html="Suggest a <mark>letter</mark> when a client finds it hard to speak.",
    article_html="",
)
TERM_COUNT = schemas.TermCount(slug="alliance", count=12)
YEAR_COUNT = schemas.YearCount(year=2021, count=7)
COUNTS = schemas.Counts(
    topics=[TERM_COUNT], types=[schemas.TermCount(slug="survey", count=3)], years=[YEAR_COUNT]
)
TAKEN_FOR = schemas.TakenFor(typed="leters", taken="letters")
TOPIC_SUGGESTION = schemas.TopicSuggestion(slug="alliance", name=WORDS, pages=_pages("/topics/alliance/"))
TITLE_SUGGESTION = schemas.TitleSuggestion(
    slug=_SLUG, title="Letters between sessions", language="en", pages=PAGES
)
AUTHOR_SUGGESTION = schemas.AuthorSuggestion(
    name="Chidi Obi", pages=_pages("/summaries/?q=author%3A%22Chidi+Obi%22")
)
_FAULT = schemas.Fault(parameter="limit", message="Input should be less than or equal to 100")
_EVERY: tuple[schemas.Answered, ...] = (
    WORDS,
    PAGES,
    AUTHOR,
    CORRECTION,
    TOPIC_LINK,
    CITATION,
    ARTICLE_LINK,
    SUMMARY_LINK,
    ARTICLE,
    SUMMARY,
    DIGEST,
    WHOLE_DIGEST,
    TERM,
    schemas.SummaryList(items=[SUMMARY], next=f"{_HOST}{ROOT}/summaries?limit=1&cursor={_CURSOR}"),
    schemas.DigestList(items=[DIGEST], next=None),
    schemas.ArticleList(items=[ARTICLE], next=None),
    schemas.TermList(items=[TERM], next=None),
    MATCH,
    TERM_COUNT,
    YEAR_COUNT,
    COUNTS,
    TAKEN_FOR,
    schemas.SearchResults(
        total=2,
        items=[MATCH],
        close=[],
        counts=COUNTS,
        corrected=[TAKEN_FOR],
        next=f"{_SEARCH}&cursor=WyJzZWFyY2giLDFd",
    ),
    TOPIC_SUGGESTION,
    TITLE_SUGGESTION,
    AUTHOR_SUGGESTION,
    schemas.Suggestions(topics=[TOPIC_SUGGESTION], titles=[TITLE_SUGGESTION], authors=[AUTHOR_SUGGESTION]),
    _FAULT,
    schemas.Problem(
        type="about:blank",
        title="Unprocessable Entity",
        status=422,
        detail=f"“{_FAULT.parameter}”: {_FAULT.message}.",
        errors=[_FAULT],
    ),
)
_BY_NAME: dict[str, dict[str, Any]] = {type(one).__name__: one.model_dump(mode="json") for one in _EVERY}
NAMES = frozenset(_BY_NAME)


def of(name: str) -> dict[str, Any]:
    """The example of a schema, by the schema's name."""
    return _BY_NAME[name]


UNREADABLE = of("Problem")
MISSING = {
    "type": "about:blank",
    "title": "Not Found",
    "status": 404,
    "detail": f"There is no public summary with the slug “{_SLUG}”.",
    "errors": [],
}
BROKEN = {
    "type": "about:blank",
    "title": "Internal Server Error",
    "status": 500,
    "detail": "Something went wrong on our side.",
    "errors": [],
}
