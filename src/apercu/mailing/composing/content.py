"""What a mailing says: read from the public records while it is a draft, from what was frozen afterwards."""

from __future__ import annotations

import datetime
from collections.abc import Iterable, Sequence
from html import escape
from typing import Any

from django.db import IntegrityError, transaction
from django.db.models import QuerySet

from apercu.citations.styles import DEFAULT, format_reference
from apercu.content import formatting
from apercu.content.models import Article, Digest, Language, ResearchType, Summary, Topic
from apercu.mailing.composing import proposing, rich
from apercu.mailing.composing.parts import Cited as Cited
from apercu.mailing.composing.parts import Content as Content
from apercu.mailing.composing.parts import InBoth as InBoth
from apercu.mailing.composing.parts import Part as Part
from apercu.mailing.composing.parts import Term as Term
from apercu.mailing.composing.parts import Unreadable as Unreadable
from apercu.mailing.composing.parts import as_json
from apercu.mailing.composing.parts import read as read
from apercu.mailing.models import Mailing


class AlreadyBegun(Exception):
    """The digest has a mailing already; a second one would reach the same people."""

    def __init__(self, mailing: Mailing | None) -> None:
        super().__init__("This digest already has a mailing.")
        self.mailing = mailing


def frozen(*, mailing: Mailing) -> dict[str, Any]:
    """What the mailing says now, as its `content` keeps it from Send on."""
    return as_json(of_mailing(mailing))


def of_mailing(mailing: Mailing) -> Content:
    """What the mailing says: frozen where it is, else as the public records have it now."""
    if mailing.content:
        return read(mailing.content)
    return of_digest(mailing.digest) if mailing.digest else Content(kind=mailing.kind)


def of_digest(digest: Digest) -> Content:
    """What a mailing of this digest would say; without a word where readers may not see the digest."""
    if not digest.live:
        return Content(kind=Mailing.Kind.DIGEST, month=digest.month)
    here = Summary.objects.public().filter(digest_id=digest.pk).order_by("position", "pk")
    told = _told(here)
    return Content(
        kind=Mailing.Kind.DIGEST,
        month=digest.month,
        teaser=rich.kept(digest.teaser),
        announcements=rich.kept(digest.announcements),
        **told,
    )


def of_alerts(summaries: Sequence[int]) -> Content:
    """What an alert says of these summaries, those of them that are public, in this order."""
    places = {key: place for place, key in enumerate(summaries)}
    told = _told(Summary.objects.public().filter(pk__in=summaries))
    told["summaries"] = tuple(sorted(told["summaries"], key=lambda part: places[part.key]))
    return Content(kind=Mailing.Kind.ALERTS, **told)


def begin(*, digest: Digest, by: Any, at: datetime.datetime) -> Mailing:
    """A mailing of this digest, to be written on; AlreadyBegun where it has one that was not cancelled."""
    content = of_digest(digest)
    mailing = Mailing(
        kind=Mailing.Kind.DIGEST,
        name=_free_name(f"{digest.month:%Y-%m}"),
        digest=digest,
        created_at=at,
        created_by=by,
        **_proposed(content),
    )
    try:
        with transaction.atomic():
            mailing.save()
    except IntegrityError as error:
        others = Mailing.objects.filter(digest=digest, kind=Mailing.Kind.DIGEST)
        raise AlreadyBegun(others.exclude(state=Mailing.State.CANCELLED).first()) from error
    return mailing


def begin_alerts(*, summaries: Sequence[int], at: datetime.datetime) -> Mailing:
    """A mailing of alerts about these summaries, its words frozen at once: nobody writes on it."""
    content = of_alerts(summaries)
    return Mailing.objects.create(
        kind=Mailing.Kind.ALERTS,
        name=_free_name(f"{at:%Y-%m-%d}-new"),
        created_at=at,
        content=as_json(content),
        **_proposed(content),
    )


def _proposed(content: Content) -> dict[str, str]:
    found = {}
    for language in Language.values:
        end = "" if language == Language.ENGLISH else f"_{language}"
        found[f"subject{end}"] = proposing.subject(content, language=language)
        found[f"preheader{end}"] = proposing.preheader(content, language=language)
    return found


def _free_name(stem: str) -> str:
    taken = set(Mailing.objects.filter(name__startswith=stem).values_list("name", flat=True))
    name, number = stem, 1
    while name in taken:
        number += 1
        name = f"{stem}-{number}"
    return name


def _told(summaries: QuerySet[Summary]) -> dict[str, Any]:
    """The summaries with the names of their terms: 6 queries, 1 more a language."""
    carried = ("topics", "types", "summary_articles__article", "summary_authors__person")
    records = list(summaries.prefetch_related(*carried))
    languages = {record.language for record in records}
    cited = _citations([article for record in records for article in _articles(record)])
    return {
        "language": languages.pop() if len(languages) == 1 else "",
        "topics": _terms(term for record in records for term in record.topics.all()),
        "types": _terms(term for record in records for term in record.types.all()),
        "summaries": tuple(_part(record, cited) for record in records),
    }


def _part(record: Summary, cited: dict[int, Cited]) -> Part:
    articles = _articles(record)
    printed = InBoth(en=record.printed_citation.strip())
    return Part(
        key=record.pk,
        title=record.title,
        slug=record.slug,
        language=record.language,
        gist=record.gist,
        implications=rich.kept(record.implications),
        citations=tuple(cited[article.pk] for article in articles)
        or ((Cited(html=InBoth(en=escape(printed.en)), text=printed),) if printed.en else ()),
        authors=tuple(row.person.name for row in record.summary_authors.all()),
        topics=tuple(term.pk for term in record.topics.all()),
        types=tuple(term.pk for term in record.types.all()),
        studies=record.studies_count,
        participants=record.participants_count,
        years=", ".join(map(str, sorted({article.year for article in articles if article.year}))),
    )


def _articles(record: Summary) -> list[Article]:
    return [row.article for row in record.summary_articles.all()]


def _citations(articles: Sequence[Article]) -> dict[int, Cited]:
    """The articles as each language cites them; what the follower has not come to yet is formatted here."""
    keys = {article.pk for article in articles}
    ready = {code: formatting.formatted(keys, language=code) for code in Language.values}
    found = {}
    for article in articles:
        rows = {
            code: ready[code].get((article.pk, DEFAULT))
            or format_reference(article.reference(), style=DEFAULT, language=code)
            for code in Language.values
        }
        found[article.pk] = Cited(
            html=InBoth(**{code: row.html for code, row in rows.items()}),
            text=InBoth(**{code: row.text for code, row in rows.items()}),
        )
    return found


def _terms(terms: Iterable[Topic | ResearchType]) -> tuple[Term, ...]:
    """Each term once, in the order of their keys."""
    names = {term.pk: InBoth(en=term.name_en, fr=term.name_fr) for term in terms}
    return tuple(Term(key=key, name=names[key]) for key in sorted(names))
