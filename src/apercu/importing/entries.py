"""One entry of a source: matched with what is here, then created, updated, united or left alone."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from typing import Any

from django.utils.text import slugify

from apercu.content import drafting, old_addresses, publishing, rules
from apercu.content.matching import Known, SummaryIndex, place
from apercu.content.models import Article, Digest, Summary
from apercu.content.models.summary import SLUG_LENGTH
from apercu.content.models.taxonomy import Term
from apercu.importing.comparing import CORRECTIONS, changes, edited_here
from apercu.importing.entry import PRIVATE, Entry, Revision
from apercu.importing.models import Origin, Outcome
from apercu.importing.months import Months
from apercu.importing.options import Options
from apercu.importing.pictures import Pictures
from apercu.importing.reporting import ItemReport
from apercu.importing.resolving import Terms, Works, people
from apercu.sources.draft import Caveat, SummaryDraft

Remember = Callable[[], None]


LONGEST_TITLE = 500


class EntryRefused(Exception):
    """An entry that cannot become a summary; `caveat` says why."""

    def __init__(self, caveat: Caveat) -> None:
        super().__init__(f"{caveat.code}: {caveat.detail}")
        self.caveat = caveat


class Entries:
    """Every entry one run takes."""

    def __init__(self, *, options: Options, by: Any, months: Months) -> None:
        self.options = options
        self.by = by
        self.months = months
        self.pictures = Pictures(folder=None, by=by, dry_run=options.dry_run)  # the folder comes with a file
        self.terms = Terms.load()
        self.asked_topics, self.asked_types = self.terms.asked(topics=options.topics, types=options.types)
        self.forget()

    def forget(self) -> None:
        """Read the archive again: what was created since may have been rolled back."""
        self.works = Works()
        self.index = SummaryIndex.load()
        origins = Origin.objects.exclude(summary=None)
        self.by_identifier = dict(origins.exclude(identifier="").values_list("identifier", "summary_id"))
        self.by_place = dict(origins.exclude(place="").values_list("place", "summary_id"))

    def take(self, draft: SummaryDraft, *, source: str) -> tuple[ItemReport, Remember]:
        """Take one entry; the second value makes it findable once its transaction is through."""
        entry = self._look_up(draft, source)
        if known := self._find(entry):
            summary = Summary.objects.get(pk=known)
            report = self._meet_again(entry, summary)
        else:
            summary = self._create(entry)
            report = self._report(entry, Outcome.CREATED, summary, terms=(entry.topics, entry.types))
        if draft.post:
            taken = old_addresses.remember(summary=summary, addresses=draft.post.addresses)
            report.caveats.extend(Caveat(code="address-taken", detail=address) for address in taken)
        return report, lambda: self._remember(entry, summary)

    def _look_up(self, draft: SummaryDraft, source: str) -> Entry:
        if len(draft.title) > LONGEST_TITLE:
            raise EntryRefused(Caveat(code="title-too-long", detail=f"{len(draft.title)} characters"))
        topics, no_topics = self.terms.of_source(self.terms.topics, draft.topics, "unknown-topic")
        types, no_types = self.terms.of_source(self.terms.types, draft.types, "unknown-type")
        labelled = self.terms.of_labels(draft.post.labels if draft.post else ())
        return Entry(
            draft=draft,
            source=source,
            month=draft.month or "",
            place=place(month=draft.month or "", title=draft.title),
            topics=list(dict.fromkeys([*topics, *labelled.topics, *self.asked_topics])),
            types=list(dict.fromkeys([*types, *labelled.types, *self.asked_types])),
            caveats=[*draft.caveats, *no_topics, *no_types, *labelled.caveats, *self._pictures(draft)],
        )

    def _pictures(self, draft: SummaryDraft) -> list[Caveat]:
        return [self.pictures.take(picture) for picture in draft.post.pictures] if draft.post else []

    def _find(self, entry: Entry) -> int | None:
        for identifier in (entry.identifier, *entry.siblings):
            if known := self.by_identifier.get(identifier):
                return known
        if known := self.by_place.get(entry.place):
            return known
        return self.index.find(title=entry.draft.title, month=entry.month, dois=entry.dois)

    def _remember(self, entry: Entry, summary: Summary) -> None:
        if entry.identifier:
            self.by_identifier[entry.identifier] = summary.pk
        self.by_place.setdefault(entry.place, summary.pk)
        self.index.add(Known(pk=summary.pk, title=summary.title, month=entry.month), dois=entry.dois)

    def _create(self, entry: Entry) -> Summary:
        draft = entry.draft
        for other in self.index.about(entry.dois):
            entry.caveats.append(Caveat(code="article-already-summarised", detail=other.title))
        articles, caveats = self.works.resolve(draft.references, source=entry.source)
        entry.caveats.extend(caveats)
        digest, position = self._place(entry)
        summary = drafting.create_summary(
            text=entry.text,
            place=drafting.SummaryPlace(
                digest=digest,
                position=position,
                slug=self._slug(entry),
                language=self.options.language or draft.language or "en",
                studies_count=draft.studies_count,
                participants_count=draft.participants_count,
                legacy=self.options.legacy,
            ),
            articles=articles,
            authors=people(draft.authors or self.options.authors),
            topics=entry.topics,
            types=entry.types,
            corrections=draft.corrections,
            by=self.by,
        )
        self._keep_given(entry, summary, origin=None)
        self._publish(entry, summary)
        return summary

    def _place(self, entry: Entry) -> tuple[Digest | None, int]:
        """The month an entry stands in: none for a private text, for a month publishes its ready drafts."""
        if not (entry.month and entry.was_public):
            return None, 0
        digest = self.months.digest(entry.month)
        return digest, entry.draft.position or self.months.next_position(digest)

    def _slug(self, entry: Entry) -> str:
        wanted = slugify(entry.draft.slug)[:SLUG_LENGTH]
        if wanted != entry.draft.slug:
            entry.caveats.append(Caveat(code="slug-mended", detail=entry.draft.slug))
        if not wanted:
            return self.index.free_slug(entry.draft.title)
        if wanted in self.index.slugs:
            entry.caveats.append(Caveat(code="slug-taken", detail=wanted))
            return self.index.free_slug(entry.draft.title)
        self.index.slugs.add(wanted)
        return wanted

    def _meet_again(self, entry: Entry, summary: Summary) -> ItemReport:
        """What the source gives now, what it gave last time and what is here decide together."""
        if summary.digest_id:
            self.months.touched.add(summary.digest_id)
        now = summary.get_latest_revision_as_object()
        origin = self._origin_of(entry, summary)
        was_private = origin is not None and origin.given.get(PRIVATE, False)
        changed = changes(entry.given, now, origin)
        edited = edited_here(now, origin)
        if origin is None and not self.by_identifier.keys().isdisjoint(entry.siblings):
            changed = (
                set()
            )  # met in the blog's export, now in its feed, or the other way round: a second print
        differs_from_an_edit = bool(changed and edited)
        if differs_from_an_edit:
            entry.caveats.append(Caveat(code="edited-here", detail=", ".join(sorted(changed))))
            changed = set()
        topics, types = list(now.topics.all()), list(now.types.all())
        revision = Revision(
            text={field: getattr(entry.text, field) for field in changed - {CORRECTIONS}},
            corrections=entry.draft.corrections if CORRECTIONS in changed else None,
            articles=self._new_articles(entry, now, origin),
            topics=[term for term in entry.topics if term not in topics],
            types=[term for term in entry.types if term not in types],
        )
        if not differs_from_an_edit:
            self._keep_given(entry, summary, origin)
        outcome = revision.outcome
        if outcome is not Outcome.UNCHANGED:
            self._revise(entry, summary, revision)
        never_public = not summary.live and not summary.first_published_at
        if was_private and never_public and not edited:
            self._give_month(entry, summary)
        if never_public and origin and not edited and self._publish(entry, summary):
            outcome = Outcome.UPDATED
        terms = ([*topics, *revision.topics], [*types, *revision.types])
        return self._report(entry, outcome, summary, terms=terms)

    def _give_month(self, entry: Entry, summary: Summary) -> None:
        """What was private when it was met last, and is public now, gets the month it was not given then."""
        digest, position = (None, 0) if summary.digest_id else self._place(entry)
        if digest:
            drafting.place_summary(summary=summary, digest=digest, position=position, by=self.by)
            summary.refresh_from_db()

    def _new_articles(self, entry: Entry, now: Summary, origin: Origin | None) -> list[Article]:
        """The articles of an entry that had none; one that has some keeps what editors see there."""
        references = [reference.to_csl() for reference in entry.draft.references]
        if not references or (origin and origin.given.get("references") == references):
            return []
        if now.summary_articles.count():
            return []
        articles, caveats = self.works.resolve(entry.draft.references, source=entry.source)
        entry.caveats.extend(caveats)
        return articles

    def _revise(self, entry: Entry, summary: Summary, revision: Revision) -> None:
        """A draft revision; only the united topics of an entry public as it stood become public at once."""
        as_public = summary.live and not summary.has_unpublished_changes
        drafting.revise_summary(
            summary=summary,
            text=revision.text,
            articles=revision.articles or None,
            corrections=revision.corrections,
            add_topics=revision.topics,
            add_types=revision.types,
            by=self.by,
        )
        summary.refresh_from_db()
        if revision.outcome is Outcome.UPDATED:
            entry.caveats.append(Caveat(code="new-text-is-a-draft", detail=", ".join(revision.parts)))
        elif as_public:
            self._publish(entry, summary)

    def _publish(self, entry: Entry, summary: Summary) -> bool:
        if not (self.options.publish and entry.was_public):
            return False
        try:
            publishing.publish(record=summary, by=self.by)
        except rules.Unpublishable as refusal:
            entry.caveats.extend(Caveat(code=f"not-published-{p.code}") for p in refusal.problems)
            return False
        return True

    def _origin_of(self, entry: Entry, summary: Summary) -> Origin | None:
        """What this source gave last time: by its own identifier, else by month and title."""
        origins = Origin.objects.filter(summary=summary)
        if entry.identifier:
            return origins.filter(identifier=entry.identifier).first()
        return (
            origins.filter(identifier="", place=entry.place).first() or origins.filter(identifier="").first()
        )

    def _keep_given(self, entry: Entry, summary: Summary, origin: Origin | None) -> None:
        if origin is None:
            Origin.objects.create(
                summary=summary,
                identifier=entry.identifier,
                place=entry.place,
                given=entry.given,
                sample=self.options.sample,
            )
        elif origin.given != entry.given:
            origin.given = entry.given
            origin.save()

    def _report(
        self, entry: Entry, outcome: Outcome, summary: Summary, *, terms: tuple[list[Term], list[Term]]
    ) -> ItemReport:
        topics, types = terms
        return replace(
            ItemReport.of(entry.draft, outcome),
            caveats=entry.caveats,
            topics=[topic.name_en for topic in topics],
            types=[research_type.name_en for research_type in types],
            slug=summary.slug,
            published=summary.live,
            summary_id=summary.pk,
        )
