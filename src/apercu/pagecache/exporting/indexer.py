"""Pagefind's own program, asked over its pipe: requests and answers are JSON in base64, a comma after each.

The package that comes with it waits a tenth of a second for every answer, which is minutes for an archive.
"""

from __future__ import annotations

import base64
import json
import queue
import subprocess
import threading
from collections.abc import Iterable, Mapping
from pathlib import Path
from types import TracebackType
from typing import IO, Any

from pagefind.service import get_executable

from apercu.pagecache.exporting.folder import CannotExport

_ERROR = "Error"


class Indexer:
    """One index in the making. CannotExport where Pagefind is missing, ends early or refuses something."""

    def __init__(self, language: str) -> None:
        program = get_executable()
        if program is None:
            raise CannotExport("The program Pagefind is missing; install the package pagefind_bin.")
        self._process = subprocess.Popen(  # noqa: S603 the program of a package we depend on
            [program, "--service"], stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL
        )
        self._answers: queue.SimpleQueue[Mapping[str, Any] | None] = queue.SimpleQueue()
        self._reader = threading.Thread(target=self._read, name="pagefind", daemon=True)
        self._reader.start()
        self._asked = 0
        self._language = language
        self._send({"type": "NewIndex", "config": {"force_language": language}})
        self._index = self._answer()["index_id"]

    def __enter__(self) -> Indexer:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._process.kill()
        self._process.wait()
        self._reader.join()
        for pipe in (self._process.stdin, self._process.stdout):
            assert pipe is not None
            pipe.close()

    def add(self, records: Iterable[Mapping[str, Any]]) -> None:
        """Add records: `url`, `content`, `meta`, `filters` and `sort` of each."""
        count = 0
        for record in records:
            self._send({"type": "AddRecord", "index_id": self._index, "language": self._language, **record})
            count += 1
        for _one in range(count):
            self._answer()

    def write(self, folder: Path) -> None:
        """Write the index into a folder."""
        self._send({"type": "WriteFiles", "index_id": self._index, "output_path": str(folder)})
        self._answer()

    def _send(self, payload: Mapping[str, Any]) -> None:
        self._asked += 1
        request = json.dumps({"message_id": self._asked, "payload": payload}).encode()
        pipe = self._process.stdin
        assert pipe is not None
        try:
            pipe.write(base64.b64encode(request) + b",")
            pipe.flush()
        except BrokenPipeError:
            raise CannotExport(_ENDED) from None

    def _answer(self) -> Mapping[str, Any]:
        payload = self._answers.get()
        if payload is None:
            raise CannotExport(_ENDED)
        if payload["type"] == _ERROR:
            raise CannotExport(f"The search index cannot be made: {payload.get('message', '')}")
        return payload

    def _read(self) -> None:
        """Read answers as they come, so that neither side waits for the other's pipe."""
        pipe: IO[bytes] | None = self._process.stdout
        assert pipe is not None
        left = b""
        while some := pipe.read1(65_536):  # type: ignore[attr-defined]  # it is a buffered reader
            *whole, left = (left + some).split(b",")
            for one in whole:
                self._answers.put(json.loads(base64.b64decode(one))["payload"])
        self._answers.put(None)


_ENDED = "The search index cannot be made: Pagefind ended early; is the disk full?"
