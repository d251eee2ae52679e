"""What the API answers. Within v1 fields are added, never renamed, retyped or taken away."""

from __future__ import annotations

import datetime
from typing import Annotated, Any

from pydantic import BaseModel, ConfigDict, Field

Html = Annotated[str, Field(description="HTML of a few plain tags; its links are absolute.")]
Text = Annotated[str, Field(description="The same without marks; a blank line parts paragraphs.")]
Address = Annotated[str, Field(json_schema_extra={"format": "uri"})]
Month = Annotated[str, Field(pattern=r"^[1-9][0-9]{3}-(0[1-9]|1[0-2])$", description="Year and month.")]


class Answered(BaseModel):
    """The base of everything answered; not ninja's, which asks every value in Python how to read it."""

    model_config = ConfigDict(frozen=True)


class Words(Answered):
    """A text in both languages; the French one is null where none was written."""

    en: str
    fr: str | None


class Pages(Answered):
    """The pages readers see: the same record in an English and in a French frame."""

    en: Address
    fr: Address


class TermLink(Answered):
    """A topic or research type by name."""

    slug: str
    name: Words
    summaries: Address = Field(description="The summaries that carry it, in this API.")


class Author(Answered):
    """Somebody who signs a summary."""

    name: str
    orcid: str | None = Field(description="The person's ORCID iD, where it is known.")


class Correction(Answered):
    """What was put right after publication."""

    date: datetime.date
    text: str


class Citation(Answered):
    """An article's reference in APA style, 7th edition."""

    html: Html
    text: Text


class ArticleLink(Answered):
    """A published work that a summary is about."""

    id: int
    url: Address = Field(description="The article in this API.")
    doi: str | None = Field(description="In lower case, without resolver.")
    apa: Citation | None = Field(
        description="The formatted reference; null until it has been made, some seconds after a change."
    )
    csl: dict[str, Any] = Field(description="The reference as a CSL-JSON item.")


class Summary(Answered):
    """One summary, whole."""

    slug: str = Field(description="Names the summary; a slug it once had redirects (308).")
    url: Address = Field(description="The summary in this API.")
    pages: Pages
    title: str
    language: str = Field(description="The language the text is written in: en or fr.")
    gist: str = Field(description="One sentence; empty in some entries imported from elsewhere.")
    body_html: Html
    body_text: Text
    implications_html: Html
    implications_text: Text
    month: Month | None = Field(description="The digest it stands in, where that is public.")
    position: int = Field(description="Its place in the month: 1 stands first, 0 was not given a place.")
    topics: list[TermLink]
    types: list[TermLink]
    authors: list[Author]
    articles: list[ArticleLink]
    printed_citation: str | None = Field(
        description="As an imported page printed it; where there is no article."
    )
    studies: int | None = Field(description="How many studies the article looked at.")
    participants: int | None = Field(description="How many people took part.")
    corrections: list[Correction] = Field(description="What was put right since, in the editors' order.")
    published: datetime.datetime | None = Field(description="When it first became public here.")
    updated: datetime.datetime | None = Field(description="When its text was last published.")
    licence: Address | None = Field(description="The terms of the text; null where all rights are reserved.")


class SummaryLink(Answered):
    """A summary by name."""

    slug: str
    title: str
    language: str
    url: Address
    pages: Pages


class Article(ArticleLink):
    """A published work, and the public summaries of it."""

    summaries: list[SummaryLink]


class Digest(Answered):
    """The summaries of one month, without their texts."""

    month: Month
    url: Address = Field(description="The digest in this API, with its summaries.")
    pages: Pages
    teaser_html: Html
    teaser_text: Text
    announcements_html: Html
    announcements_text: Text
    count: int = Field(description="How many public summaries it has.")
    published: datetime.datetime | None
    updated: datetime.datetime | None


class WholeDigest(Digest):
    """The summaries of one month, whole, in its order."""

    summaries: list[Summary]


class Term(Answered):
    """A topic or research type."""

    slug: str
    name: Words
    description: Words | None
    aliases: list[str] = Field(description="Other words people use for it.")
    count: int = Field(description="How many public summaries carry it.")
    pages: Pages
    summaries: Address = Field(description="These summaries in this API.")


class SummaryList(Answered):
    """Some of the summaries asked for."""

    items: list[Summary]
    next: Address | None = Field(description="The rest of the list; null at its end.")


class DigestList(Answered):
    """Some of the digests asked for."""

    items: list[Digest]
    next: Address | None = Field(description="The rest of the list; null at its end.")


class ArticleList(Answered):
    """Some of the articles asked for."""

    items: list[Article]
    next: Address | None = Field(description="The rest of the list; null at its end.")


class TermList(Answered):
    """All topics, or all research types, in the site's order."""

    items: list[Term]
    next: Address | None = Field(description="Null: this list is whole.")


Marked = Annotated[
    str, Field(description="Escaped text in which `<mark>` holds what was asked for; empty where it is not.")
]


class Match(Answered):
    """A summary that was found, and what in it shows why."""

    summary: SummaryLink
    gist: str
    month: Month | None = Field(description="The digest it stands in, where that is public.")
    topics: list[TermLink]
    types: list[TermLink]
    title_html: Marked
    gist_html: Marked
    passage_html: Marked
    article_html: Marked


class TermCount(Answered):
    """How many summaries choosing this topic or type alone in its group would leave."""

    slug: str
    count: int


class YearCount(Answered):
    """How many summaries choosing this year alone would leave."""

    year: int
    count: int


class Counts(Answered):
    """What each further choice would leave, its own group's choices lifted; those that leave nothing are left
    out."""

    topics: list[TermCount]
    types: list[TermCount]
    years: list[YearCount]


class TakenFor(Answered):
    """A word that no summary has, and the word it was taken for."""

    typed: str
    taken: str


class SearchResults(Answered):
    """Some of the summaries found, the best first."""

    total: int = Field(description="How many summaries were found, on all parts of the list together.")
    items: list[Match]
    close: list[Match] = Field(
        description="Near in meaning but without the words; on the first part only, and not in the total."
    )
    counts: Counts
    corrected: list[TakenFor]
    next: Address | None = Field(description="The rest of the list; null at its end, and after 10,000.")


class TopicSuggestion(Answered):
    """A topic that may be meant."""

    slug: str
    name: Words
    pages: Pages


class TitleSuggestion(Answered):
    """A summary that may be meant."""

    slug: str
    title: str
    language: str
    pages: Pages


class AuthorSuggestion(Answered):
    """The author of an article, and the search for that author."""

    name: str
    pages: Pages


class Suggestions(Answered):
    """What may be meant by what was typed so far."""

    topics: list[TopicSuggestion]
    titles: list[TitleSuggestion]
    authors: list[AuthorSuggestion]


class Fault(Answered):
    """What is wrong with one parameter."""

    parameter: str
    message: str


class Problem(Answered):
    """Why there is no answer (RFC 9457)."""

    type: str = Field(description="Always about:blank: the status says what kind of problem it is.")
    title: str = Field(description="The status in words.")
    status: int
    detail: str = Field(description="A sentence for the person who meets it.")
    errors: list[Fault] = Field(description="One a parameter that cannot be read; else empty.")
