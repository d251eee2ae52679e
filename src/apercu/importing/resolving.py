"""The names a source uses become records: topics, types, people, articles."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from apercu.citations.keys import same_title
from apercu.citations.reference import Reference
from apercu.content.matching import ArticleIndex, TermIndex
from apercu.content.models import Article, Person, ResearchType, Topic
from apercu.content.models.taxonomy import Term
from apercu.sources.draft import Caveat


class UnknownName(Exception):
    """A topic or research type asked for that does not exist; `suggestion` may be what was meant."""

    def __init__(self, what: str, name: str, suggestion: str) -> None:
        self.what, self.name, self.suggestion = what, name, suggestion
        hint = f" Did you mean “{suggestion}”?" if suggestion else ""
        super().__init__(f"There is no {what} called “{name}”.{hint}")


@dataclass(frozen=True, kw_only=True)
class Labelled:
    """What the labels of a post are here."""

    topics: list[Term]
    types: list[Term]
    caveats: list[Caveat]


@dataclass
class Terms:
    """Topics and research types by every spelling known."""

    topics: TermIndex
    types: TermIndex

    @classmethod
    def load(cls) -> Terms:
        return cls(topics=TermIndex.load(Topic), types=TermIndex.load(ResearchType))

    def asked(self, *, topics: Iterable[str], types: Iterable[str]) -> tuple[list[Term], list[Term]]:
        """The terms named on the command line; UnknownName for one that does not exist."""
        return (
            [self._or_raise(self.topics, "topic", name) for name in topics],
            [self._or_raise(self.types, "research type", name) for name in types],
        )

    def of_source(self, index: TermIndex, names: Iterable[str], code: str) -> tuple[list[Term], list[Caveat]]:
        """The terms a source names, and a caveat with a suggestion for each that does not exist."""
        terms, caveats = [], []
        for name in names:
            if term := index.find(name):
                terms.append(term)
            else:
                suggestion = index.suggest(name)
                hint = f" (did you mean “{suggestion}”?)" if suggestion else ""
                caveats.append(Caveat(code=code, detail=f"{name}{hint}"))
        return terms, caveats

    def of_labels(self, labels: Iterable[str]) -> Labelled:
        """The terms a blog's categories and tags name: topics first, then research types, else a caveat."""
        found = Labelled(topics=[], types=[], caveats=[])
        for label in labels:
            if topic := self.topics.find(label):
                found.topics.append(topic)
            elif research_type := self.types.find(label):
                found.types.append(research_type)
            else:
                found.caveats.append(Caveat(code="unknown-label", detail=label))
        return found

    @staticmethod
    def _or_raise(index: TermIndex, what: str, name: str) -> Term:
        if term := index.find(name):
            return term
        raise UnknownName(what, name, index.suggest(name))


class Works:
    """Articles, found or created once a run."""

    def __init__(self) -> None:
        self._index = ArticleIndex.load()

    def resolve(self, references: Iterable[Reference], *, source: str) -> tuple[list[Article], list[Caveat]]:
        """An article for each reference, and caveats where a known one disagrees."""
        articles, caveats = [], []
        for reference in references:
            if known := self._index.find(reference):
                article = Article.objects.get(pk=known)
                if reference.title and not same_title(article.title, reference.title):
                    caveats.append(Caveat(code="identifier-of-another-title", detail=article.title))
            else:
                article = Article.from_reference(reference, source=source)
                article.save()
                self._index.add(article)
            if article not in articles:
                articles.append(article)
        return articles, caveats

    def forget(self) -> None:
        """Read the index again: what was created since may have been rolled back."""
        self._index = ArticleIndex.load()


def people(names: Iterable[str]) -> list[Person]:
    """The person of each name, created where there is none."""
    found = []
    for name in dict.fromkeys(name.strip() for name in names if name.strip()):
        person = Person.objects.filter(name=name[:200]).first()
        if person is None:
            person = Person(name=name[:200])
            person.save()
        found.append(person)
    return found
