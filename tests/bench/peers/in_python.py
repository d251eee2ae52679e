"""What Python can do with the same page at most: Granian and a dict, and a middleware of Django's."""

from __future__ import annotations

import os
import sys
from collections.abc import Iterator
from pathlib import Path

from tests.bench.measuring import ROOT
from tests.bench.peers.peer import Peer, Running, Setting
from tests.bench.served import answered, running
from tests.ports import free_port

WORKERS, THREADS = 1, 4  # as many as can make pages in `apercu serve`
PAGE, HEADERS, PATH = "BENCH_PAGE", "BENCH_HEADERS", "/page/"  # what the two applications are told and asked


def start(setting: Setting) -> Iterator[Running]:
    """Each under a Granian of its own: the dict also with one thread, which has the interpreter to itself."""
    folder = setting.room("python")
    (folder / "page.gz").write_bytes(setting.page.body)
    lines = [f"{name}: {value}" for name, value in setting.page.headers]
    (folder / "headers").write_text("\n".join(lines), "utf-8")
    given = {PAGE: str(folder / "page.gz"), HEADERS: str(folder / "headers")}
    for name, module, threads in (
        ("Granian, bytes from a dict", "bytes_from_a_dict", THREADS),
        ("Granian, bytes from a dict, one thread", "bytes_from_a_dict", 1),
        ("a middleware of Django's, bytes from memory", "django_middleware", THREADS),
    ):
        url = granian(
            setting,
            f"tests.bench.peers.{module}:application",
            folder / f"{module}-{threads}.log",
            given,
            cwd=ROOT,
            path=PATH,
            threads=threads,
        )
        yield Running(name=name, url=url + PATH)


PEER = Peer(start=start)


def granian(
    setting: Setting,
    application: str,
    log: Path,
    environment: dict[str, str],
    *,
    cwd: Path,
    path: str,
    threads: int = THREADS,
) -> str:
    """Start an application by Granian's own command with one worker, and say its address."""
    port = free_port()
    command = [sys.executable, "-m", "granian", "--interface", "wsgi", "--host", "127.0.0.1"]
    command += [
        "--port",
        str(port),
        "--workers",
        str(WORKERS),
        "--blocking-threads",
        str(threads),
        "--log-level",
        "warning",
    ]
    kept = {name: value for name, value in os.environ.items() if not name.startswith(("APERCU_", "DJANGO_"))}
    paths = {"PYTHONPATH": os.pathsep.join([str(cwd), str(ROOT)])}
    one = setting.stack.enter_context(
        running([*command, application], log=log, env=kept | paths | environment, cwd=cwd)
    )
    answered(one, port, log=log, path=path)
    return f"http://127.0.0.1:{port}"
