"""Commands and a served site as real processes, on a data folder of a test."""

from __future__ import annotations

import os
import resource
import signal
import subprocess
import sys
import threading
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path

from tests.ports import free_port
from tests.sites import APERCU, PATIENCE, environment


def told(data: Path, **settings: str) -> dict[str, str]:
    usual = {
        "APERCU_TRUSTED_PROXIES": "1",
        "DJANGO_SETTINGS_MODULE": "apercu.config.settings.base",
        "PYTHONPATH": os.pathsep.join(filter(None, sys.path)),
    }
    return environment(data, **(usual | settings))


@contextmanager
def serving(
    data: Path,
    *arguments: str,
    said: list[str] | None = None,
    by: Sequence[str] = (),
    **settings: str,
) -> Iterator[tuple[subprocess.Popen[str], int]]:
    """The site, served until the block ends. Its log goes into a file, or line by line into `said`;
    `by` is the command that starts it, if another shall.
    """
    port = free_port()
    with (data.parent / f"log-{port}").open("w") as log:
        process = subprocess.Popen(
            [*by, APERCU, "serve", "--port", str(port), *arguments],
            env=told(data, **settings),
            stdout=subprocess.DEVNULL,
            stderr=log if said is None else subprocess.PIPE,
            text=True,
            start_new_session=True,
        )
        listening = threading.Thread(
            target=lambda: said.extend(process.stderr or ()) if said is not None else None
        )
        listening.start()
        try:
            yield process, port
        finally:
            process.terminate()
            try:
                process.wait(PATIENCE)
            finally:
                if process.poll() is None:
                    os.killpg(process.pid, signal.SIGKILL)
                listening.join(PATIENCE)
                if process.stderr is not None:
                    process.stderr.close()


def apercu(
    data: Path, *arguments: str | Path, most: int | None = None, **settings: str
) -> subprocess.CompletedProcess[str]:
    """One command, whatever becomes of it; with `most` it may write no file beyond so many bytes."""

    def limited() -> None:
        if most is not None:
            resource.setrlimit(resource.RLIMIT_FSIZE, (most, most))

    return subprocess.run(
        [APERCU, *arguments],
        env=told(data, **settings),
        capture_output=True,
        text=True,
        check=False,
        timeout=PATIENCE * 5,
        preexec_fn=limited,
    )
