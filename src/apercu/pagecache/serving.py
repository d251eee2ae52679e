"""The WSGI callable in front of Django: a page that is kept is answered with three look-ups and no Django."""

from __future__ import annotations

import logging
import time
from collections.abc import Callable, Collection, Hashable, Iterable
from functools import partial
from typing import Any

from apercu.pagecache import admitting, encodings, kept
from apercu.pagecache.admitting import Environ, Key
from apercu.pagecache.background import Background
from apercu.pagecache.encodings import READS_BOTH, READS_BROTLI, READS_GZIP
from apercu.pagecache.history import History
from apercu.pagecache.kept import Answer, Kept
from apercu.pagecache.rendering import Made, Rendering
from apercu.pagecache.saying import Seldom
from apercu.pagecache.shelves import Shelf, Slot
from apercu.pagecache.versions import Clock, Version, Versions

logger = logging.getLogger(__name__)

StartResponse = Callable[..., Any]
Application = Callable[[Environ, StartResponse], Iterable[bytes]]

MEGABYTE = 2**20
UNUSUAL_SHARE = 8  # searches and unusual addresses have an eighth of the room, to themselves
PATIENCE = 0.4  # seconds one waits for another's render, where an earlier page can be given instead
PATIENCE_WITHOUT = 20.0  # seconds where there is none
AGAIN_AFTER = 1.0  # seconds until a page that could not be rendered is tried again
_BROKEN = "%s cannot be rendered (%s); readers get it as it was before."


