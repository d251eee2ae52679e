"""`apercu serve`: the site on a port, and the jobs beside it, until Ctrl-C."""

from __future__ import annotations

import gc
import os
import socket
from argparse import ArgumentParser
from importlib import import_module
from typing import Any

from django.conf import settings
from django.contrib.auth import get_user_model
from django.core.management.base import BaseCommand, CommandError
from django.db import connections
from django.template.loader import get_template
from django.urls import get_resolver, reverse
from django.utils import timezone
from django.utils.translation import override

from apercu.ops import jobs, loops, migrating, web
from apercu.ops.supervising import Child, Supervisor

BEHIND_PAGES = 5  # how much nicer (nice(2)) the jobs are than the web processes beside them
# Pages that readers open first; what they include is compiled with them.
COMPILED_BEFORE = ("reading/home.html", "reading/summary.html", "reading/month.html", "reading/browse.html")
# What search loads at its first question.
LOADED_BEFORE = ("apercu.search.vectors", "safetensors", "tokenizers")


class Command(BaseCommand):
    help = "Serve the site, and do its jobs: publish what is due, follow the change log, tidy up."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--port", default="8000", help="the port (default 8000)")
        parser.add_argument(
            "--host", default="127.0.0.1", help="the address to listen on (default 127.0.0.1)"
        )
        which = parser.add_mutually_exclusive_group()
        which.add_argument("--no-jobs", action="store_true", help="web only: another machine does the jobs")
        which.add_argument("--only-jobs", action="store_true", help="jobs only: other machines serve")

    def handle(self, *, port: str, host: str, no_jobs: bool, only_jobs: bool, **_options: Any) -> None:
        number = _port(port)
        _must_be_set_up()
        listening = None if only_jobs else _listening(host, number)
        children = [] if no_jobs else [Child(name="jobs", run=lambda: _do_jobs(listening))]
        if listening is not None:
            children = [*_web(listening), *children]
            self._say_where(host, number)
        else:
            self.stdout.write("The jobs are being done.  (Ctrl-C stops it)")
            self.stdout.flush()
        _be_ready_to_fork()
        Supervisor(children=children).run()

    def _say_where(self, host: str, port: int) -> None:
        shown = "localhost" if host in {"127.0.0.1", "0.0.0.0", "::"} else host  # noqa: S104 only compared
        self.stdout.write(f"The site is at http://{shown}:{port}/  (Ctrl-C stops it)")
        self.stdout.write(f"The desk is at http://{shown}:{port}/desk/")
        if not get_user_model().objects.filter(is_superuser=True, is_active=True).exists():
            self.stdout.write("To get a desk login, run in another window: .venv/bin/apercu createsuperuser")
        self.stdout.flush()


def _web(listening: socket.socket) -> list[Child]:
    return [
        Child(name=f"web {number}", run=lambda: web.serve_on(listening))
        for number in range(1, settings.WEB_PROCESSES + 1)
    ]


def _do_jobs(listening: socket.socket | None) -> None:
    if listening is not None:
        listening.close()
        os.nice(BEHIND_PAGES)
    jobs.run(loops.loops(), clock=timezone.now)


def _be_ready_to_fork() -> None:
    """Load what every child needs, and leave it where it is: the children then share it."""
    get_resolver().url_patterns  # noqa: B018 loads every view
    for language, _name in settings.LANGUAGES:
        with override(language):
            reverse("reading:home")  # makes the table of addresses, one a language
    for template in COMPILED_BEFORE:
        get_template(template)
    for module in LOADED_BEFORE:
        import_module(module)
    connections.close_all()  # each child opens its own
    gc.collect()
    gc.freeze()


def _port(text: str) -> int:
    if not text.isdecimal() or not 1 <= int(text) <= 65535:
        raise CommandError(f"The port is {text!r}; it should be a number from 1 to 65535.", returncode=2)
    return int(text)


def _must_be_set_up() -> None:
    if migrating.missing():
        raise CommandError("The database is not ready; run `apercu setup` first.")


def _listening(host: str, port: int) -> socket.socket:
    try:
        return web.open_socket(host, port)
    except PermissionError:
        raise CommandError(
            f"Port {port} needs more rights; choose one above 1023: make run PORT=8080."
        ) from None
    except OSError:
        raise CommandError(
            f"Port {port} is already in use on {host}; stop what uses it, or choose another: "
            "make run PORT=8001."
        ) from None
