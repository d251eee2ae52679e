"""Is this article, summary or term here already? Loaded once a run, so that a match costs no query."""

from __future__ import annotations

import difflib
import re
from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

from django.db.models import QuerySet

from apercu.citations.identifiers import normalise_doi
from apercu.citations.keys import same_title, title_key
from apercu.citations.reference import Reference
from apercu.content.models import Article, FormerAddress, Summary
from apercu.content.models.summary import free_slug
from apercu.content.models.taxonomy import Term


@dataclass(frozen=True, kw_only=True)
class Known:
    """A summary as matching sees it."""

    pk: int
    title: str
    month: str  # "2021-06", empty where it stands in no digest


@dataclass
class SummaryIndex:
    """The summaries of the archive by month and title, and by the DOIs of their articles."""

    by_place: dict[str, int] = field(default_factory=dict)
    by_doi: dict[str, list[Known]] = field(default_factory=lambda: defaultdict(list))
    slugs: set[str] = field(default_factory=set)  # every one a summary has or ever had

    @classmethod
    def load(cls) -> SummaryIndex:
        """Read every summary's title, slug, month and DOIs in three queries."""
        index = cls()
        known = {}
        index.slugs.update(FormerAddress.objects.filter(object_type="summary").values_list("slug", flat=True))
        for pk, title, slug, month in Summary.objects.values_list("pk", "title", "slug", "digest__month"):
            index.slugs.add(slug)
            known[pk] = Known(pk=pk, title=title, month=f"{month:%Y-%m}" if month else "")
            index.by_place.setdefault(place(month=known[pk].month, title=title), pk)
        linked = Summary.objects.filter(summary_articles__article__doi__isnull=False)
        for pk, doi in linked.values_list("pk", "summary_articles__article__doi"):
            index.by_doi[doi].append(known[pk])
        return index

    def add(self, known: Known, *, dois: Iterable[str]) -> None:
        """Make a summary just created findable."""
        self.by_place.setdefault(place(month=known.month, title=known.title), known.pk)
        for doi in dois:
            self.by_doi[doi].append(known)

    def find(self, *, title: str, month: str, dois: Iterable[str]) -> int | None:
        """The summary with this month and title, or about this DOI with a similar title or in this month."""
        if found := self.by_place.get(place(month=month, title=title)):
            return found
        for known in self.about(dois):
            if (month and known.month == month) or same_title(known.title, title):
                return known.pk
        return None

    def free_slug(self, title: str) -> str:
        """A slug for this title that nobody has, taken by this call."""
        slug = free_slug(title, is_taken=self.slugs.__contains__)
        self.slugs.add(slug)
        return slug

    def about(self, dois: Iterable[str]) -> list[Known]:
        """The summaries of any article with one of these DOIs."""
        return [known for doi in dois for known in self.by_doi.get(doi, ())]


def place(*, month: str, title: str) -> str:
    """Month and title key: what makes two entries of a blog the same entry."""
    return f"{month}/{title_key(title)}"[:300]


@dataclass
class ArticleIndex:
    """The articles of the archive by DOI, PMID, and title with year and first author."""

    by_key: dict[str, int] = field(default_factory=dict)

    @classmethod
    def load(cls) -> ArticleIndex:
        """Read every article's identifying fields in one query."""
        return cls.of(Article.objects.all())

    @classmethod
    def of(cls, articles: QuerySet[Article]) -> ArticleIndex:
        """Read the identifying fields of some articles in one query."""
        index = cls()
        for article in articles.only("doi", "pmid", "title", "year", "authors").iterator():
            index.add(article)
        return index

    def add(self, article: Article) -> None:
        """Make an article just created findable."""
        title = _title(article.title, article.year, article.first_author)
        keys = [f"doi:{article.doi or ''}", f"pmid:{article.pmid}", f"any:{title}"]
        if not article.doi:
            keys.append(f"no-doi:{title}")
        for key in keys:
            if not key.endswith(":"):
                self.by_key.setdefault(key, article.pk)

    def find(self, reference: Reference) -> int | None:
        """The article this reference names: by DOI, by PMID, else by title, year and first author.

        A title says nothing against a DOI: a work with a DOI of its own matches by title only an
        article that has none.
        """
        first = reference.authors[0] if reference.authors else None
        author = (first.family or first.literal) if first else ""
        title = _title(reference.title, reference.issued.year if reference.issued else None, author)
        doi = normalise_doi(reference.doi) or ""
        keys = (f"doi:{doi}", f"pmid:{reference.pmid}", f"no-doi:{title}" if doi else f"any:{title}")
        return next((self.by_key[key] for key in keys if key in self.by_key), None)


def _title(title: str, year: int | None, first_author: str) -> str:
    """Title, year and first author as one key; empty where one is missing: a title alone is too little."""
    if not (title and year and first_author):
        return ""
    return f"{title_key(title)}:{year}:{title_key(first_author)}"


@dataclass
class TermIndex:
    """Topics, or research types, by every way of writing them."""

    by_spelling: dict[str, Term]

    @classmethod
    def load(cls, model: type[Term]) -> TermIndex:
        """All terms of a model: 1 query."""
        return cls.of(list(model.objects.all()))

    @classmethod
    def of(cls, terms: Sequence[Term]) -> TermIndex:
        """Names win over aliases where two terms share a spelling."""
        spellings: dict[str, Term] = {}
        for term in terms:
            for name in (term.name_en, term.name_fr):
                if name:
                    spellings.setdefault(_folded(name), term)
        for term in terms:
            for alias in [*term.aliases, term.slug.replace("-", " ")]:
                spellings.setdefault(_folded(alias), term)
        return cls(by_spelling=spellings)

    def find(self, name: str) -> Term | None:
        return self.by_spelling.get(_folded(name))

    def suggest(self, name: str) -> str:
        """The name of the term that was probably meant, or an empty string."""
        near = difflib.get_close_matches(_folded(name), self.by_spelling, n=1, cutoff=0.6)
        return self.by_spelling[near[0]].name_en if near else ""


def _folded(name: str) -> str:
    return re.sub(r"[\W_]+", " ", name.casefold()).strip()