class KeptPages:
    """Answers public pages from bytes, and has the application make those that are not kept."""

    def __init__(
        self,
        application: Application,
        *,
        versions: Versions,
        most: int,
        clock: Clock = time.monotonic,
        now: Clock = time.time,
    ) -> None:
        self.application = application
        self.versions = versions
        self._clock = clock
        self._now = now
        self._spelled: dict[Hashable, Slot] = {}
        self.pages = Shelf(most - most // UNUSUAL_SHARE, self._spelled)
        self.unusual = Shelf(most // UNUSUAL_SHARE, self._spelled)
        self._rendering = Rendering()
        self._history = History(clock)
        self._seldom = Seldom(clock)
        self.background = Background(regularly=self.drop_the_old, clock=time.monotonic)

    def __call__(self, environ: Environ, start_response: StartResponse) -> Iterable[bytes]:
        ready = self.at_once(environ)
        if ready is None:
            return self._answer(environ, start_response)
        start_response(ready.status, ready.headers.copy())
        return ready.body

    def at_once(self, environ: Environ) -> Answer | None:
        """The answer, where it only has to be sent; its headers are not the caller's to change."""
        slot = self._spelled.get(_spelling(environ))
        if slot is None or environ["REQUEST_METHOD"] != "GET":
            return None
        page = slot.kept
        if page is None or _has_condition(environ):
            return None
        version = self.versions.present()
        if page.version is not version and page.version != version:
            return None
        ready = page.ready[encodings.reads(environ.get("HTTP_ACCEPT_ENCODING"))]
        if ready is not None:
            slot.visited = True
        return ready

    def drop_the_old(self) -> None:
        """Take away the pages of versions that are too old even for when rendering fails."""
        for shelf in (self.pages, self.unusual):
            shelf.remove_unless(lambda page: self._history.may_be_shown(page.version))

    def renew(self, paths: Collection[str]) -> None:
        """Make the pages at these paths anew that are kept; who asks for one meanwhile waits for it."""
        for slot in self.pages:
            if isinstance(slot.key, Key) and slot.key.path in paths:
                self._page(slot.key, admitting.asked_by_nobody(slot.key), is_asked_for=False)

    # --- what is not ready

    def _answer(self, environ: Environ, start_response: StartResponse) -> Iterable[bytes]:
        key = admitting.key_of(environ)
        if key is None:
            return self.application(environ, start_response)
        made = self._page(key, environ)
        if made is None:
            return self.application(environ, start_response)
        answer = self._for_reader(key, made, environ)
        start_response(answer.status, answer.headers.copy())
        return [] if environ["REQUEST_METHOD"] == "HEAD" else answer.body

    def _page(self, key: Key, environ: Environ, *, is_asked_for: bool = True) -> Made | None:
        """The page or answer at an address; None where the application is to answer this request itself."""
        shelf = self._shelf(key)
        slot = shelf.find(key)
        before = slot.kept if slot else None
        version = self.versions.certain()
        if version is None:
            return before
        self._history.note(version)
        if slot is None or before is None or before.version != version:
            found = self._rendered(key, version, environ, slot, before)
            slot = shelf.find(key)
        else:
            found = before
        if is_asked_for and slot is not None and slot.kept is found:
            is_canonical = environ.get("QUERY_STRING", "") == key.query
            shelf.spell(slot, _spelling(environ), is_canonical=is_canonical)
        return found

    def _rendered(
        self, key: Key, version: Version, environ: Environ, slot: Slot | None, before: Kept | None
    ) -> Made | None:
        last_good = before if before and self._history.may_be_shown(before.version) else None
        if slot is not None and last_good and self._clock() < slot.failed_at + AGAIN_AFTER:
            return last_good
        try:
            made = self._rendering.render(
                key,
                version,
                partial(self._make, key, version, environ, before),
                keep=partial(self._keep, key),
                patience=PATIENCE if last_good else PATIENCE_WITHOUT,
            )
        except Exception as error:
            if last_good is None:
                raise
            return self._failed(key, slot, last_good, error)
        if isinstance(made, Answer) and made.code >= 500 and last_good:
            return self._failed(key, slot, last_good, made.status)
        if made is None:  # it takes long, or failed for somebody else
            return last_good
        if isinstance(made, Answer) and key.query != environ.get("QUERY_STRING", ""):
            return None  # what is ignored on a page may be read where there is none (an old blog's address)
        return made

    def _make(self, key: Key, version: Version, environ: Environ, before: Kept | None) -> Made:
        clean = admitting.anonymous(environ, key)
        answer = _called(self.application, clean)
        if not admitting.may_be_kept(answer, clean):
            return answer
        return kept.keep(answer, version=version, at=self._now(), before=before)

    def _keep(self, key: Key, made: Made) -> None:
        if isinstance(made, Kept):
            self._shelf(key).put(key, made)
            self.background.start()
        elif made.code < 500:  # it is gone, or has moved; what is only broken may be shown as it was
            self._shelf(key).remove(key)

    def _failed(self, key: Key, slot: Slot | None, last_good: Kept, why: object) -> Kept:
        if slot is not None:
            slot.failed_at = self._clock()
        self._seldom.say(logger.error, _BROKEN, key.path, why)
        return last_good

    # --- how it is sent

    def _for_reader(self, key: Key, made: Made, environ: Environ) -> Answer:
        reads = encodings.reads(environ.get("HTTP_ACCEPT_ENCODING"))
        if isinstance(made, Answer):
            return _compressed(made, reads)
        none_match = environ.get("HTTP_IF_NONE_MATCH", "")
        held = made.tag_held(none_match, environ.get("HTTP_IF_MODIFIED_SINCE", ""), reads)
        if held:
            return made.not_modified(held)
        return made.ready[reads] or self._in_encoding(key, made, reads)

    def _in_encoding(self, key: Key, page: Kept, reads: int) -> Answer:
        """A page in an encoding nobody asked for yet; brotli is for whoever asks next."""
        shelf = self._shelf(key)
        slot = shelf.find(key)
        gzipped = page.ready[READS_GZIP]
        if slot is None or gzipped is None:
            return gzipped if gzipped and reads & READS_GZIP else kept.in_identity(page)
        if reads & READS_BROTLI and page.ready[READS_BOTH] is None:
            page.ready[READS_BOTH] = gzipped  # until it is there, which may be at any moment from here on
            if not self.background.later(partial(_add_brotli, shelf, slot, page)):
                page.ready[READS_BOTH] = None
        if reads & READS_GZIP:
            return gzipped
        if (as_it_is := page.ready[0]) is not None:
            return as_it_is
        answer = kept.in_identity(page)
        shelf.add(slot, page, answer, readers=[0])
        return answer

    def _shelf(self, key: Key) -> Shelf:
        return self.unusual if key.is_unusual else self.pages


def _spelling(environ: Environ) -> tuple[Any, ...]:
    """All of a request that decides which page is meant, as it was sent."""
    return (
        environ["PATH_INFO"],
        environ["QUERY_STRING"],
        environ.get("HTTP_HOST"),
        environ.get("HTTP_X_FORWARDED_PROTO"),
        environ["wsgi.url_scheme"],
    )


def _has_condition(environ: Environ) -> bool:
    return "HTTP_IF_NONE_MATCH" in environ or "HTTP_IF_MODIFIED_SINCE" in environ


def _add_brotli(shelf: Shelf, slot: Slot, page: Kept) -> None:
    if slot.kept is page:
        shelf.add(slot, page, kept.in_brotli(page), readers=[READS_BROTLI, READS_BOTH])


def _called(application: Application, environ: Environ) -> Answer:
    """What an application answers, whole."""
    told: list[tuple[str, kept.Headers]] = []

    def start_response(status: str, headers: kept.Headers, _exc_info: object = None) -> None:
        told[:] = [(status, headers)]

    answered = application(environ, start_response)
    try:
        body = b"".join(answered)
    finally:
        if close := getattr(answered, "close", None):
            close()
    status, headers = told[0]
    return Answer(status=status, headers=list(headers), body=[body])


def _compressed(answer: Answer, reads: int) -> Answer:
    """An answer that is not kept, compressed as Django's middleware would have it."""
    body = answer.body[0]
    if len(body) < encodings.WORTH_IT or answer.header("content-encoding"):
        return answer
    headers = [
        (name, value) for name, value in answer.headers if name.lower() not in {"content-length", "vary"}
    ]
    vary = answer.header("vary")
    if "accept-encoding" not in vary.lower():
        vary = f"{vary}, Accept-Encoding" if vary else "Accept-Encoding"
    headers.append(("Vary", vary))
    if reads & READS_GZIP:
        body = encodings.gzipped(body)
        headers.append(("Content-Encoding", "gzip"))
    return Answer(status=answer.status, headers=[*headers, ("Content-Length", str(len(body)))], body=[body])
