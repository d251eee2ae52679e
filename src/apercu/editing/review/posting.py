"""Letters to the desk's own people, posted from a thread: nobody's click waits for a mail server.

A letter that cannot be delivered is logged and given up: what it tells also stands on the desk. Digests to
subscribers do not go this way.
"""

from __future__ import annotations

import logging
from collections.abc import Iterable
from queue import Full, Queue
from threading import Lock, Thread

from django.core.mail import EmailMessage

logger = logging.getLogger(__name__)

WAITING = 1000  # letters; beyond that the mail server has been away for long


class PostRoom:
    """One thread a process, begun with the first letter."""

    def __init__(self) -> None:
        self._letters: Queue[EmailMessage] = Queue(maxsize=WAITING)
        self._lock = Lock()
        self._thread: Thread | None = None

    def take(self, letters: Iterable[EmailMessage]) -> None:
        """Take letters to post, and return at once."""
        for letter in letters:
            try:
                self._letters.put_nowait(letter)
            except Full:
                logger.error("Too many letters wait; “%s” to %s is not posted", letter.subject, letter.to)
        with self._lock:
            if self._thread is None or not self._thread.is_alive():  # after a fork it is not
                self._thread = Thread(target=self._deliver, name="desk-post", daemon=True)
                self._thread.start()

    def wait(self) -> None:
        """Return when every letter taken so far was posted or given up."""
        self._letters.join()

    def _deliver(self) -> None:
        while True:
            letter = self._letters.get()
            try:
                letter.send()
            except Exception:
                logger.exception("“%s” to %s could not be posted", letter.subject, letter.to)
            finally:
                self._letters.task_done()


post_room = PostRoom()
