"""One run: what has changed since the earlier export is made, or everything, and takes its place."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Protocol

from apercu.content import changes, following
from apercu.pagecache.exporting import facts as facts_of_now
from apercu.pagecache.exporting import filing, finding, manifest, moved, plan, rendering, styles
from apercu.pagecache.exporting.facts import Facts
from apercu.pagecache.exporting.folder import CannotExport, Folder
from apercu.pagecache.exporting.manifest import Manifest
from apercu.pagecache.exporting.rendering import Job, Made
from apercu.pagecache.exporting.touching import Touched, touched
from apercu.reading.addresses import LANGUAGES, in_language

ROUNDS = 4  # times a run begins again with what was published meanwhile
AT_ONCE = 2_000  # changes an export follows; with more of them all is made


class Says(Protocol):
    """Who is told how a run goes."""

    def begin(self, what: str, count: int) -> None: ...
    def tick(self, done: int) -> None: ...


@dataclass(kw_only=True)
class Report:
    """What a run did."""

    is_whole: bool
    pages: int = 0  # addresses asked for
    written: int = 0  # files that differ from the earlier export's
    removed: int = 0
    files: int = 0  # in the export, without the search index
    pages_after: float = 0.0  # seconds until the pages took their place
    search_after: float = 0.0  # seconds until the search index did; 0 where it had not changed
    lost: dict[str, tuple[str, ...]] = field(default_factory=dict)  # links that lead nowhere, by page


def export(target: Path, *, whole: bool, processes: int, says: Says, since: Callable[[], float]) -> Report:
    """Bring the export in this folder up to the site's present edition; CannotExport leaves it as it was.

    `since` tells the seconds since the run began.
    """
    folder = Folder(target)
    styles.must_be_there()
    with folder.taken():
        following.catch_up()  # citations and the search index, which pages are made with
        run = _Run(folder, processes=processes, says=says, since=since)
        earlier = None if whole else folder.earlier()
        if earlier is None or earlier.maker != manifest.maker() or not run.follow(earlier):
            run.make_all()
        return run.report


class _Run:
    """The state of a run: the manifest of what lies in the second tree."""

    def __init__(self, folder: Folder, *, processes: int, says: Says, since: Callable[[], float]) -> None:
        self._folder = folder
        self._processes = processes
        self._says = says
        self._since = since
        self.report = Report(is_whole=False)

    def make_all(self) -> None:
        """Make every page and the search index, then let them take the place of the export."""
        self.report = Report(is_whole=True)
        self._folder.begin(anew=True)
        facts = facts_of_now.gather()
        empty = replace(facts, summaries={}, months=(), moved={})
        every = plan.everything(facts)
        nothing = Manifest(maker=manifest.maker(), facts=empty, related={}, styles=())
        made = self._made(nothing, facts, every, every)
        made = self._catch_up_with(made)
        made = self._with_what_waits(made)
        self._folder.swap(self._with_search(made, finding.entries()))
        self.report.pages_after = self.report.search_after = self._since()
        self._folder.follow()

    def follow(self, earlier: Manifest) -> bool:
        """Make what has changed since an earlier export; False where that may be all of it.

        Pages come first; what takes longer, the search index and long lists of citations, takes its place
        in a second step.
        """
        stamp = earlier.facts.stamp
        if changes.stamp_at(stamp[0]) != stamp or changes.since(stamp[0])[AT_ONCE:].exists():
            return False
        found = self._next(earlier)
        if found is None:
            return False
        facts, work = found
        self._folder.begin(anew=False)
        made = self._made_of(earlier, facts, work)
        made = self._catch_up_with(made)
        if made != earlier:
            self._folder.swap(made)
            self.report.pages_after = self._since()
            self._folder.follow()
        entries = finding.entries()
        if made.waiting or finding.digest_of(entries) != made.found:
            self._folder.begin(anew=False)
            self._folder.swap(self._with_search(self._with_what_waits(made), entries))
            self.report.search_after = self._since()
        self._folder.follow()
        return True

    def _next(self, state: Manifest) -> tuple[Facts, Touched] | None:
        facts = facts_of_now.gather()
        batch = list(changes.since(state.facts.stamp[0]).filter(id__lte=facts.stamp[0])[:AT_ONCE])
        work = touched(batch, before=state.facts, after=facts, shown=state.related)
        return None if work is None else (facts, work)

    def _catch_up_with(self, state: Manifest) -> Manifest:
        """Follow what was published while pages were made; a page may be newer than the manifest says."""
        for _round in range(ROUNDS):
            if changes.stamp() == state.facts.stamp:
                break
            following.catch_up()
            found = self._next(state)
            if found is None:
                break  # the next run makes everything
            state = self._made_of(state, *found)
        return state

    def _made_of(self, state: Manifest, facts: Facts, work: Touched) -> Manifest:
        made = self._made(state, facts, work.first, plan.everything(facts))
        waiting = [*state.waiting, *work.later]
        return replace(made, waiting=tuple(dict.fromkeys(waiting)))

    def _made(
        self, state: Manifest, facts: Facts, addresses: Mapping[str, None], known: Mapping[str, None]
    ) -> Manifest:
        """Make these addresses in the second tree, and take from it what is no longer there."""
        for address in addresses:
            if address not in known:
                self._remove(filing.file_of(address))
        made = self._make([address for address in addresses if address in known], known)
        if made.missing and changes.stamp() == facts.stamp:
            raise CannotExport(f"Nothing stands at {min(made.missing)}, though it should; see the log.")
        self._lead_on(state.facts.moved, facts.moved, known)
        for name in made.styles - set(state.styles):
            self._folder.put(f"static/{name}", styles.content_of(name))
        keys = {one.slug: key for key, one in facts.summaries.items()}
        related = {key: shown for key, shown in state.related.items() if key in facts.summaries}
        related |= {keys[slug]: shown for slug, shown in made.related.items() if slug in keys}
        lost = {page: links for page, links in (state.lost | made.lost).items() if links and page in known}
        self.report.files, self.report.lost = len(known) + len(facts.moved), lost
        return replace(
            state,
            facts=facts,
            related=related,
            styles=tuple(sorted(made.styles | set(state.styles))),
            lost=lost,
        )

    def _make(self, addresses: list[str], known: Mapping[str, None]) -> Made:
        self._says.begin("pages", len(addresses))
        job = Job(addresses=addresses, known=known, tree=self._folder.tree, earlier=self._folder.target)
        made = rendering.make(job, processes=self._processes, tick=self._says.tick)
        self._folder.changed |= made.changed
        self._folder.removed -= made.changed
        self.report.pages += len(addresses)
        self.report.written += len(made.changed)
        return made

    def _lead_on(self, before: Mapping[str, str], now: Mapping[str, str], known: Mapping[str, None]) -> None:
        """Write a small page for each address that moved, unless a page stands there now."""
        for address, target in now.items():
            for old, new in _in_every_language(address, target):
                if old not in known and new in known and before.get(address) != target:
                    try:
                        file = filing.file_of(old)
                    except filing.Unfilable:
                        continue
                    self._folder.put(file, moved.page(new, file=file).encode())
        for address in before.keys() - now.keys():
            for old, _new in _in_every_language(address, ""):
                if old not in known:
                    self._remove(filing.file_of(old))

    def _remove(self, file: str) -> None:
        before = len(self._folder.removed)
        self._folder.remove(file)
        self.report.removed += len(self._folder.removed) - before

    def _with_what_waits(self, state: Manifest) -> Manifest:
        """The long lists that were left for afterwards."""
        if not state.waiting:
            return state
        facts = state.facts
        made = self._made(state, facts, dict.fromkeys(state.waiting), plan.everything(facts))
        return replace(made, waiting=())

    def _with_search(self, state: Manifest, entries: list[finding.Entry]) -> Manifest:
        """The search index of these entries, unless it is the one that is there."""
        found = finding.digest_of(entries)
        if found == state.found:
            return state
        self._says.begin("the search index", 0)
        fresh = self._folder.workshop / "found"
        finding.build(entries, fresh)
        self._folder.replace(finding.PLACE, fresh)
        return replace(state, found=found)


def _in_every_language(address: str, target: str) -> Iterable[tuple[str, str]]:
    for code in LANGUAGES:
        yield in_language(address, code), in_language(target, code)
