"""The facts of a record as it is in memory: unsaved children included, nothing written.

A form of the desk leaves what was typed in its instance, articles, topics and authors too; so what is read
here is what the editor sees, saved or not.
"""

from __future__ import annotations

import datetime
from collections import Counter
from collections.abc import Iterable, Sequence

from django.conf import settings
from django.utils import formats
from django.utils.text import Truncator

from apercu.citations.keys import title_key
from apercu.citations.reference import Reference, UnreadableReference
from apercu.content import addresses, rules
from apercu.content.matching import ArticleIndex
from apercu.content.models import Article, Digest, Summary, Topic
from apercu.content.models.taxonomy import Term as TermRecord
from apercu.editing.adding.proposing import notices_in
from apercu.editing.checks.entry import Cited, DigestEntry, Entry, Other, Summarised, Term
from apercu.sources.cleaning import text_of

_LABEL = 70  # characters of an article's title, where it is named


def entry_of(summary: Summary, *, today: datetime.date) -> Entry:
    """What the checks may know of a summary."""
    facts = summary.draft_facts()
    title = (summary.title or "").strip()
    return Entry(
        today=today,
        pk=summary.pk,
        language=summary.language,
        title=title,
        gist=summary.gist or "",
        body=summary.body or "",
        implications=summary.implications or "",
        printed_citation=summary.printed_citation or "",
        articles=_cited(summary),
        topics=tuple(map(_term, summary.topics.all())),
        types=tuple(map(_term, summary.types.all())),
        known_topics=_known_topics(),
        same_title=_with_title(title, summary),
        problems=rules.blocking_problems(facts),
        warnings=rules.warnings(facts),
        public_address=_public_address(summary),
        address=addresses.summary(summary.slug) if summary.slug else "",
    )


def digest_entry_of(digest: Digest, *, today: datetime.date) -> DigestEntry:
    """What the checks may know of a digest and of its summaries' latest drafts."""
    facts = digest.draft_facts()
    drafts = _drafts_of(digest)
    languages = Counter(draft.language for draft in drafts)
    return DigestEntry(
        today=today,
        pk=digest.pk,
        language=languages.most_common(1)[0][0] if languages else settings.LANGUAGE_CODE[:2],
        teaser=digest.teaser or "",
        announcements=digest.announcements or "",
        summaries=tuple(map(_summarised, drafts)),
        known_topics=_known_topics(),
        problems=rules.blocking_problems(facts),
        warnings=rules.warnings(facts),
    )


def month_name(month: datetime.date | None) -> str:
    """A month as an editor reads it; empty for none."""
    return formats.date_format(month, "F Y") if month else ""


def _cited(summary: Summary) -> tuple[Cited, ...]:
    articles = [row.article for row in summary.summary_articles.all() if row.article_id]
    own = _family_of(summary)
    return tuple(
        Cited(
            label=_label(article),
            reference=_reference(article),
            others=tuple(_other(one) for one in _about(article) if one.pk not in own),
            notices=tuple(dict.fromkeys(notice.kind for notice in notices_in(article.csl))),
        )
        for article in articles
    )


def _reference(article: Article) -> Reference:
    try:
        return article.reference()
    except UnreadableReference:  # a record of another program's making: its columns are still ours
        return Reference(
            type=article.type, title=article.title, container_title=article.container_title,
            volume=article.volume, issue=article.issue, pages=article.pages, doi=article.doi or "",
        )  # fmt: skip


def _label(article: Article) -> str:
    """The title, cut where it is long, with author and year."""
    title = Truncator(article.title).chars(_LABEL)
    about = ", ".join(part for part in (article.first_author, str(article.year or "")) if part)
    return f"{title} ({about})" if about else title


def _about(article: Article) -> Iterable[Summary]:
    """The summaries of this article, or of another record of the same work."""
    keys = {article.pk}
    if same := _twins(article):
        keys.update(same)
    found = Summary.objects.filter(summary_articles__article__in=keys).select_related("digest")
    return found.distinct().order_by("-digest__month", "pk")


def _twins(article: Article) -> list[int]:
    """Other records that matching takes for the same work: same year, title and first author."""
    if not (article.title and article.year):
        return []
    same_year = Article.objects.filter(year=article.year).exclude(pk=article.pk)
    index = ArticleIndex()
    index.add(article)
    return [one.pk for one in same_year if not (one.doi and article.doi) and index.find(_reference(one))]


def _family_of(summary: Summary) -> set[int]:
    """The summary itself, what it translates, and its own translations."""
    source = summary.translation_of_id
    family = {summary.pk, source} - {None}
    if family:
        roots = [pk for pk in (summary.pk, source) if pk]
        family.update(Summary.objects.filter(translation_of__in=roots).values_list("pk", flat=True))
    return {pk for pk in family if pk is not None}


def _with_title(title: str, summary: Summary) -> tuple[Other, ...]:
    if not title:
        return ()
    key, own = title_key(title), _family_of(summary)
    rows = Summary.objects.exclude(pk__in=own).order_by("-digest__month", "pk")
    same = [pk for pk, theirs in rows.values_list("pk", "title") if title_key(theirs) == key]
    return tuple(_other(one) for one in Summary.objects.filter(pk__in=same[:3]).select_related("digest"))


def _other(summary: Summary) -> Other:
    return Other(
        pk=summary.pk,
        title=summary.title,
        month=month_name(summary.digest.month if summary.digest else None),
    )


def _public_address(summary: Summary) -> str:
    """Where readers find it now; empty for one that is not, and never was, public."""
    if not summary.pk or not summary.first_published_at:
        return ""
    slug = Summary.objects.filter(pk=summary.pk, live=True).values_list("slug", flat=True).first()
    return addresses.summary(slug) if slug else ""


def _drafts_of(digest: Digest) -> list[Summary]:
    if not digest.pk:
        return []
    rows = digest.summaries.select_related("latest_revision").order_by("position", "pk")
    return [row.latest_revision.as_object() if row.latest_revision else row for row in rows]


def _summarised(draft: Summary) -> Summarised:
    return Summarised(
        title=draft.title,
        gist=draft.gist,
        text=f"{text_of(draft.body)}\n\n{text_of(draft.implications)}",
        topics=tuple(map(_term, draft.topics.all())),
    )


def _known_topics() -> tuple[Term, ...]:
    return tuple(map(_term, Topic.objects.all()))


def _term(record: TermRecord) -> Term:
    names: Sequence[str] = [record.name_en, *([record.name_fr] if record.name_fr else [])]
    return Term(slug=record.slug, names=tuple(names), aliases=tuple(map(str, record.aliases)))
