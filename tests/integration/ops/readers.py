"""Readers who ask again and again, look at what they get, and now and then write."""

from __future__ import annotations

import http.client
import random
import threading
import time
from collections import Counter
from dataclasses import dataclass, field
from http import HTTPStatus
from urllib.parse import urlencode

PATIENCE = 30  # seconds
CUT_OFF = (ConnectionResetError, BrokenPipeError, http.client.RemoteDisconnected, http.client.IncompleteRead)


@dataclass(kw_only=True)
class Readers:
    """Some of them, each a thread; what they saw is counted."""

    port: int
    pages: dict[str, str]  # an address and words that its page must hold
    report_to: list[str]
    number: int = 3
    seed: int = 0
    seen: Counter[str] = field(default_factory=Counter)
    wrong: list[str] = field(default_factory=list)
    acknowledged: list[str] = field(default_factory=list)

    def __post_init__(self) -> None:
        self._stop = threading.Event()
        self._threads = [threading.Thread(target=self._read, args=(n,)) for n in range(self.number)]

    def begin(self) -> None:
        for thread in self._threads:
            thread.start()

    def end(self) -> None:
        self._stop.set()
        for thread in self._threads:
            thread.join()

    def _read(self, number: int) -> None:
        chance = random.Random(self.seed * 100 + number)
        count = 0
        while not self._stop.is_set():
            count += 1
            try:
                if number == 0 and count % 10 == 0:
                    self._write(f"Report {self.seed}-{count}", chance)
                else:
                    self._look(chance)
            except CUT_OFF:
                self.seen["cut off in the middle by the kill"] += 1  # never an answer, so never a wrong one
            except OSError as error:
                self.wrong.append(f"{type(error).__name__}: {error}")
            time.sleep(0.005)

    def _look(self, chance: random.Random) -> None:
        path = chance.choice(sorted(self.pages))
        status, body = self._ask("GET", path)
        if status != HTTPStatus.OK or self.pages[path] not in body:
            self.wrong.append(f"GET {path}: {status}, {len(body)} characters")
        self.seen["right answers"] += 1

    def _write(self, text: str, chance: random.Random) -> None:
        status, _body = self._ask(
            "POST", chance.choice(self.report_to), urlencode({"wrong": text, "email": ""})
        )
        if status == HTTPStatus.SEE_OTHER:
            self.acknowledged.append(text)
        elif status != HTTPStatus.TOO_MANY_REQUESTS:
            self.wrong.append(f"POST: {status}")

    def _ask(self, method: str, path: str, body: str | None = None) -> tuple[int, str]:
        connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=PATIENCE)
        sender = f"203.0.113.{random.randrange(250)}"  # as a proxy of ours would say
        headers = {"X-Forwarded-For": sender, "Content-Type": "application/x-www-form-urlencoded"}
        try:
            connection.request(method, path, body, headers)
            response = connection.getresponse()
            return response.status, response.read().decode()
        finally:
            connection.close()
