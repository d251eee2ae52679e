"""`apercu serve`: the site on a port, until Ctrl-C."""

from __future__ import annotations

import socket
from argparse import ArgumentParser
from typing import Any

from django.contrib.auth import get_user_model
from django.core.management.base import BaseCommand, CommandError
from django.db import connection
from django.db.migrations.executor import MigrationExecutor
from granian import Granian
from granian.constants import Interfaces


class Command(BaseCommand):
    help = "Serve the site."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--port", default="8000", help="the port (default 8000)")
        parser.add_argument(
            "--host", default="127.0.0.1", help="the address to listen on (default 127.0.0.1)"
        )

    def handle(self, *, port: str, host: str, **_options: Any) -> None:
        number = _port(port)
        _must_be_set_up()
        _must_be_free(host, number)
        self._say_where(host, number)
        connection.close()  # the worker opens its own
        Granian(
            "apercu.config.worker:application",
            address=host,
            port=number,
            interface=Interfaces.WSGI,
            workers=1,
            blocking_threads=4,
            respawn_failed_workers=True,
            log_level="warning",
        ).serve()

    def _say_where(self, host: str, port: int) -> None:
        shown = "localhost" if host in {"127.0.0.1", "0.0.0.0", "::"} else host  # noqa: S104 only compared
        self.stdout.write(f"The site is at http://{shown}:{port}/  (Ctrl-C stops it)")
        self.stdout.write(f"The desk is at http://{shown}:{port}/desk/")
        if not get_user_model().objects.filter(is_superuser=True, is_active=True).exists():
            self.stdout.write("To get a desk login, run in another window: .venv/bin/apercu createsuperuser")
        self.stdout.flush()


def _port(text: str) -> int:
    if not text.isdecimal() or not 1 <= int(text) <= 65535:
        raise CommandError(f"The port is {text!r}; it should be a number from 1 to 65535.", returncode=2)
    return int(text)


def _must_be_set_up() -> None:
    executor = MigrationExecutor(connection)
    if executor.migration_plan(executor.loader.graph.leaf_nodes()):
        raise CommandError("The database is not ready; run `apercu setup` first.")


def _must_be_free(host: str, port: int) -> None:
    with socket.socket(socket.AF_INET6 if ":" in host else socket.AF_INET) as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((host, port))
        except PermissionError:
            raise CommandError(
                f"Port {port} needs more rights; choose one above 1023: make run PORT=8080."
            ) from None
        except OSError:
            raise CommandError(
                f"Port {port} is already in use on {host}; stop what uses it, or choose another: "
                "make run PORT=8001."
            ) from None
